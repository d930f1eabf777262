"""Names of countries to ISO 3166 alpha-3 codes, in English, French, Spanish, Arabic (pycountry, Debian iso-codes)."""

import gettext
from functools import cache

import pycountry

from core.intake.mapping.header_words import header_words

OTHER_NAMES = {
    "drc": "COD",
    "dr congo": "COD",
    "rdc": "COD",
    "democratic republic of congo": "COD",
    "democratic republic of the congo": "COD",
    "republique democratique du congo": "COD",
    "republic of congo": "COG",
    "republic of the congo": "COG",
    "congo brazzaville": "COG",
    "ivory coast": "CIV",
    "cote d ivoire": "CIV",
    "turkey": "TUR",
    "turkiye": "TUR",
    "swaziland": "SWZ",
    "macedonia": "MKD",
    "car": "CAF",
    "rca": "CAF",
    "syria": "SYR",
    "iran": "IRN",
    "russia": "RUS",
    "laos": "LAO",
    "palestine": "PSE",
    "state of palestine": "PSE",
    "south korea": "KOR",
    "tanzania": "TZA",
    "united republic of tanzania": "TZA",
    "venezuela": "VEN",
    "bolivia": "BOL",
    "moldova": "MDA",
    "cape verde": "CPV",
    "burma": "MMR",
    "niger republic": "NER",
}
"""Names that are used and are not in the standard."""


@cache
def iso3_by_name() -> dict[str, str]:
    """Name as ``header_words`` makes it, or a two- or three-letter code in small letters, to the code."""
    known: dict[str, str] = {}
    countries = list(pycountry.countries)
    for language in ("fr", "es", "ar"):
        words = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for country in countries:
            for name in _names(country):
                known.setdefault(header_words(words.gettext(name)), country.alpha_3)
    for country in countries:
        # the English standard wins over a translation that happens to be spelt alike
        known |= {header_words(name): country.alpha_3 for name in _names(country)}
        known[country.alpha_2.lower()] = country.alpha_3
        known[country.alpha_3.lower()] = country.alpha_3
    return known | OTHER_NAMES


def iso3_of(text: str) -> str | None:
    """The code of a country by its name or code; None where it is not known.

    Examples
    --------
    >>> iso3_of("Burkina_Faso"), iso3_of("Mauritanie"), iso3_of("تنزانيا"), iso3_of("TZ"), iso3_of("Nowhere")
    ('BFA', 'MRT', 'TZA', 'TZA', None)
    """
    words = header_words(text)
    known = iso3_by_name()
    return known.get(words) or known.get(words.removeprefix("the ")) or known.get(text.strip().lower())


def _names(country: object) -> list[str]:
    named = [getattr(country, field, None) for field in ("name", "official_name", "common_name")]
    return [name for name in named if name]
