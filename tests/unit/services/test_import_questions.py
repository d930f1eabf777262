"""What an import asks can be answered by picking: each answer has its effect and can be taken back."""

import pytest

from core.errors import DataError
from core.intake.mapping import LEAVE_ASIDE, TableAnswers
from core.privacy import Treatment
from core.services.give_answers import (
    answer,
    given_answers,
    say_column,
    say_new_camp,
    say_table,
    say_treatment,
    say_value,
    take_back,
)
from core.services.import_files import NO_ANSWERS, import_files
from core.services.import_questions import Asks, import_questions, names_of_ours
from core.services.persons_in_files import PersonalColumn

SITES = b"nom;pays;Latitude;Longitude;type\nMbera;Mauritania;15,8;-5,8;camp\nMentao;Mali;13,99;-1,68;ruin\n"
COUNTS = b"Date;Refugees;Site\n3/4/12;1234;Mberra\n5/6/12;1301;Mberra\n"
HEADERLESS = b"2012-03-04,2017\n2012-05-01,5044\n"
FILES = {"sites.csv": SITES, "counts.csv": COUNTS, "somewhere.csv": HEADERLESS}


def asked(files=FILES, answers=NO_ANSWERS):
    return import_questions(import_files(None, files, answers), answers, None)


def one(questions, asks):
    return next(question for question in questions if question.asks is asks)


def test_dates_names_kinds_and_camps_of_files_are_asked_with_the_answers_they_take():
    questions = asked()
    assert {question.asks for question in questions} == {Asks.DATES, Asks.PLACE, Asks.KIND, Asks.CAMP}
    assert list(one(questions, Asks.DATES).options) == ["day first", "month first"]
    assert next(iter(one(questions, Asks.PLACE).options)) == "mbera"
    assert one(questions, Asks.KIND).subject == "ruin"
    assert one(questions, Asks.CAMP).can_be_new


def test_answering_each_question_leaves_none_and_taking_all_back_asks_them_again():
    answers = NO_ANSWERS
    while questions := asked(answers=answers):
        answers = answer(answers, questions[0], next(iter(questions[0].options)))
    imported = import_files(None, FILES, answers)
    assert not [f for f in imported.reading.findings if f.level == "error"]
    assert sorted(imported.reading.tables["population"]["camp_id"].unique()) == ["mbera"]
    for given in given_answers(answers):
        answers = take_back(answers, given.path)
    assert answers == NO_ANSWERS


def test_an_answer_that_was_not_offered_is_refused():
    with pytest.raises(DataError, match="no answer"):
        answer(NO_ANSWERS, one(asked(), Asks.DATES), "backwards")


def test_a_new_camp_stands_in_the_import_under_the_name_of_the_file():
    question = one(asked(), Asks.PLACE)
    answers = say_new_camp(NO_ANSWERS, question, {"name": "Mberra", "country": "MLI"})
    camps = import_files(None, FILES, answers).reading.tables["camps"]
    assert "Mberra" in camps["name"].tolist()
    with pytest.raises(DataError, match="country"):
        say_new_camp(NO_ANSWERS, question, {"name": "Mberra", "country": "Mali"})


def test_what_no_column_tells_is_a_column_or_one_value_for_every_row():
    files = {
        "counts.csv": b"Camp;Refugees\nNorth;1234\n",
        "c.csv": b"camp_id,name,country,latitude,longitude\nn,North,MLI,1,2\n",
    }
    answers = say_table(NO_ANSWERS, "counts.csv", ("population",))
    question = one(asked(files, answers), Asks.COLUMN)
    assert question.subject == "population.date"
    answers = say_value(answers, question, "2012-05-01")
    assert not asked(files, answers)
    assert import_files(None, files, answers).reading.tables["population"]["date"].tolist() == ["2012-05-01"]


def test_questions_and_answers_name_tables_columns_and_camps_as_people_do():
    files = {
        "counts.csv": b"Camp;Refugees\nNorth;1234\n",
        "c.csv": b"camp_id,name,country,latitude,longitude\nn1,North Camp,MLI,1,2\n",
    }
    answers = say_table(NO_ANSWERS, "counts.csv", ("population",))
    question = one(asked(files, answers), Asks.COLUMN)
    assert question.words == "“counts.csv” is to be Counts of people: which column tells Date of count?"
    assert question.finding in [f.message for f in import_files(None, files, answers).reading.findings]
    answers = say_value(answers, question, "2012-05-01")
    answers = answers.model_copy(update={"places": {"North": "n1"}})
    words = {given.words for given in given_answers(answers, names_of_ours(import_files(None, files, answers), None))}
    assert words == {
        "Counts of people",
        "Counts of people: Date of count is “2012-05-01” in every row",
        "is North Camp",
    }


def test_a_question_about_the_camp_of_a_file_names_the_camp_and_not_its_id():
    sites = b"camp_id,name,country,latitude,longitude\nx1,Mentao,MLI,1,2\n"
    question = one(asked({"sites.csv": sites, "mentao.csv": HEADERLESS}), Asks.CAMP)
    assert "as those of Mentao:" in question.words
    assert question.options[question.used] == "Mentao"


def test_a_column_left_aside_is_in_no_table_and_stays_so_for_the_same_header():
    files = {"population found.csv": b"Camp;Date;Refugees;Remark\nNorth;2012-05-01;46;x\n"}
    answers = say_column(NO_ANSWERS, "population found.csv", "Remark", LEAVE_ASIDE)
    answers = say_column(answers, "population found.csv", "Date", "population.date")
    imported = import_files(None, files, answers)
    assert "Remark" not in imported.reading.tables["population"]
    assert "In no table, as answered: “Remark”." in imported.tables[0].how
    assert imported.tables[0].mapping.answers()["Remark"] == LEAVE_ASIDE
    before = TableAnswers(columns=dict(imported.tables[0].mapping.answers()))
    again = import_files(None, files, recall=lambda marks: dict.fromkeys(marks, before))
    assert "Remark" not in again.reading.tables["population"]
    assert "Remark" in import_files(None, files).reading.tables["population"]


def test_numbers_with_one_unit_behind_them_are_asked_about_and_read_once_it_is_named():
    files = {"population found.csv": b"Camp;Date;Refugees\nNorth;2012-05-01;46 pers\nNorth;2012-06-01;48 pers\n"}
    answers = say_column(NO_ANSWERS, "population found.csv", "Refugees", "population.population")
    question = one(asked(files, answers), Asks.UNIT)
    answers = answer(answers, question, "pers")
    assert import_files(None, files, answers).reading.tables["population"]["population"].tolist() == ["46", "48"]


def test_a_column_that_was_said_to_be_something_gives_way_to_another_one_said_to_be_it():
    answers = say_column(NO_ANSWERS, "a.csv", "Old", "population.date")
    answers = say_column(answers, "a.csv", "New", "population.date")
    assert dict(answers.about("a.csv").columns) == {"New": "population.date"}


def test_a_column_whose_very_name_tells_of_a_person_is_answered_by_the_name_it_is_shown_under():
    rows = b"n,+250788123451,a@example.org\nn,+250788123452,b@example.org\n"
    files = {"a.csv": b"Camp,Phone,amina.diallo@example.org\n" + rows}
    columns = import_files(None, files).personal
    assert columns
    answers = NO_ANSWERS
    for column in columns:
        assert isinstance(column, PersonalColumn)
        assert "amina" not in column.column
        answers = say_treatment(answers, column.place, column.column, Treatment.DROP)
    imported = import_files(None, files, answers)
    assert not imported.waits_for_persons()
    assert "amina" not in repr([(table.found.cells.to_csv(), table.how) for table in imported.tables])


def test_what_was_odd_in_reading_a_file_with_personal_data_is_not_told_before_the_choice():
    files = {"a.csv": b"Camp,Phone,\nnorth,+250788123451,Amina Diallo\nnorth,+250788123452,Omar Keita\n"}
    imported = import_files(None, files)
    assert imported.waits_for_persons()
    assert "Amina" not in repr(imported.reading.findings)


def test_keeping_a_column_needs_a_reason():
    with pytest.raises(DataError, match="no reason"):
        say_treatment(NO_ANSWERS, "a.csv", "Phone", Treatment.KEEP, " ")
