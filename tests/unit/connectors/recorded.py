"""Answers as the sources give them, written by hand after their documentation, small enough to read.

UNHCR: fields and ``maxPages`` of https://api.unhcr.org/docs/refugee-statistics.html. HDX HAPI: ``data``, ``limit`` and
``offset``, columns of https://hdx-hapi.readthedocs.io/en/latest/data_usage_guides/. KoboToolbox: ``count``, ``next``,
``results`` of /api/v2/assets/UID/data/, as its notice of the limit of 1,000 rows shows them.
"""


def unhcr_row(origin, refugees, asylum_seekers, year=2023):
    return {
        "year": year, "coo_id": 1, "coo_name": origin, "coo": origin, "coo_iso": origin,
        "coa_id": 2, "coa_name": "Rwanda", "coa": "RWA", "coa_iso": "RWA",
        "refugees": refugees, "asylum_seekers": asylum_seekers, "returned_refugees": "0", "idps": "0",
        "returned_idps": "0", "stateless": "0", "ooc": "0", "oip": "-", "hst": "0",
    }  # fmt: skip


def unhcr(page):
    rows = {1: [unhcr_row("COD", 81234, 421), unhcr_row("BDI", 49876, "12")], 2: [unhcr_row("SDN", "310", 0)]}
    return {"page": page, "short-url": "x", "maxPages": 2, "total": [], "items": rows[page]}


def hapi_refugee(number=0):
    return {
        "origin_location_code": "COD", "origin_location_name": "Congo", "origin_has_hrp": True,
        "asylum_location_code": "RWA", "asylum_location_name": "Rwanda", "asylum_has_hrp": False,
        "population_group": "REF", "gender": "all", "age_range": "all", "min_age": None, "max_age": None,
        "population": 81000 + number, "reference_period_start": "2023-01-01T00:00:00",
        "reference_period_end": "2023-12-31T23:59:59", "resource_hdx_id": "0f0b",
    }  # fmt: skip


def hapi_price(market, currency, price):
    return {
        "location_code": "RWA", "location_name": "Rwanda", "admin1_code": None, "admin1_name": None,
        "provider_admin1_name": "Kigali", "admin_level": 0, "market_code": 1, "market_name": market,
        "commodity_code": 51, "commodity_name": "Maize", "commodity_category": "cereals and tubers",
        "currency_code": currency, "unit": "KG", "price_flag": "actual", "price_type": "Wholesale", "price": price,
        "lat": -1.95, "lon": 30.06, "reference_period_start": "2024-03-01T00:00:00",
        "reference_period_end": "2024-03-31T23:59:59",
    }  # fmt: skip


def kobo_answer(number, people, site="Mahama"):
    return {
        "_id": 500 + number, "_uuid": f"0a{number}", "_submission_time": "2024-05-02T08:11:09",
        "site/site_name": site, "site/country": "RWA", "date_assessment": f"2024-05-0{number + 1}",
        "total_individuals": str(people), "_geolocation": [-2.3, 30.83], "_attachments": [], "_tags": [],
        "_validation_status": {}, "_status": "submitted_via_web", "__version__": "v1",
    }  # fmt: skip
