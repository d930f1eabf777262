"""Headers and names as plain words: ``Nom_duCamp`` and ``NOM DU CAMP`` are the same; accents say nothing."""

import re
import unicodedata
from functools import lru_cache

LONGEST_HEADER = 200
"""Characters of a header that are looked at."""

_CAMEL = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[\W_]+")
_ARABIC_FORMS = str.maketrans({"ٱ": "ا", "ى": "ي", "ة": "ه", "\u0640": None})
"""Letters that are written for one another, and the stroke that widens words; accents fall off before."""


@lru_cache(maxsize=20_000)
def header_words(text: str) -> str:
    """Small letters without accents, single spaces between words.

    Examples
    --------
    >>> header_words("#DateTime"), header_words("Réfugiés_maliens"), header_words("numPresentIdpInd")
    ('date time', 'refugies maliens', 'num present idp ind')
    """
    parted = _CAMEL.sub(" ", text[:LONGEST_HEADER])
    return " ".join(_NO_WORD.sub(" ", plain_letters(parted)).split())


def plain_letters(text: str) -> str:
    """Small letters without accents; Arabic letters in one form each, without marks.

    Examples
    --------
    >>> plain_letters("Nyarugusu É"), plain_letters("الزَّعتري") == plain_letters("الزعترى")
    ('nyarugusu e', True)
    """
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_ARABIC_FORMS).casefold()
