"""A header as plain words: ``Nom_duCamp`` and ``NOM DU CAMP`` are the same; accents and Arabic marks do not matter."""

import re
import unicodedata
from functools import lru_cache

LONGEST_HEADER = 200
"""Characters of a header that are looked at."""

_CAMEL = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[\W_]+")
_ARABIC_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_ARABIC_FORMS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})


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
    parts = unicodedata.normalize("NFKD", _ARABIC_MARKS.sub("", text).translate(_ARABIC_FORMS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()
