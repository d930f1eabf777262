"""The Data page: good and bad files, accept, discard, versions; nothing is lost and nothing runs as code."""

import io

import pandas as pd
import pytest

from core.intake.templates import template_workbook
from core.services.open_operation import open_operation
from tests.app.conftest import PAGES, assert_drawn, title_of, words_of
from tests.builders import small_operation, small_tables

NAME = "Small operation"
STOCK = b"place_id,item_id,quantity\nhub,cereal,5\n"
HOSTILE = '<img src=x onerror="alert(1)">![x](http://a.example/x.png)'


def put(app, *files):
    """Put files on the desk, as a person would."""
    return app.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files]).run()


def press(app, words):
    return next(button for button in app.button if button.label == words).click().run()


def labels(app):
    return [button.label for button in app.button]


def versions(resources, name=NAME):
    return [version.number for version in resources.store.versions(name)]


@pytest.fixture
def page(open_page):
    return open_page("data", small_operation())


def test_the_page_shows_what_is_stored_and_offers_templates(page):
    assert_drawn(page)
    assert "3 camps in version 1" in title_of(page)
    assert "Download the templates" in [button.label for button in page.get("download_button")]
    assert "Save" not in " ".join(labels(page))


def test_a_good_file_is_shown_first_and_saved_only_when_accepted(page, resources):
    put(page, ("stock.csv", STOCK))
    assert_drawn(page)
    assert "1 row is ready and changes stock" in title_of(page)
    assert "Rows vanish" in words_of(page)
    assert versions(resources) == [1]
    page.text_input(key="data:author").set_value("Amina").run()
    press(page, "Save 1\u00a0row")
    assert_drawn(page)
    assert versions(resources) == [2, 1]
    assert "version 2" in title_of(page)
    newest = open_operation(resources, NAME)
    assert newest.version.author == "Amina"
    assert newest.operation.stock["quantity"].tolist() == [5.0]


def test_a_saved_upload_can_be_taken_back(page, resources):
    before = open_operation(resources, NAME).operation.fingerprint
    press(put(page, ("stock.csv", STOCK)), "Save 1\u00a0row")
    press(page, "Return to version 1")
    assert_drawn(page)
    assert versions(resources) == [3, 2, 1]
    assert open_operation(resources, NAME).operation.fingerprint == before


def test_discarding_changes_nothing(page, resources):
    press(put(page, ("stock.csv", STOCK)), "Discard this upload")
    assert "3 camps in version 1" in title_of(page)
    assert versions(resources) == [1]


def test_rows_can_be_added_in_place_of_a_whole_table(page):
    put(page, ("population.csv", b"camp_id,date,population\nnorth,2025-06-30,12345\n"))
    page.segmented_control[0].set_value("add").run()
    assert_drawn(page)
    words = words_of(page)
    assert "changes the count of 1 camp" in title_of(page)
    assert "12,345" in words
    assert "Rows vanish" not in words


def test_an_upload_survives_a_switch_of_pages(page):
    put(page, ("stock.csv", STOCK))
    page.switch_page(PAGES["model_card"]).run()
    page.switch_page(PAGES["data"]).run()
    assert "1 row is ready" in title_of(page)


def test_the_second_of_two_people_is_told_and_keeps_the_files(page, resources):
    put(page, ("stock.csv", STOCK))
    first = open_operation(resources, NAME)
    other = small_operation(stock=pd.DataFrame({"place_id": ["hub"], "item_id": ["soap"], "quantity": [7.0]}))
    resources.store.save_version(other, parent=first.version.id, author="Baraka", name=NAME)
    press(page, "Save 1\u00a0row")
    assert_drawn(page)
    assert versions(resources) == [2, 1]
    assert "saved by Baraka" in words_of(page)
    press(page, "Look at it against the newest version")
    press(page, "Save 1\u00a0row")
    assert versions(resources) == [3, 2, 1]


BAD_FILES = {
    "not a table": ("stock.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), "stock"),
    "empty": ("stock.csv", b"", "stock"),
    "another encoding": ("stock.csv", "place_id,item_id,quantity\nhüb,cereal,5\n".encode("latin-1"), "hüb"),
    "unknown camp": ("population.csv", b"camp_id,date,population\nnowhere,2025-06-01,5\n", "nowhere"),
    "negative": ("stock.csv", b"place_id,item_id,quantity\nhub,cereal,-5\n", "row 2"),
    "3/4/16": ("population.csv", b"camp_id,date,population\nnorth,3/4/16,5\n", "3/4/16"),
    "duplicated key": (
        "population.csv",
        b"camp_id,date,population\nnorth,2025-06-01,5\nnorth,2025-06-01,6\n",
        "row 3",
    ),
    "NaN": ("stock.csv", b"place_id,item_id,quantity\nhub,cereal,NaN\n", "NaN"),
    "infinity": ("stock.csv", b"place_id,item_id,quantity\nhub,cereal,inf\n", "inf"),
    "a workbook that is none": ("stock.xlsx", b"not a workbook", "not one"),
    "no table we know": ("pets.csv", b"cat,dog\n1,2\n", "pets"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_told_with_its_place_and_changes_nothing(page, resources, kind):
    name, data, told = BAD_FILES[kind]
    put(page, (name, data))
    assert_drawn(page)
    words = words_of(page)
    assert "stop" in title_of(page)
    assert told in words
    assert not any(label.startswith("Save") for label in labels(page))
    press(page, "Discard this upload")
    assert "3 camps in version 1" in title_of(page)
    assert versions(resources) == [1]


@pytest.mark.parametrize("name", [HOSTILE, "=cmd|'/c calc'!A0", "`${1}` :red[x] $a$"])
def test_hostile_names_are_kept_and_shown_letter_by_letter(page, resources, name):
    camps = small_tables()["camps"]
    camps["name"] = [name, "South Camp", "East Camp"]
    put(page, (f"camps {name[:5]}.csv".replace("/", " "), camps.to_csv(index=False).encode()))
    assert_drawn(page)
    press(page, "Save 3\u00a0rows")
    assert_drawn(page)
    assert open_operation(resources, NAME).operation.camps["name"].tolist()[0] == name
    blocks = [block.proto.body for block in page.get("html")]
    assert all("<img" not in block and "onerror=" not in block.replace("onerror=&quot;", "") for block in blocks)


def test_a_workbook_makes_a_new_operation_under_a_name_of_its_own(page, resources):
    page.selectbox(key="data:operation").select("+ New operation").run()
    put(page, ("all.xlsx", template_workbook(small_tables())))
    assert_drawn(page)
    assert any("stored already" in block.proto.body for block in page.get("html"))
    page.text_input(key="data:name").set_value("Another operation").run()
    press(page, next(label for label in labels(page) if label.startswith("Save")))
    assert_drawn(page)
    assert resources.store.operations() == ["Another operation", NAME]
    assert title_of(page).startswith("Another operation: 3 camps in version 1")


def test_a_new_operation_begins_empty_and_says_whose_tables_stand_below(page):
    page.selectbox(key="data:operation").select("+ New operation").run()
    assert_drawn(page)
    assert title_of(page) == "A new operation: no file yet"
    assert "Questions about counts" not in words_of(page)
    assert f"What is stored of {NAME}: " in words_of(page)


def test_only_camps_and_counts_make_an_operation_too(page, resources):
    tables = small_tables()
    page.selectbox(key="data:operation").select("+ New operation").run()
    files = [(f"{name}.csv", tables[name].to_csv(index=False).encode()) for name in ("camps", "population")]
    put(page, *files)
    assert "It needs" not in title_of(page)
    page.text_input(key="data:name").set_value("Two tables").run()
    press(page, next(label for label in labels(page) if label.startswith("Save")))
    assert_drawn(page)
    assert resources.store.operations() == [NAME, "Two tables"]


def test_every_stored_table_can_be_looked_at(page):
    for table in page.selectbox(key="data:table").options:
        page.selectbox(key="data:table").select(table).run()
        assert_drawn(page)


def test_a_row_with_an_error_is_left_out_by_its_box_and_named_until_the_version_is_saved(page, resources):
    page.segmented_control[0].set_value("add").run()
    put(page, ("population.csv", b"camp_id,date,population\nnorth,2025-06-28,12345\nsuoth,2025-06-28,5\n"))
    assert "1 row stops this upload" in title_of(page)
    assert "Did you mean “south”?" in words_of(page)
    page.checkbox(key="data:leave_out:population:3").check().run()
    assert_drawn(page)
    assert "Population, row 3:" in words_of(page)
    assert "1 row is left out" in title_of(page)
    page.checkbox(key="data:leave_out:population:3").uncheck().run()
    assert "1 row stops this upload" in title_of(page)
    page.checkbox(key="data:leave_out:population:3").check().run()
    press(page, "Save 1\u00a0row, leave row 3 out")
    assert_drawn(page)
    newest = open_operation(resources, NAME).version
    assert newest.note == "Left out: population row 3"


def test_many_rows_with_errors_are_left_out_together_and_taken_back_in(page):
    page.segmented_control[0].set_value("add").run()
    put(page, ("stock.csv", STOCK + b"".join(b"nowhere,cereal,%d\n" % number for number in range(12))))
    press(page, "Leave all 12 rows with errors out")
    assert_drawn(page)
    assert "Save 1\u00a0row, leave 12\u00a0rows out" in labels(page)
    press(page, "Take all rows back in")
    assert "12 rows stop this upload" in title_of(page)


def test_later_counts_are_used_only_when_a_person_plans_from_their_day(page, resources):
    page.segmented_control[0].set_value("add").run()
    put(page, ("population.csv", b"camp_id,date,population\nnorth,2025-07-06,12345\n"))
    assert "kept but not used" in words_of(page)
    page.checkbox(key="data:plan_from:2025-07-06").check().run()
    assert_drawn(page)
    words = words_of(page)
    assert "Planning starts on 6 Jul 2025 in place of 29 Jun 2025." in words
    assert "No stock is in these files" in words
    press(page, "Save 1\u00a0row")
    assert_drawn(page)
    assert open_operation(resources, NAME).operation.planning_start == pd.Timestamp("2025-07-06")


def test_counts_stored_earlier_can_be_planned_from_without_a_file(page, resources):
    page.segmented_control[0].set_value("add").run()
    put(page, ("population.csv", b"camp_id,date,population\nnorth,2025-07-06,12345\n"))
    press(page, "Save 1\u00a0row")
    press(page, "See what changes if planning starts on 6\u00a0Jul\u00a02025")
    assert_drawn(page)
    assert "Planning would start on 6 Jul 2025" in title_of(page)
    press(page, "Save the new planning start")
    assert open_operation(resources, NAME).operation.planning_start == pd.Timestamp("2025-07-06")


def test_files_are_read_once_however_often_the_page_is_drawn(page, monkeypatch):
    from ui import cache

    calls = []
    real = cache.read_upload
    monkeypatch.setattr(cache, "read_upload", lambda *args: calls.append(1) or real(*args))
    put(page, ("stock.csv", STOCK))
    page.run()
    page.text_input(key="data:author").set_value("Amina").run()
    assert len(calls) == 1


def test_the_workbook_of_the_page_reads_back():
    book = pd.read_excel(io.BytesIO(template_workbook(small_tables())), sheet_name=None)
    assert {"camps", "population", "stock"} <= set(book)
