"""What a fault may be aimed at, so that a slip of the pen is told and not believed."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

SERVERS = ("main", "backend", "graphql", "rest")
RESOURCES = ("account", "consumption", "grid-supply-points", "meter-point", "product", "products", "rates")
LIMITED = ("points",)
"""Limited, and no field."""
_SCHEMA = Path(__file__).with_name("schema.graphql")
_FIELD = re.compile(r"^  (\w+)\b", re.MULTILINE)


def check_aim(aim: str) -> None:
    """Raises ValueError for a field, server or resource that there is not, naming those that sound like it.

    A name that begins with a capital is the caller's own name of an operation, which may be any.
    """
    if aim[:1].isupper() or aim in known_aims():
        return
    near = get_close_matches(aim, sorted(known_aims()), n=3)
    meant = f"did you mean {' or '.join(near)}?" if near else f"servers are {', '.join(SERVERS)}."
    raise ValueError(
        f"a fault cannot be aimed at {aim!r}: {meant} A field, a server, a REST resource, or an operation's own name, "
        "which begins with a capital"
    )


@cache
def known_aims() -> frozenset[str]:
    return frozenset((*SERVERS, *RESOURCES, *LIMITED, *_FIELD.findall(_SCHEMA.read_text(encoding="utf-8"))))
