"""The translated sentences of a language, read from its gettext catalogue."""

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MESSAGES = Path(__file__).parent / "messages"


@dataclass(frozen=True, eq=False)
class Catalog:
    """Translations by English sentence.

    Attributes
    ----------
    sentences
        English to translated.
    counted
        English for one to the plural forms of the language, in the order of its catalogue.
    form_of
        Position among these forms for a whole number.
    """

    sentences: Mapping[str, str]
    counted: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]


@cache
def catalog_of(code: str) -> Catalog:
    """The catalogue of a language by its code; empty for English, which the code itself is written in."""
    path = MESSAGES / f"{code}.po"
    if not path.is_file():
        return Catalog({}, {}, lambda number: int(number != 1))
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        read = read_po(file, locale=code, abort_invalid=True)
    sentences: dict[str, str] = {}
    counted: dict[str, tuple[str, ...]] = {}
    for entry in read:
        if not entry.id:
            continue  # the header
        if isinstance(entry.id, str) and isinstance(entry.string, str):
            sentences[entry.id] = entry.string
        elif entry.string is not None:
            counted[entry.id[0]] = tuple(entry.string)
    return Catalog(sentences, counted, gettext.c2py(read.plural_expr))
