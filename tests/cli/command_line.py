"""Commands in processes of their own, each forked from one that has imported what they need: half a second less each.

python -m tests.cli.command_line   # a JSON request a line on stdin, an exit code a line on stdout
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.house.source import ROOT

QT = {"PySide6", "shiboken6", "qasync", "pyqtgraph"}


class CommandLine:
    """Each call is one command, with the environment of the caller's moment."""

    def __init__(self) -> None:
        self._source = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.command_line"],
            cwd=ROOT,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        assert self._source.stdin is not None
        assert self._source.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            written = [Path(folder, name) for name in ("out", "err")]
            asked = {"arguments": arguments, "env": dict(os.environ), "written": list(map(str, written))}
            self._source.stdin.write(json.dumps(asked) + "\n")
            self._source.stdin.flush()
            code = int(self._source.stdout.readline())
            said, complained = (path.read_text("utf-8") for path in written)
        return subprocess.CompletedProcess(arguments, code, said, complained)

    def close(self) -> None:
        with self._source:
            assert self._source.stdin is not None
            self._source.stdin.close()


def _answer(asked: dict[str, Any]) -> int:
    """What the script of the package does, and no Qt for it."""
    from kraken_desktop.__main__ import main

    for number, path in enumerate(asked["written"], start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = ["kraken-desktop", *asked["arguments"]]
    code = main()
    loaded = sorted({name.partition(".")[0] for name in sys.modules} & QT)
    assert not loaded, loaded
    return code


def main() -> None:
    import kraken_desktop.cli.sources
    import kraken_desktop.simulator.app
    import kraken_desktop.storage.database  # noqa: F401
    from kraken_desktop.simulator.schema import BACKEND, MAIN, schema_of

    for host in (MAIN, BACKEND):
        schema_of(host)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.exit(_answer(json.loads(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
