"""The kinds of sources that can be asked: UNHCR's population figures, HDX HAPI, WFP prices, a form of KoboToolbox."""

from collections.abc import Mapping
from typing import Any

from core.connectors.kind import Kind, Row
from core.errors import DataError

UNHCR_ROWS, HAPI_ROWS, KOBO_ROWS = 100, 1000, 1000
"""Rows asked for at once. KoboToolbox gives at most 1,000."""

_HAPI = "https://hapi.humdata.org/api/v2"
_PLACE = ("location_code", "admin1_code", "admin2_code", "start_date", "end_date")


def _by_offset(_page: int, so_far: int) -> dict[str, str]:
    return {"limit": str(HAPI_ROWS), "offset": str(so_far)}


def _is_short(answer: Mapping[str, Any], _page: int) -> bool:
    return len(answer["data"]) < HAPI_ROWS


def _unhcr(row: Row, _number: int) -> Row:
    """A dash stands where a column does not apply."""
    return {name: "" if value == "-" else value for name, value in row.items()}


def _as_it_is(row: Row, _number: int) -> Row:
    return row


_PRICES = {
    "reference_period_start": "date",
    "location_code": "countryiso3",
    "admin1_name": "admin1",
    "market_name": "market",
    "lat": "latitude",
    "lon": "longitude",
    "commodity_name": "commodity",
    "unit": "unit",
    "price_flag": "priceflag",
    "price_type": "pricetype",
    "currency_code": "currency",
    "price": "price",
}


def _price(row: Row, _number: int) -> Row:
    """A row as WFP's own files have it; a price is one in USD only where its currency is."""
    named = {ours: row.get(theirs) for theirs, ours in _PRICES.items()}
    return {**named, "usdprice": named["price"] if named["currency"] == "USD" else ""}


def _answer_of_form(row: Row, number: int) -> Row:
    """Questions and answers; the place where a form was filled in as latitude and longitude."""
    named = {name: value for name, value in row.items() if not isinstance(value, (list, dict))}
    where = row.get("_geolocation")
    if isinstance(where, list) and len(where) == 2 and None not in where:
        named = {"geopoint_latitude": where[0], "geopoint_longitude": where[1], **named}
    return {"_index": number + 1, **named}


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="unhcr",
            title="UNHCR population figures",
            address="https://api.unhcr.org/population/v1/population/",
            rows="items",
            page=lambda page, _: {"limit": str(UNHCR_ROWS), "page": str(page + 1)},
            is_last=lambda answer, page: page + 1 >= int(answer.get("maxPages", 1)),
            tidy=_unhcr,
            documentation="https://api.unhcr.org/docs/refugee-statistics.html",
            fixed={"cf_type": "ISO"},
            parameters=("coa", "coo", "coa_all", "coo_all", "year", "yearFrom", "yearTo"),
        ),
        Kind(
            name="hapi_refugees",
            title="HDX HAPI figures of refugees",
            address=f"{_HAPI}/affected-people/refugees-persons-of-concern",
            rows="data",
            page=_by_offset,
            is_last=_is_short,
            tidy=_as_it_is,
            documentation="https://hdx-hapi.readthedocs.io/en/latest/",
            fixed={"output_format": "json"},
            parameters=(
                "asylum_location_code", "origin_location_code", "population_group", "gender", "age_range",
                "start_date", "end_date",
            ),
            key_header="X-HDX-HAPI-APP-IDENTIFIER",
            is_key_needed=True,
        ),
        Kind(
            name="wfp_prices",
            title="WFP food prices, by HDX HAPI",
            address=f"{_HAPI}/food-security-nutrition-poverty/food-prices-market-monitor",
            rows="data",
            page=_by_offset,
            is_last=_is_short,
            tidy=_price,
            documentation="https://hdx-hapi.readthedocs.io/en/latest/",
            fixed={"output_format": "json"},
            parameters=(*_PLACE, "market_name", "commodity_name", "price_type", "price_flag"),
            key_header="X-HDX-HAPI-APP-IDENTIFIER",
            is_key_needed=True,
        ),
        Kind(
            name="kobo",
            title="Answers to a form of KoboToolbox",
            address="",
            rows="results",
            page=lambda _, so_far: {"limit": str(KOBO_ROWS), "start": str(so_far)},
            is_last=lambda answer, _: not answer.get("next"),
            tidy=_answer_of_form,
            documentation="https://support.kobotoolbox.org/api.html",
            fixed={"format": "json"},
            parameters=("query", "sort"),
            total="count",
            key_header="Authorization",
            key_form="Token {key}",
            is_key_needed=True,
            may_name_people=True,
        ),
    )
}  # fmt: skip


def kind_named(name: str) -> Kind:
    """The kind of this name.

    Raises
    ------
    DataError
        If there is none.
    """
    if name not in KINDS:
        raise DataError(f"There is no kind of source “{name[:80]}”; there are {', '.join(KINDS)}.", "Name one of them.")
    return KINDS[name]
