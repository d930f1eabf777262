"""HXL tags: ``#affected+f+children`` as a tag and its attributes (hxlstandard.org, 1.1)."""

import re
from dataclasses import dataclass

_TAG = re.compile(r"#[A-Za-z][A-Za-z0-9_]*(\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*")
PARTS_OF_PEOPLE = frozenset({"f", "m", "i", "children", "infants", "adults", "elderly", "adolescents", "pregnant"})
"""Attributes that make a number of people a part of all; a pattern without them does not fit a tag that has one."""


@dataclass(frozen=True)
class HxlTag:
    """A tag without its sign, and its attributes."""

    tag: str
    attributes: frozenset[str]


def parse_hxl(text: str) -> HxlTag | None:
    """A tag from text; None where it is none.

    Examples
    --------
    >>> parse_hxl("#affected +f +children").tag, parse_hxl("#1name")
    ('affected', None)
    """
    if not _TAG.fullmatch(text.strip()):
        return None
    tag, *attributes = (part.strip().lower() for part in text.strip()[1:].split("+"))
    return HxlTag(tag, frozenset(attributes))


def fits(tag: HxlTag, pattern: HxlTag) -> bool:
    """Whether a tag of a file is what a pattern asks: same tag, all its attributes, no part of people it lacks."""
    if tag.tag != pattern.tag or not pattern.attributes <= tag.attributes:
        return False
    of_part = {name for name in tag.attributes if name in PARTS_OF_PEOPLE or name.startswith("age_")}
    return of_part <= pattern.attributes
