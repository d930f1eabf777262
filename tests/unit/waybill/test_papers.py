"""Papers of a truck: what stands on them, in which order, on how many pages; nothing of outside text runs."""

import re
import shutil

import numpy as np
import pandas as pd
import pytest

from core.domain.waybill import SealedWaybill
from core.locale import LANGUAGES, without_marks
from core.waybill import seal_waybill
from core.waybill.as_html import html_of
from core.waybill.as_pdf import pdf_of
from core.waybill.file import read_waybill_file, waybill_file
from core.waybill.of_dispatch import PlanOnRecord, waybills_of, with_waybill_ids
from core.waybill.qr import QUIET, dark_runs
from core.waybill.sheets import DRAFT, ILLUSTRATIVE, driver_sheet, loading_list, sheets_of, waybill_sheet
from core.waybill.truck_trip import truck_trips
from tests.briefs import text_of
from tests.builders import small_operation
from tests.hostile_text import hostile_texts
from tests.printed_codes import modules_of, printed_codes
from tests.waybills import PLAN, dispatch, line, own_key, waybill

ON_RECORD = PlanOnRecord(PLAN, "Small operation", 3)
SHIPMENTS = pd.DataFrame(
    {
        "item_id": ["cereal", "soap", "soap"],
        "lot_id": ["L1", None, None],
        "expires": pd.to_datetime(["2025-08-31", "2025-12-31", None]),
    }
)
DAY = pd.Timestamp("2025-06-30")


@pytest.fixture
def operation():
    return small_operation(settings={"illustrative": True})


@pytest.fixture
def made(operation):
    return waybills_of(operation, SHIPMENTS, dispatch(trips=2), ON_RECORD)


@pytest.fixture
def trips(operation, made, tmp_path):
    key = own_key(tmp_path)
    return truck_trips(
        dispatch(trips=2), [seal_waybill(each, key) for each in made], operation.place_names, is_draft=False
    )


def test_there_is_one_waybill_for_each_trip_and_receiver_with_all_that_is_handed_over(made, operation):
    assert [(w.trip, w.place_id, w.stop) for w in made] == [
        (1, "north", 1),
        (1, "south", 2),
        (2, "north", 1),
        (2, "south", 2),
    ]
    first = made[0]
    assert [(each.item_id, each.lot_id, each.quantity, each.weight_kg) for each in first.lines] == [
        ("cereal", "L1", 2500.0, 2500.0), ("soap", "", 400.0, 100.0),
    ]  # fmt: skip
    assert (first.origin, first.place, first.data_fingerprint) == ("Hub", "North Camp", operation.fingerprint)
    assert (first.leaves.hour, first.arrives.hour) == (8, 10)
    assert len({w.id for w in made}) == 4


def test_a_day_until_which_goods_may_be_used_is_told_only_where_it_is_known_of_all_of_them(made):
    assert [each.expires and each.expires.isoformat() for each in made[0].lines] == ["2025-08-31", None]


def test_the_loads_of_a_dispatch_carry_the_ids_of_their_waybills(made):
    told = with_waybill_ids(dispatch(trips=2), made).loads
    assert set(told["waybill_id"]) == {w.id for w in made}
    assert told.groupby("waybill_id").size().tolist() == [2, 2, 2, 2]


def test_what_is_unloaded_last_is_loaded_first(trips):
    sheet = loading_list(trips[0])
    assert [row[1] for row in sheet.rows] == ["South Camp", "South Camp", "North Camp", "North Camp"]
    assert dict(sheet.facts)["Weight"].startswith("5,200 of 10,000")
    assert sheet.totals[5] == "5,200"


def test_the_driver_sheet_has_every_halt_with_times_distance_and_waybill(trips):
    sheet = driver_sheet(trips[0])
    assert [row[1] for row in sheet.rows] == ["Hub", "North Camp", "South Camp", "Hub"]
    assert [row[4] for row in sheet.rows] == ["", "120", "90", "110"]
    assert [row[5] for row in sheet.rows] == ["load", *(s.waybill.id for s in trips[0].sealed), ""]
    assert "Telephone" in sheet.blanks
    assert "Signature" in sheet.blanks


def test_a_waybill_has_room_for_what_arrived_and_says_what_it_belongs_to(trips):
    sheet = waybill_sheet(trips[0].sealed[0], is_draft=False)
    assert [c.title for c in sheet.columns if c.is_blank] == ["Good", "Damaged", "Missing"]
    assert PLAN[:12] in sheet.notes[0]
    assert "data version 3" in sheet.notes[0]
    assert sheet.marks == (ILLUSTRATIVE,)
    assert sheet.seal == trips[0].sealed[0].seal
    assert sum(c.share for c in sheet.columns) == pytest.approx(1.0)


def test_a_draft_says_so_on_every_paper_and_carries_no_seal(operation, made):
    bare = [SealedWaybill(each, "", "") for each in made]
    drafts = sheets_of(truck_trips(dispatch(trips=2), bare, operation.place_names, is_draft=True))
    assert all(DRAFT in sheet.marks and not sheet.seal for sheet in drafts)
    page = html_of(drafts, "Draft", ()).decode()
    assert page.count(DRAFT) == len(drafts) == 8
    assert "<svg" not in page
    assert "<script" not in page


def test_the_code_is_what_a_reader_of_codes_sees(trips):
    from segno import make

    seal = trips[0].sealed[0].seal
    side, runs = dark_runs(seal)
    code = make(seal, error="m", micro=False)
    assert code.mode == "alphanumeric"
    drawn = [[0] * side for _ in range(side)]
    for column, row, length in runs:
        drawn[row][column : column + length] = [1] * length
    assert [row[QUIET:-QUIET] for row in drawn[QUIET:-QUIET]] == [list(map(int, row)) for row in code.matrix]


def test_every_sheet_begins_a_page_and_a_long_one_goes_on(trips, tmp_path):
    sheets = sheets_of(trips)
    assert len(sheets) == 8
    assert pages_of(pdf_of(sheets, "Week", DAY)) == 8
    many = waybill(lines=[line(f"item-{number}", 1.0 + number) for number in range(60)])
    long = waybill_sheet(seal_waybill(many, own_key(tmp_path)), is_draft=False)
    assert pages_of(pdf_of([long], "Week", DAY)) == 3


def test_equal_papers_are_equal_bytes(trips):
    sheets = sheets_of(trips, ["waybill"])
    assert pdf_of(sheets, "Week", DAY) == pdf_of(sheets, "Week", DAY)


FOREIGN = [language for language in LANGUAGES.values() if language.code != "en"]


@pytest.mark.parametrize("language", FOREIGN, ids=lambda language: language.code)
def test_papers_speak_the_language_asked_for_and_keep_the_words_of_the_data(trips, language):
    english, spoken = sheets_of(trips), sheets_of(trips, language=language)
    ours = {"km", "Volume (m³)", "Lot", "Signature"}  # written alike in some of the languages
    for old, new in zip(english, spoken, strict=True):
        assert old.kind != new.kind
        for was, now in (
            *zip([c.title for c in old.columns], [c.title for c in new.columns], strict=True),
            *zip(old.marks + old.blanks + old.notes, new.marks + new.blanks + new.notes, strict=True),
        ):
            assert was != now or was in ours, was
        assert (new.seal, [c.share for c in new.columns]) == (old.seal, [c.share for c in old.columns])
    told = [without_marks(cell) for row in spoken[0].rows for cell in row]
    assert {"North Camp", "South Camp", "Cereal", "Soap"} <= set(told)
    sealed = [each for trip in trips for each in trip.sealed]
    page = html_of(spoken, "Week", sealed, language)
    assert f'<html lang="{language.code}" dir="{language.direction}">' in page.decode()
    assert read_waybill_file(page, "a.html") == sealed


def test_an_arabic_paper_is_turned_round_but_not_its_code_and_no_year_is_cut_off(trips, tmp_path):
    arabic = LANGUAGES["ar"]
    sheets = sheets_of(trips[:1], ["waybill"], arabic)
    pdf = pdf_of(sheets, "Week", DAY, arabic)
    assert "2025" in without_marks(sheets[0].rows[0][2])
    assert text_of(pdf).count("2025") >= 2  # the day until which the cereal may be used, and the week
    if shutil.which("pdftoppm") is None:
        pytest.skip("SKIPPED LOUDLY: pdftoppm (poppler-utils) is missing; the code was not looked at.")
    for seen, sheet in zip(printed_codes(pdf, tmp_path, is_right_to_left=True), sheets, strict=True):
        np.testing.assert_array_equal(seen, modules_of(sheet.seal))


def test_the_page_and_the_data_file_read_back_as_what_was_sealed(trips):
    sealed = [each for trip in trips for each in trip.sealed]
    assert read_waybill_file(waybill_file(sealed), "a.json") == sealed
    assert read_waybill_file(html_of(sheets_of(trips), "Week", sealed), "a.html") == sealed


def test_no_outside_text_runs_fetches_or_ends_the_data(tmp_path):
    texts = [text for text in hostile_texts(400) if len(text) <= 2000 and text.isprintable()]
    key = own_key(tmp_path)
    for start in range(0, len(texts) - 40, 40):
        part = texts[start : start + 40]
        lines = [line(f"{start} {text}"[:2000], 2.0, item=text, unit=part[0], lot_id=text) for text in part]
        sealed = seal_waybill(waybill(lines=lines, origin=part[-1], vehicle=part[-2], operation=part[-3]), key)
        sheet = waybill_sheet(sealed, is_draft=False)
        page = html_of([sheet], part[0], [sealed])
        words = page.decode()
        tags = set(re.findall(r"<([a-z0-9]+)", words))
        assert tags <= {
            "html", "head", "meta", "title", "style", "body", "section", "header", "div", "p", "h1", "dl", "dt", "dd",
            "b", "svg", "rect", "path", "table", "colgroup", "col", "thead", "tr", "th", "tbody", "td", "tfoot", "span",
            "script", "bdi",
        }  # fmt: skip
        assert words.count("<script") == words.count("</script") == 1
        assert not re.search(
            r"<[^>]+\son\w+\s*=", re.sub(r"<script.*?</script>", "", words, flags=re.S).split("</style>")[1]
        )
        assert read_waybill_file(page, "a.html") == [sealed]


def test_hostile_names_make_a_paper_too(tmp_path):
    texts = [text for text in hostile_texts(120) if len(text) <= 2000]
    lines = [line(f"{number}", 2.0, item=text.replace("\x00", "") or "-", lot_id=f"{number}")
             for number, text in enumerate(texts)]  # fmt: skip
    sealed = seal_waybill(waybill(lines=lines), own_key(tmp_path))
    data = pdf_of([waybill_sheet(sealed, is_draft=False)], "Week", DAY)
    assert pages_of(data) > 3
    assert b"/JavaScript" not in data
    assert b"/URI" not in data


def pages_of(data):
    return len(re.findall(rb"/Type /Page\b(?!s)", data))
