"""Answers to questions about counts are a new data version; the figures found are never lost."""

import pandas as pd
import pytest

from core.domain.access import alone
from core.domain.count_answers import AS_REPORTED, COUNT_ANSWER, COUNT_REASON
from core.domain.operation import Operation
from core.errors import InvalidTable, StoreError
from core.intake import read_folder, write_folder
from core.intake.templates import template_workbook
from core.services.answer_counts import CountAnswer, save_answers, with_answers
from core.services.count_questions import count_questions
from core.services.forecast_people import forecast_people
from core.services.open_operation import OpenOperation, open_operation
from core.services.roll_back import roll_back
from core.services.upload_tables import preview_upload
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.given_files import tables_given
from tests.real_operation import burundi_operation


def counted(counts, camp="north", kind=None):
    """The small operation with other weekly counts for one camp."""
    dates = pd.date_range(end=PLANNING_START, periods=len(counts), freq="7D", unit="ns")
    own = pd.DataFrame({"camp_id": camp, "date": dates, "population": pd.Series(counts, dtype="float64"), "kind": kind})
    base = small_tables()["population"]
    return small_operation(population=pd.concat([own, base[base["camp_id"] != camp]], ignore_index=True))


AMINA = alone("test", "Amina")
STEP = [8000] * 2 + [8010, 8020, 8010, 5000, 5010, 5000]
SLIP = [8000, 8010, 8005, 155, 8020, 8010]
RUN = [8000, 8010, 8020, 8020, 8020, 8020, 8020]


def answered(operation, choice, rule=None):
    question = next(q for q in count_questions(operation) if rule in (None, q.rule))
    return with_answers(operation, [CountAnswer(question.key, choice)], "asked the registrar")


def own(operation, camp="north"):
    return operation.population[operation.population["camp_id"] == camp].reset_index(drop=True)


def median(resources, operation, camp="north", weeks=8, as_of=None):
    table = forecast_people(resources, operation, as_of or operation.planning_start, weeks).table
    return float(table[(table["camp_id"] == camp) & (table["horizon_weeks"] == weeks)]["q50"].iloc[0])


@pytest.fixture
def opened(resources):
    version = resources.store.save_version(counted(STEP), parent=None, author="test")
    return OpenOperation(resources.store.load_version(version.id), version)


def test_a_question_carries_the_counts_around_it():
    (question,) = count_questions(counted(SLIP))
    assert (question.rule, question.name, question.count) == ("outlier", "North Camp", 155)
    assert (question.before, question.after, question.times) == (8005, 8020, 1)
    assert question.before_date < question.date < question.after_date
    assert question.choices[0] == "error"


@pytest.mark.parametrize("choice", ["recount", "movement", "copied"])
def test_an_answer_becomes_the_kind_of_the_count_and_is_not_asked_again(choice):
    after = answered(counted(STEP), choice)
    row = own(after).iloc[5]
    assert (row["kind"], row["population"], row[COUNT_ANSWER]) == (choice, 5000, choice)
    assert (row[AS_REPORTED], row[COUNT_REASON]) == ("5000", "asked the registrar")
    assert not [q for q in count_questions(after) if q.date == row["date"]]


def test_an_error_is_blank_and_its_figure_is_kept():
    after = answered(counted(SLIP), "error")
    row = own(after).iloc[3]
    assert pd.isna(row["population"])
    assert row[AS_REPORTED] == "155"
    assert count_questions(after) == ()


def test_a_count_that_is_right_stays_and_is_not_asked_again():
    before = counted(STEP)
    after = answered(before, "right")
    pd.testing.assert_series_equal(own(after)["population"], own(before)["population"])
    pd.testing.assert_series_equal(own(after)["kind"], own(before)["kind"])
    assert count_questions(after) == ()


def test_a_copied_run_keeps_its_first_count_and_marks_the_others():
    after = answered(counted(RUN), "copied")
    assert own(after)["kind"].fillna("").tolist() == ["", "", "", "copied", "copied", "copied", "copied"]
    assert count_questions(after) == ()
    assert count_questions(answered(counted(RUN), "right")) == ()


def test_answers_survive_the_store_files_workbooks_and_further_uploads(resources, opened, tmp_path):
    question = count_questions(opened.operation)[0]
    saved = save_answers(resources, opened, [CountAnswer(question.key, "error")], AMINA, "typing error").in_use()
    stored = resources.store.load_version(saved.id)
    write_folder(stored, tmp_path / "files")
    book = template_workbook({"population": stored.filled("population")})
    again = OpenOperation(stored, saved)
    extra = preview_upload(again, {"population.csv": b"camp_id,date,population\nsouth,2025-07-01,1\n"}, "add")
    for operation in (
        stored,
        Operation.build(read_folder(tmp_path / "files")),
        stored.replaced(**tables_given("book.xlsx", book)),
        extra.operation,
    ):
        row = own(operation).iloc[5]
        assert (row[AS_REPORTED], row[COUNT_ANSWER], row[COUNT_REASON]) == ("5000", "error", "typing error")
        assert pd.isna(row["population"])


def test_answers_are_the_next_version_with_author_and_reason_and_can_be_taken_back(resources, opened):
    question = count_questions(opened.operation)[0]
    saved = save_answers(
        resources, opened, [CountAnswer(question.key, "recount")], AMINA, " verified on site "
    ).in_use()
    assert (saved.number, saved.parent, saved.author) == (2, opened.version.id, "Amina")
    assert saved.note == "1 answer about counts: verified on site"
    assert resources.store.load_version(opened.version.id).fingerprint == opened.operation.fingerprint
    newest = open_operation(resources, opened.version.operation)
    roll_back(resources, newest, opened.version, AMINA)
    assert count_questions(open_operation(resources, opened.version.operation).operation)[0].key == question.key


def test_answers_to_a_version_that_is_no_longer_the_newest_are_refused_whole(resources, opened):
    question = count_questions(opened.operation)[0]
    save_answers(resources, opened, [CountAnswer(question.key, "recount")], AMINA, "site visit")
    with pytest.raises(StoreError, match="saved by Amina"):
        save_answers(resources, opened, [CountAnswer(question.key, "error")], alone("test", "Baraka"), "a guess")
    assert [v.number for v in resources.store.versions(opened.version.operation)] == [2, 1]


@pytest.mark.parametrize(
    ("answers", "reason", "told"),
    [
        ([], "known", "no question is answered"),
        (["right"], "  ", "the reason is blank"),
        (["right"], "x" * 501, "501 characters"),
        (["nonsense"], "known", "“nonsense” is no answer"),
        (["right", "error"], "known", "answered twice"),
    ],
)
def test_answers_that_cannot_be_used_are_refused_in_words_and_nothing_is_stored(
    resources, opened, answers, reason, told
):
    key = count_questions(opened.operation)[0].key
    with pytest.raises(InvalidTable, match=told):
        save_answers(resources, opened, [CountAnswer(key, choice) for choice in answers], AMINA, reason)
    with pytest.raises(InvalidTable, match="nothing is asked about this count"):
        save_answers(resources, opened, [CountAnswer(("step", "north", "1999-01-01"), "right")], AMINA, "known")
    assert [v.number for v in resources.store.versions(opened.version.operation)] == [1]


STEADY_THEN_DOWN = [8000 + (i % 3) * 5 for i in range(30)] + [5000 + (i % 3) * 5 for i in range(3)]


def test_a_recount_moves_the_level_and_gives_no_trend(resources):
    before = counted(STEADY_THEN_DOWN)
    recounted = answered(before, "recount")
    last = own(before)["population"].iloc[-1]
    assert abs(median(resources, recounted) - last) < 0.01 * last
    assert last - median(resources, before) > 0.02 * last  # unanswered, the fall is taken to go on


def test_a_movement_is_a_real_change_as_an_unanswered_step_is(resources):
    before = counted(STEADY_THEN_DOWN)
    assert median(resources, answered(before, "movement")) == median(resources, before)


def test_a_copied_count_is_no_count(resources):
    before = counted([8000, 8010, 8020, 8030, 5000])
    after = answered(before, "copied")
    table = forecast_people(resources, after, PLANNING_START, 1).table
    north = table[table["camp_id"] == "north"].iloc[0]
    assert north["last_count_date"] == PLANNING_START - pd.Timedelta(weeks=1)
    assert north["q50"] > 7500


def test_the_slip_of_lusenda_answered_as_an_error_leaves_the_forecast_near_its_earlier_level(resources):
    operation = burundi_operation()
    slip = next(q for q in count_questions(operation) if q.camp_id == "lusenda" and q.count == 155)
    after = with_answers(operation, [CountAnswer(slip.key, "error")], "the next count is 10,506")
    mended = median(resources, after, "lusenda", 2)
    assert 6500 < mended < 10_000
    assert median(resources, operation, "lusenda", 2) < 0.6 * mended
