"""The camp that only the name of a file tells: ``mali2012-mau-mbera.csv`` holds counts of Mbera."""

from dataclasses import dataclass

from core.domain.countries import iso3_by_name, iso3_of
from core.domain.plain_words import header_words
from core.domain.validation import quote
from core.intake.mapping.meanings import dictionary
from core.intake.mapping.places import Register

SHORTEST_COUNTRY = 2
"""Letters from which a word of a file's name may be the beginning of a country's name."""

_NO_NAME = frozenset(
    {"data", "export", "table", "sheet", "file", "new", "copy", "final", "csv", "series", "feuille", "hoja", "book"}
)


@dataclass(frozen=True)
class FileCamp:
    """What the name of a file tells.

    Attributes
    ----------
    camp_id
        The known camp; None where none is known by it.
    name
        The name of a camp that would be new; empty where the file's name holds none.
    country
        ISO3 of the new camp, where the file's name tells one of the countries that the import speaks of.
    why
        In words.
    several
        Known camps that it may be, where it cannot be told which.
    """

    camp_id: str | None
    name: str = ""
    country: str | None = None
    why: str = ""
    several: tuple[str, ...] = ()


def camp_of_file(file: str, camps: Register, countries: frozenset[str]) -> FileCamp:
    """The camp of a file, matched against known camps by whole words.

    Parameters
    ----------
    file
        Name of the file, without folders.
    camps
        Known ones, and those that come in the same import.
    countries
        ISO3 codes of the countries they lie in.
    """
    words = header_words(file.rpartition(".")[0] or file).split()
    said = f" {' '.join(words)} "
    whole = {key: ids for key, ids in camps.by_key.items() if key and f" {key} " in said}
    if whole:
        longest = max(len(key) for key in whole)
        ids = {each for key, of_key in whole.items() if len(key) == longest for each in of_key}
        return _one_of(ids, file, "the name of the file holds the name of the camp")
    names = [word for word in words if not any(letter.isdigit() for letter in word) and not _says_nothing(word)]
    if not names:
        return FileCamp(None)
    last = names[-1]
    part = {each for key, ids in camps.by_key.items() if last in key.split() for each in ids}
    if part:
        return _one_of(part, file, f"“{last}”, in the name of the file, is a part of its name")
    told = {code for word in names[:-1] for code in _countries(word, countries)}
    return FileCamp(None, last.title(), told.pop() if len(told) == 1 else None)


def _one_of(ids: set[str], file: str, why: str) -> FileCamp:
    if len(ids) == 1:
        return FileCamp(next(iter(ids)), why=f"“{quote(file)}”: {why}")
    return FileCamp(None, several=tuple(sorted(ids)))


def _says_nothing(word: str) -> bool:
    return word in _NO_NAME or any(word in words for words in dictionary().table_words.values()) or len(word) < 3


def _countries(word: str, countries: frozenset[str]) -> set[str]:
    """Countries of the import that a short word of a file's name may stand for."""
    if word.upper() in countries:
        return {word.upper()}
    named = iso3_of(word) if len(word) > 3 else None
    if named is not None:
        return {named} & countries
    return {code for code in countries if any(_begins(name, word) for name in _names_of(code))}


def _begins(name: str, word: str) -> bool:
    initials = "".join(part[0] for part in name.split())
    return (len(word) > SHORTEST_COUNTRY and name.startswith(word)) or (" " in name and initials == word)


def _names_of(code: str) -> list[str]:
    return [name for name, known in iso3_by_name().items() if known == code and len(name) > 3]
