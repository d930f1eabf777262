"""Countries as people and agencies write them, as ISO 3166 alpha-3 codes (pycountry, Debian iso-codes)."""

import gettext
from functools import cache, lru_cache

import pandas as pd

from core.domain.plain_words import header_words

LANGUAGES = ("fr", "es", "ar")
"""Languages besides English in which country names are known; translations of the Debian iso-codes project."""

ALIASES = {
    "Bolivia": "BOL",
    "Burma": "MMR",
    "CAR": "CAF",
    "Cape Verde": "CPV",
    "Central African Rep.": "CAF",
    "Congo Brazzaville": "COG",
    "Congo Kinshasa": "COD",
    "Congo, Rep.": "COG",
    "Czech Republic": "CZE",
    "Democratic People's Republic of Korea": "PRK",
    "Democratic Republic of Congo": "COD",
    "Democratic Republic of the Congo": "COD",
    "Dem. Rep. of the Congo": "COD",
    "DR Congo": "COD",
    "DRC": "COD",
    "East Timor": "TLS",
    "Gambia": "GMB",
    "Iran": "IRN",
    "Ivory Coast": "CIV",
    "Kosovo": "XKX",
    "Lao PDR": "LAO",
    "Laos": "LAO",
    "Macedonia": "MKD",
    "Moldova": "MDA",
    "Niger Republic": "NER",
    "Occupied Palestinian Territory": "PSE",
    "Palestine": "PSE",
    "Palestinian Territories": "PSE",
    "RCA": "CAF",
    "RDC": "COD",
    "Republic of Congo": "COG",
    "Republic of Korea": "KOR",
    "Republic of the Congo": "COG",
    "Russia": "RUS",
    "Serbia and Kosovo": "SRB",
    "South Korea": "KOR",
    "State of Palestine": "PSE",
    "Swaziland": "SWZ",
    "Syria": "SYR",
    "Tanzania": "TZA",
    "The former Yugoslav Republic of Macedonia": "MKD",
    "The Gambia": "GMB",
    "Türkiye": "TUR",
    "Turkey": "TUR",
    "United Rep. of Tanzania": "TZA",
    "United Republic of Tanzania": "TZA",
    "Venezuela": "VEN",
    "Viet Nam": "VNM",
    "Vietnam": "VNM",
}  # fmt: skip
"""Names in files of UNHCR, IOM, WFP and OCHA that are not those of ISO 3166 (which is what pycountry knows)."""


@cache
def iso3_by_name() -> dict[str, str]:
    """Name in the form of ``header_words`` to code, in English, French, Spanish and Arabic.

    A translated name that two countries share is left out, unless it is the English name of one of them.
    """
    import pycountry

    translated: dict[str, set[str]] = {}
    own = {}
    languages = [gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language]) for language in LANGUAGES]
    for country in pycountry.countries:
        names = [getattr(country, kind, None) for kind in ("name", "official_name", "common_name")]
        for name in filter(None, names):
            own[header_words(name)] = country.alpha_3
            for language in languages:
                translated.setdefault(header_words(language.gettext(name)), set()).add(country.alpha_3)
    once = {name: next(iter(codes)) for name, codes in translated.items() if len(codes) == 1}
    return {**once, **own, **{header_words(name): code for name, code in ALIASES.items()}}


@cache
def _joined() -> dict[str, str]:
    """Names without blanks between their words, as some files write them."""
    return {name.replace(" ", ""): code for name, code in iso3_by_name().items()}


@cache
def _alpha_2() -> dict[str, str]:
    import pycountry

    return {country.alpha_2: country.alpha_3 for country in pycountry.countries}


@cache
def _alpha_3() -> frozenset[str]:
    import pycountry

    return frozenset(country.alpha_3 for country in pycountry.countries)


@lru_cache(maxsize=20_000)
def iso3_of(text: str, *, two_letters: bool = True) -> str | None:
    """The code of a country by its name or code; None where it is not known.

    Parameters
    ----------
    text
        A name, or a code of two or three letters.
    two_letters
        Whether a code of two letters counts. Where ``NA`` may say that nothing is known, Namibia must not be guessed.

    Examples
    --------
    >>> iso3_of("Burkina_Faso"), iso3_of("Mauritanie"), iso3_of("تنزانيا"), iso3_of("TZ"), iso3_of("Nowhere")
    ('BFA', 'MRT', 'TZA', 'TZA', None)
    """
    code = text.strip().upper()
    if code in _alpha_3():
        return code
    if two_letters and code in _alpha_2():
        return _alpha_2()[code]
    words = header_words(text)
    known = _joined()
    return known.get(words.replace(" ", "")) or known.get(words.removeprefix("the ").replace(" ", ""))


def iso3(names: pd.Series) -> pd.Series:
    """Codes of countries; missing where a name is blank or not known. Codes of two letters are not read here.

    Examples
    --------
    >>> iso3(pd.Series(["Burkina_Faso", "Republic of Congo", "Tchad", "NER", "Atlantis"], dtype="str")).tolist()
    ['BFA', 'COG', 'TCD', 'NER', nan]
    """
    codes = {name: iso3_of(name, two_letters=False) for name in names.dropna().unique()}
    return names.map(codes).astype("str")


def iso3_of_alpha_2(codes: pd.Series) -> pd.Series:
    """Codes of three letters from codes of two, as P-codes begin with."""
    return codes.str.upper().map(_alpha_2()).astype("str")


@cache
def country_name(code: str) -> str:
    """What a country is called, the code itself where that is not known."""
    import pycountry

    country = pycountry.countries.get(alpha_3=code)
    return str(getattr(country, "common_name", country.name)) if country else code
