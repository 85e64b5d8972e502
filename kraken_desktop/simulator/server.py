"""The simulator over TCP, on this computer only."""

from __future__ import annotations

import argparse
import math
import socket
from collections.abc import Sequence
from datetime import datetime

import uvicorn

from kraken_desktop.simulator import EVERY_HOME, create_app
from kraken_desktop.simulator.clock import YEARS, real_time, running_from
from kraken_desktop.simulator.faults import FAULTS, read_trouble
from kraken_desktop.simulator.london import read_moment

LOOPBACK = "127.0.0.1"


def prepare(arguments: Sequence[str], *, ahead: bool = False) -> tuple[uvicorn.Server, socket.socket]:
    """A server that is ready to run and the socket it will answer on, which listens already.

    `ahead` makes what a first request would wait for: half a second, which a test with a question or two does not have.
    """
    options = _parser().parse_args(arguments)
    start = options.start or real_time()
    clock = None if options.start is None and options.speed == 1 else running_from(start, options.speed)
    app = create_app(options.home, clock=clock, seed=options.seed, faults=options.fault)
    if ahead:
        app.prepare()
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config), _listen(options.port)


def base_url(listening: socket.socket) -> str:
    return f"http://{LOOPBACK}:{listening.getsockname()[1]}"


def _listen(port: int) -> socket.socket:
    # Named as TCP, so that asyncio sends small packets at once: an answer would wait 40 ms for the one before it.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOOPBACK, port))
    listening.listen(128)
    return listening


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m kraken_desktop.simulator",
        description="A simulated Octopus for one home. The first line printed is its address.",
    )
    parser.add_argument("--home", choices=EVERY_HOME, default="agile")
    parser.add_argument("--port", type=int, choices=range(65_536), metavar="N", default=0, help="0 picks a free one")
    shown = "what its clock shows at the start; the real time if not given"
    parser.add_argument("--start", type=_moment, metavar="ISO", help=shown)
    parser.add_argument("--speed", type=_speed, default=1.0, help="how fast its clock runs; 0 stands still")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        type=_fault,
        metavar="NAME[:OPERATION][xCOUNT][@SECONDS]",
        help=f"an error code (KT-CT-1113), a status (http-503), or one of: {', '.join(FAULTS)}",
    )
    return parser


def _moment(text: str) -> datetime:
    try:
        moment = read_moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"an instant is written like 2026-10-05T17:30:00Z, not {text!r}") from error
    if moment.year not in YEARS:
        raise argparse.ArgumentTypeError(f"a start is an instant of {YEARS[0]} to {YEARS[-1]}, not {text!r}")
    return moment


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = math.nan
    if not 0 <= speed < math.inf:
        raise argparse.ArgumentTypeError(f"a speed is a number from 0 on, not {text!r}")
    return speed


def _fault(text: str) -> str:
    try:
        read_trouble(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text
