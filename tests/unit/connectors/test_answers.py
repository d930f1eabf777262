"""Sources are asked page by page; each way of failing has a name, and half an answer is none."""

import time

import pytest

from core.connectors import Limits, ask_all, checked_source, kind_named, rows_as_csv
from core.errors import DataError
from tests.unit.connectors import recorded
from tests.unit.connectors.source import source

JSON = {"Content-Type": "application/json"}
QUICK = Limits(connect_seconds=0.3, page_seconds=0.5, page_bytes=5_000, all_bytes=20_000, pause=lambda _: None)


def ask(kind, answer, key="sesame", limits=QUICK):
    with source(answer) as (address, asked):
        return ask_all(kind_named(kind), address, {"coa": "RWA"} if kind == "unhcr" else {}, key, limits), asked


def test_pages_of_unhcr_are_followed_to_the_last():
    came, asked = ask("unhcr", lambda p, _: recorded.unhcr(int(p["page"])))
    assert came.fault is None
    assert [row["coo_iso"] for row in came.rows] == ["COD", "BDI", "SDN"]
    assert [(p["page"], p["coa"], p["cf_type"]) for _, p, _ in asked] == [("1", "RWA", "ISO"), ("2", "RWA", "ISO")]
    assert "Authorization" not in asked[0][2]
    assert all("sesame" not in page.address for page in came.pages)


def test_pages_of_hapi_are_followed_until_one_is_short():
    def answer(parameters, _):
        start = int(parameters["offset"])
        return {"data": [recorded.hapi_refugee(n) for n in range(start, min(start + 1000, 1003))]}

    large = Limits(pause=lambda _: None)
    came, asked = ask("hapi_refugees", answer, limits=large)
    assert [row["population"] for row in came.rows] == list(range(81000, 82003))
    assert [p["offset"] for _, p, _ in asked] == ["0", "1000"]
    assert asked[0][2]["X-HDX-HAPI-APP-IDENTIFIER"] == "sesame"


def kobo_pages(told):
    def answer(parameters, _):
        start = int(parameters["start"])
        more = "https://elsewhere.example/data/?start=1" if start == 0 else None
        return {"count": told, "next": more, "previous": None, "results": [recorded.kobo_answer(start, 900 + start)]}

    return answer


def test_pages_of_a_form_are_followed_at_the_configured_address_alone():
    came, asked = ask("kobo", kobo_pages(2))
    assert came.fault is None
    assert [row["_id"] for row in came.rows] == [500, 501]
    assert len(asked) == 2
    assert asked[1][2]["Authorization"] == "Token sesame"


def test_answers_that_changed_while_they_were_read_are_refused():
    came, _ = ask("kobo", kobo_pages(3))
    assert came.rows == ()
    assert "tells of 3 rows and sent 2" in came.fault.message
    assert len(came.pages) == 2


FAULTS = {
    "always at fault": (lambda *_: (500, {}, b"oops"), "answered 500 after 3 tries", 3),
    "too many": (lambda *_: (429, {"Retry-After": "7"}, b""), "answered 429 after 3 tries", 3),
    "a web page": (lambda *_: (200, {}, b"<!DOCTYPE html><p>Sorry"), "sent a web page in place of figures", 1),
    "broken JSON": (lambda *_: (200, JSON, b'{"items": [{"year": 20'), "not valid JSON", 1),
    "other JSON": (lambda *_: {"detail": "x"}, "without the list of rows “items”", 1),
    "no pages told": (lambda *_: {"items": [], "maxPages": "many"}, "does not tell which page is its last", 1),
    "too large": (lambda *_: (200, JSON, b" " * 6_000), "more than 0.005 MB at once", 1),
    "elsewhere": (lambda *_: (302, {"Location": "http://127.0.0.1:1/"}, b""), "sends elsewhere, which is not", 1),
    "no key": (lambda *_: (403, {}, b""), "does not accept the key", 1),
    "not there": (lambda *_: (404, {}, b""), "answered 404.", 1),
    "hangs": (lambda *_: ("hang", {}, b""), "did not answer in time after 3 tries", 3),
    "drips": (lambda *_: (200, JSON, None), "did not answer in time after 3 tries", 3),
    "drips headers": (lambda *_: ("slow headers", {}, b""), "did not answer in time after 3 tries", 3),
    "endless pages": (lambda *_: (200, JSON, b'{"items": [], "maxPages": 1e999}'), "which page is its last", 1),
    "same page": (lambda *_: {"items": [recorded.unhcr_row("COD", 1, 1)], "maxPages": 9}, "the same page twice", 2),
    "empty page": (lambda *_: {"items": [], "maxPages": 9}, "an empty page before the last", 1),
    "endless": (
        lambda p, _: {"items": [recorded.unhcr_row("COD", p["page"], 1)] * 10, "maxPages": 999},
        "more than 0.02 MB in",
        None,
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_every_fault_is_named_and_nothing_is_taken_in(case):
    answer, words, times = FAULTS[case]
    began = time.monotonic()
    came, asked = ask("unhcr", answer)
    assert words in came.fault.message
    assert came.fault.hint
    assert came.rows == ()
    assert came.pages
    assert times in (None, len(asked))
    assert time.monotonic() - began < 5


def test_a_source_that_comes_back_is_asked_again_after_the_pause_it_wants():
    pauses = []
    limits = Limits(pause=pauses.append, longest_wait_seconds=30)

    def answer(parameters, number):
        first = [(503, {}, b""), (429, {"Retry-After": "9999"}, b"")]
        return first[number - 1] if number < 3 else recorded.unhcr(int(parameters["page"]))

    came, _ = ask("unhcr", answer, limits=limits)
    assert came.fault is None
    assert len(came.rows) == 3
    assert pauses == [1.0, 30]
    assert came.pages[0].tries == 3


def test_a_second_page_that_fails_leaves_the_first_on_record_and_no_rows():
    came, _ = ask("unhcr", lambda p, _: recorded.unhcr(1) if p["page"] == "1" else (500, {}, b"no"))
    assert (came.rows, [page.status for page in came.pages]) == ((), [200, 500])


def test_nobody_at_the_address_is_named():
    came = ask_all(kind_named("unhcr"), "http://127.0.0.1:9/", {}, None, QUICK)
    assert "cannot be reached" in came.fault.message


@pytest.mark.parametrize(
    "address",
    [
        "http://api.unhcr.org/x",
        "ftp://a.b",
        "https://",
        "https://u:p@a.b/",
        "https://a.b/?key=1",
        "file:///etc/passwd",
        "https://a.b/ x",
        "http://127.0.0.1.evil.example/",
        "https://a.b/#x",
        "https://a.b:99999/",
        "https://169.254.169.254/latest/",
        "https://2852039166/",
        "http://0.0.0.0/",
        "https://[fe80::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://239.1.1.1/",
    ],
)
def test_only_encrypted_addresses_without_keys_may_be_asked(address):
    with pytest.raises(DataError):
        checked_source(address)


def test_addresses_of_this_machine_may_be_plain():
    assert checked_source("http://localhost:80/a") == "http://localhost:80/a"
    assert checked_source("http://[::1]/") == "http://[::1]/"


def test_rows_become_a_table_with_every_column_and_no_nested_answers():
    rows = [recorded.kobo_answer(0, 900), {"_id": 7, "extra": True, "note": None}]
    lines = rows_as_csv(kind_named("kobo"), rows).decode().splitlines()
    assert lines[0].startswith("_index,geopoint_latitude,geopoint_longitude,_id,")
    assert lines[0].endswith("extra,note")
    assert "_attachments" not in lines[0]
    assert lines[2] == "2,,,7,,,,,,,,,yes,"


def test_a_price_in_another_currency_is_none_in_dollars():
    rows = [recorded.hapi_price("Kimironko", "RWF", 450), recorded.hapi_price("Remera", "USD", 0.4)]
    lines = rows_as_csv(kind_named("wfp_prices"), rows).decode().splitlines()
    assert [line.rsplit(",", 1)[1] for line in lines] == ["usdprice", "", "0.4"]


def test_a_name_that_leads_to_an_address_that_is_nobodys_is_not_asked(monkeypatch):
    monkeypatch.setattr("core.domain.special_addresses.is_special", lambda host: host == "127.0.0.1")
    came, asked = ask("unhcr", lambda *_: recorded.unhcr(1))
    assert "nothing is asked there" in came.fault.message
    assert asked == []
