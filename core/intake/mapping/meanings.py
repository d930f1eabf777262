"""What a column can mean, and by which words and tags it is known: ``meanings.toml``, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.domain.hxl_tag import HxlTag, parse_hxl
from core.domain.plain_words import header_words

LANGUAGES = ("en", "fr", "es", "ar")
KINDS = ("text", "code", "count", "number", "date", "latitude", "longitude", "country", "pcode")


@dataclass(frozen=True)
class Meaning:
    """One thing that a column can say.

    Attributes
    ----------
    name
        Its name in ``meanings.toml``.
    kind
        What its cells look like, one of ``KINDS``.
    into
        Our table to the column it fills there.
    tags
        HXL patterns: a tag fits if it has all attributes of the pattern.
    words
        Headers, as ``header_words`` makes them, in every language, to their place in the list; the first are surest.
    """

    name: str
    kind: str
    into: Mapping[str, str]
    tags: tuple[HxlTag, ...]
    words: Mapping[str, int]


@dataclass(frozen=True)
class Dictionary:
    """All meanings, words that name a table, and kinds of places by their words."""

    meanings: tuple[Meaning, ...]
    by_words: Mapping[str, tuple[Meaning, ...]]
    table_words: Mapping[str, tuple[str, ...]]
    place_kinds: Mapping[str, str]


def _places(entry: dict[str, Any]) -> dict[str, int]:
    places: dict[str, int] = {}
    for language in LANGUAGES:
        for place, word in enumerate(entry.get(language, ())):
            places.setdefault(header_words(word), place)
    return places


@cache
def dictionary() -> Dictionary:
    """The words shipped with the program."""
    raw = tomllib.loads(Path(__file__).with_name("meanings.toml").read_text(encoding="utf-8"))
    meanings = tuple(
        Meaning(
            entry["name"],
            entry["kind"],
            MappingProxyType(entry["into"]),
            tuple(tag for tag in map(parse_hxl, entry.get("hxl", ())) if tag is not None),
            MappingProxyType(_places(entry)),
        )
        for entry in raw["meaning"]
    )
    by_words: dict[str, tuple[Meaning, ...]] = {}
    for meaning in meanings:
        for words in meaning.words:
            by_words[words] = (*by_words.get(words, ()), meaning)
    return Dictionary(
        meanings,
        MappingProxyType(by_words),
        MappingProxyType({table: tuple(map(header_words, words)) for table, words in raw["tables"].items()}),
        MappingProxyType({header_words(word): kind for kind, words in raw["place_kinds"].items() for word in words}),
    )
