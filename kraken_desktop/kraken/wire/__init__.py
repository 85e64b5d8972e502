"""The shapes of Octopus's answers (structs) and the questions (documents), one pair a subject."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

NOTHING = msgspec.Raw(b"null")
"""The default of a part that is decoded by itself, later: so it may be odd without sinking what it stands in."""


def typename_or_camel(field: str) -> str:
    """The service's spelling of a struct's field."""
    first, *rest = field.split("_")
    return "__typename" if field == "typename" else first + "".join(word.capitalize() for word in rest)


@cache
def document(name: str) -> str:
    """The text of ``name.graphql``, without needless space."""
    text = files(__name__).joinpath(f"{name}.graphql").read_text(encoding="utf-8")
    return " ".join(text.split())
