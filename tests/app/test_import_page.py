"""The Data page with files as they are found: questions, columns, personal data, large files; all by clicking."""

import re

import pytest

from core.services.open_operation import open_operation
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import small_operation
from ui import cache, state

NAME = "Small operation"
SITES = "nom;pays;Latitude;Longitude\nMbéra;Mauritanie;15,8001;-5,8001\nMentao;Burkina_Faso;13,9991;-1,6801\n"
COUNTS = b"Date;Refugees;Site\n3/4/12;1234;Mentau\n5/6/12;1301;Mentau\n"
HEADERLESS = b"2012-03-04,2017\n2012-05-01,5044\n"
PERSONS = (
    "Camp,First name,Phone,Age\n" + "".join(f"north,Amina{i},+25078812345{i},{20 + i}\n" for i in range(8))
).encode()
HOSTILE = '<img src=x onerror="alert(1)">![x](http://a.example/x.png)'


def put(app, **files):
    named = [(name.replace("__", "."), data, "text/csv") for name, data in files.items()]
    return app.file_uploader[0].set_value(named).run()


def new_operation(app):
    return app.selectbox(key="data:operation").set_value("+ New operation").run()


def box(app, label, nth=0):
    return [one for one in app.selectbox if re.search(label, one.label)][nth]


def button(app, label):
    return next(one for one in app.button if re.search(label, one.label))


@pytest.fixture
def page(open_page):
    return open_page("data", small_operation())


@pytest.fixture
def mali(page):
    """French sites, counts with doubtful dates and a misspelt camp, counts without a header, all on the desk."""
    new_operation(page)
    return put(page, sites__csv=SITES.encode("latin-1"), counts__csv=COUNTS, mbera__csv=HEADERLESS)


def test_questions_that_must_be_answered_come_first_and_each_answer_shows_its_effect(mali):
    assert_drawn(mali)
    assert "Questions about the files: 3, 2 must be answered" in words_of(mali)
    assert "3/4/12" in words_of(mali)
    order = next(group for group in mali.segmented_control if group.label == "Which stands first?")
    order.set_value("day first").run()
    assert "2 errors" not in words_of(mali)
    box(mali, "Which one is meant").set_value("mentao").run()
    assert_drawn(mali)
    assert "rows are ready and make an operation of 2 camps" in title_of(mali)
    assert "Your answers: 2" in [expander.label for expander in mali.expander]


def test_answers_are_saved_with_the_version_and_the_mapping_is_remembered(mali, resources):
    next(group for group in mali.segmented_control if group.label == "Which stands first?").set_value(
        "month first"
    ).run()
    box(mali, "Which one is meant").set_value("mentao").run()
    mali.text_input(key="data:name").set_value("Mali").run()
    button(mali, r"^Save \d").click().run()
    assert_drawn(mali)
    counts = open_operation(resources, "Mali").operation.population
    assert sorted(counts["date"].dt.strftime("%Y-%m-%d"))[:2] == ["2012-03-04", "2012-03-04"]
    put(new_operation(mali), sites__csv=SITES.encode("latin-1"), later__csv=COUNTS.replace(b"1234", b"1235"))
    assert "Which stands first?" not in [group.label for group in mali.segmented_control]


def test_an_answer_can_be_taken_back_and_survives_a_change_of_page(mali):
    box(mali, "Which one is meant").set_value("mentao").run()
    mali.switch_page("pages/situation/today.py").run()
    mali.switch_page("pages/data/data.py").run()
    assert "Your answers: 1" in [expander.label for expander in mali.expander]
    button(mali, "^Take back$").click().run()
    assert "Your answers: 1" not in [expander.label for expander in mali.expander]
    assert box(mali, "Which one is meant").value is None


def test_other_files_begin_without_the_answers_of_the_ones_before(mali):
    box(mali, "Which one is meant").set_value("mentao").run()
    put(mali, counts__csv=COUNTS)
    assert not [expander for expander in mali.expander if expander.label.startswith("Your answers")]


def test_a_camp_that_no_file_describes_is_made_new_with_its_country(mali):
    ask = box(mali, "Which one is meant")
    ask.select_index(len(ask.options) - 1).run()
    country = next(field for field in mali.text_input if field.label.startswith("Country"))
    country.set_value("mli").run()
    button(mali, "Make the new camp").click().run()
    next(group for group in mali.segmented_control if group.label == "Which stands first?").set_value("day first").run()
    assert "operation of 3 camps" in title_of(mali)


def test_a_new_camp_in_no_country_is_refused_in_words(mali):
    ask = box(mali, "Which one is meant")
    ask.select_index(len(ask.options) - 1).run()
    button(mali, "Make the new camp").click().run()
    assert_drawn(mali)
    assert "The answer was not taken" in words_of(mali)


def test_a_column_can_go_somewhere_else_and_a_table_can_be_left_out(page):
    put(page, camp_counts__csv=b"camp,day,persons,families\nnorth,2025-06-30,1200,240\n")
    assert_drawn(page)
    if not [one for one in page.selectbox if "families" in one.label]:
        page.toggle[0].set_value(True).run()
    box(page, "families").set_value("population.women").run()
    assert "As you answered" in words_of(page)
    box(page, "This is").select("Leave this table out").run()
    assert_drawn(page)
    assert not [one for one in page.button if re.match(r"Save \d", one.label)]


def test_columns_are_chosen_by_what_people_call_them_and_may_be_left_aside(page, resources):
    put(page, camp_counts__csv=b"camp,day,persons,families\nnorth,2025-06-30,1200,240\n")
    if not [one for one in page.selectbox if "families" in one.label]:
        page.toggle[0].set_value(True).run()
    choice = box(page, "families")
    assert "Counts of people: Women" in choice.options
    assert not [option for option in choice.options if option.startswith("population.")]
    assert "population.date" in words_of(page)
    choice.select("Leave it aside: in no table").run()
    assert_drawn(page)
    assert "“families” goes into no table" in words_of(page)
    page.segmented_control[0].set_value("add").run()
    button(page, r"^Save \d").click().run()
    counts = open_operation(resources, NAME).operation.population
    assert 1200 in counts["population"].tolist()
    assert "families" not in counts


def test_a_new_operation_stands_under_no_others_line_and_says_that_no_items_are_listed(page):
    assert "Data as of" in words_of(page)
    new_operation(page)
    said = words_of(page)
    assert "<b>New operation</b>" in said
    assert "Data as of" not in said
    put(page, found__csv=b"name,country,lat,lon,date,refugees\nNorth,TZA,-3.5,30.5,2015-01-01,900\n")
    assert_drawn(page)
    said = words_of(page)
    assert "No items are listed, so there are no shelves and needs to tell of." in said
    assert "First shelf to be empty" not in said


def test_a_table_understood_surely_is_folded_away_with_one_line(page):
    put(page, stock__csv=b"place_id,item_id,quantity\nhub,cereal,5\n")
    assert "The table was understood surely." in words_of(page)
    assert page.toggle[0].value is False


def test_personal_data_stop_the_import_and_no_value_of_them_is_seen_or_kept(page, resources):
    put(page, people__csv=PERSONS)
    assert_drawn(page)
    assert "hold personal data: nothing is kept until you choose" in title_of(page)
    drawn = words_of(page) + repr([e.proto for e in page.main if hasattr(e, "proto")])
    held = {k: v for k, v in page.session_state._state.filtered_state.items() if not hasattr(v, "files")}
    held["desk"] = page.session_state[state.Key.upload].answers
    for secret in ("Amina1", "+250788123451"):
        assert secret not in drawn
        assert secret not in repr(held)
    assert "names of persons in 8 cells" in words_of(page)
    assert not [one for one in page.button if re.match(r"Save \d", one.label)]
    assert resources.store.versions(NAME)[0].number == 1


def test_a_column_is_kept_only_with_a_reason(page):
    put(page, people__csv=PERSONS)
    ask = next(one for one in page.selectbox if "Phone" in one.label)
    ask.set_value("keep").run()
    button(page, "Keep it as it is").click().run()
    assert "no reason was given" in words_of(page)
    next(field for field in page.text_input if field.label.startswith("Why is it")).set_value("numbers of radios").run()
    button(page, "Keep it as it is").click().run()
    assert_drawn(page)
    assert not [one for one in page.selectbox if "Phone" in one.label and "done with" in one.label]


def test_once_every_column_is_decided_the_other_questions_come(page):
    put(page, people__csv=PERSONS)
    button(page, "^Drop both columns").click().run()
    assert_drawn(page)
    assert "personal data: nothing is kept" not in title_of(page)
    assert "Amina1" not in words_of(page)


def test_hostile_headers_and_names_are_shown_letter_by_letter(page):
    quoted = HOSTILE.replace('"', '""')
    put(page, odd__csv=f'Camp,Date,Population,"{quoted}"\n"{quoted}",3/4/12,5,7\n'.encode())
    assert_drawn(page)
    assert "<img" not in words_of(page).replace("&lt;img", "")


def test_a_large_upload_is_read_beside_the_page_and_can_be_cancelled(page, monkeypatch):
    monkeypatch.setattr(cache, "READ_AT_ONCE_BYTES", 10)
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 0.0)
    put(page, stock__csv=b"place_id,item_id,quantity\nhub,cereal,5\n")
    assert_drawn(page)
    assert "Reading 1 file" in title_of(page)
    button(page, "^Cancel$").click().run()
    assert "was cancelled" in title_of(page)
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 60.0)
    button(page, "Read them again").click().run()
    assert_drawn(page)
    assert "1 row is ready and changes stock" in title_of(page)


def test_findings_with_a_place_are_on_a_map_and_the_file_comes_back_with_notes(page):
    put(page, population__csv=b"camp_id,date,population\nnorth,2025-06-30,99000\n")
    assert_drawn(page)
    assert any(expander.label.startswith("Findings on a map") for expander in page.expander)
    downloads = [one.label for one in page.get("download_button")]
    assert "Download your file with notes on its cells" in downloads


def test_what_is_stored_can_be_taken_out_by_level(page):
    export = next(one for one in page.get("download_button") if one.label == "Download the export")
    assert not export.proto.disabled
    page.multiselect(key="data:export_formats").set_value([]).run()
    assert next(one for one in page.get("download_button") if one.label == "Download the export").proto.disabled
