"""Countries as people and agencies write them, as ISO 3166 alpha-3 codes."""

import gettext
from functools import cache

import pandas as pd
import pycountry

from core.sources.headers import plain

LANGUAGES = ("fr", "es", "ar")
"""Languages besides English in which country names are known; translations of the Debian iso-codes project."""

ALIASES = {
    "Bolivia": "BOL",
    "Burma": "MMR",
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
    "Occupied Palestinian Territory": "PSE",
    "Palestine": "PSE",
    "Palestinian Territories": "PSE",
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
def _known_names() -> dict[str, str]:
    """Plain name to code; a name that two countries have in some language is left out, except the ISO one."""
    translated: dict[str, set[str]] = {}
    own = {}
    languages = [gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language]) for language in LANGUAGES]
    for country in pycountry.countries:
        names = [getattr(country, kind, None) for kind in ("name", "official_name", "common_name")]
        for name in filter(None, names):
            own[plain(name)] = country.alpha_3
            for language in languages:
                translated.setdefault(plain(language.gettext(name)), set()).add(country.alpha_3)
        own[plain(country.alpha_3)] = country.alpha_3
    once = {name: next(iter(codes)) for name, codes in translated.items() if len(codes) == 1}
    return {**once, **own, **{plain(name): code for name, code in ALIASES.items()}}


@cache
def _alpha_2() -> dict[str, str]:
    return {country.alpha_2: country.alpha_3 for country in pycountry.countries}


def iso3(names: pd.Series) -> pd.Series:
    """Codes of countries; missing where a name is blank or not known. Codes of two letters are not read here.

    Examples
    --------
    >>> iso3(pd.Series(["Burkina_Faso", "Republic of Congo", "Tchad", "NER", "Atlantis"], dtype="str")).tolist()
    ['BFA', 'COG', 'TCD', 'NER', nan]
    """
    known = _known_names()
    codes = {name: known.get(plain(name)) for name in names.dropna().unique()}
    return names.map(codes).astype("str")


def iso3_of_alpha_2(codes: pd.Series) -> pd.Series:
    """Codes of three letters from codes of two, as P-codes begin with."""
    return codes.str.upper().map(_alpha_2()).astype("str")


@cache
def country_name(code: str) -> str:
    """What a country is called, the code itself where that is not known."""
    country = pycountry.countries.get(alpha_3=code)
    return str(getattr(country, "common_name", country.name)) if country else code
