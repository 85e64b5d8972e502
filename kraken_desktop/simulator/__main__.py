"""`python -m kraken_desktop.simulator --home NAME --port N`: print the address, then serve until told to end."""

from __future__ import annotations

import signal
import sys

from kraken_desktop.simulator.server import base_url, prepare


def main() -> int:
    server, listening = prepare(sys.argv[1:], ahead=True)
    for ending in (signal.SIGINT, signal.SIGTERM):
        # uvicorn ends by itself on these and then raises them again for whoever came before; nobody did.
        signal.signal(ending, lambda *_: None)
    print(base_url(listening), flush=True)
    server.run(sockets=[listening])
    return 0


if __name__ == "__main__":
    sys.exit(main())
