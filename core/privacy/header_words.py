"""Words of a header in English, French, Spanish and Arabic in one form, so that phrases can be found in them."""

import re
from collections.abc import Iterable

from core.domain.plain_words import plain_letters

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_WITH_ARTICLE = 5


def words_of(header: str) -> str:
    """Words in lower case without accents or Arabic article, a blank before and after each.

    Examples
    --------
    >>> words_of("dateDeNaissance"), words_of("Prénom (s)"), words_of("رقم الهاتف")
    (' date de naissance ', ' prenom s ', ' رقم هاتف ')
    """
    plain = plain_letters(_CAMEL.sub(" ", header).replace("%", " percent "))
    words = [_without_article(word) for word in _WORD.findall(plain)]
    return f" {' '.join(words)} " if words else ""


def phrases(*listed: str) -> tuple[str, ...]:
    """Phrases in the form in which ``says`` finds them; each argument holds several, parted by semicolons."""
    return tuple(dict.fromkeys(words_of(phrase) for text in listed for phrase in text.split(";")))


def says(words: str, wanted: Iterable[str]) -> bool:
    """Whether any phrase stands in the words of a header, whole words only."""
    return any(phrase in words for phrase in wanted)


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) >= _SHORTEST_WITH_ARTICLE else word
