"""Names of places as they are compared: without accents, capitals, and words like *camp* that are added or dropped."""

import re
from functools import lru_cache

from core.domain.plain_words import header_words, plain_letters

_GENERIC = frozenset(
    {
        *("camp", "camps", "refugee", "refugees", "settlement", "site", "of", "the", "campo", "campamento"),
        *("de", "du", "des", "la", "le", "el", "refugies", "مخيم", "المخيم", "للاجيين", "اللاجيين"),
    }
)
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
        "-,b,t,t,j,h,k,d,d,r,z,s,s,s,d,t,z,-,g,f,k,k,l,m,n,h,-,-".replace("-", "").split(","),
        strict=True,
    )
)
_VOWELS = re.compile("[aeiouyw'`]")


@lru_cache(maxsize=50_000)
def place_key(name: str) -> str:
    """What two spellings of one place share.

    Examples
    --------
    >>> place_key("Camp de Mentao"), place_key("Fassala-Mbera"), place_key("NYARUGUSU refugee camp")
    ('mentao', 'fassala mbera', 'nyarugusu')
    """
    words = header_words(name.title() if name.isupper() else name).split()
    kept = [word for word in words if word not in _GENERIC]
    return " ".join(kept or words)


def skeleton(name: str) -> str:
    """Consonants in Latin letters, to find that an Arabic and a Latin name may be one; only ever to ask.

    Examples
    --------
    >>> skeleton("الزعتري"), skeleton("Zaatari")
    ('ztr', 'ztr')
    """
    words = [word.removeprefix("ال") for word in place_key(name).split()]
    latin = "".join(_ARABIC.get(letter, letter) for letter in "".join(words))
    bare = _VOWELS.sub("", latin).replace("q", "k").replace("c", "k")
    return re.sub(r"(.)\1+", r"\1", bare)


def place_id(name: str) -> str:
    """An identifier made from a name.

    Examples
    --------
    >>> place_id("Commune of Mabanda"), place_id("Fassala-Mbéra")
    ('commune-of-mabanda', 'fassala-mbera')
    """
    return re.sub(r"[\W_]+", "-", plain_letters(name)).strip("-")
