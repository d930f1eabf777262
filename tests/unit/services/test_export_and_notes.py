"""What leaves is on record; a file comes back with notes on the very cells that were odd."""

import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from core.domain.access import Actor, Role, alone
from core.domain.sensitivity import Sensitivity
from core.errors import NotAllowed
from core.exchange import FORMATS
from core.privacy import Treatment
from core.services.annotate_upload import annotated_file, can_be_annotated
from core.services.export_operation import EXPORT_FORMATS, export_archive, export_stored
from core.services.give_answers import say_treatment
from core.services.import_files import NO_ANSWERS
from core.services.open_operation import open_operation
from core.services.read_upload import UploadQuestion
from core.services.upload_tables import preview_tables
from core.services.verify_decisions import decisions_of
from tests.builders import small_operation

DAY = pd.Timestamp("2026-11-01")
PERSONS = ("Camp,Phone,Age\n" + "".join(f"north,+25078812345{i},{20 + i}\n" for i in range(8))).encode()


@pytest.fixture
def opened(resources):
    resources.store.save_version(small_operation(), parent=None, author="test")
    return open_operation(resources)


def test_an_export_of_a_stored_operation_is_on_record_with_its_level_and_hashes(resources, opened):
    exported = export_stored(resources, opened, ["csv", "geojson"], Sensitivity.PUBLIC, DAY, alone("page"))
    entry = decisions_of(resources, opened.version.operation, 1)[0]
    assert "took data out" in str(entry.act)
    assert entry.seen["level"] == "public"
    assert entry.seen["files"] == exported.sha256()


def test_who_may_not_take_data_out_gets_nothing_and_leaves_no_entry(resources, opened):
    viewer = Actor("Amina", frozenset({Role.VIEWER}), "page")
    before = len(decisions_of(resources, opened.version.operation, 50))
    with pytest.raises(NotAllowed):
        export_stored(resources, opened, ["csv"], Sensitivity.STRICTLY_CONFIDENTIAL, DAY, viewer)
    assert len(decisions_of(resources, opened.version.operation, 50)) == before


def test_the_archive_holds_every_file_and_is_the_same_for_the_same_export(resources, opened):
    exported = export_stored(resources, opened, ["xlsx", "hxl"], Sensitivity.INTERNAL, DAY, alone("page"))
    archive = export_archive(exported)
    assert archive == export_archive(exported)
    assert set(zipfile.ZipFile(io.BytesIO(archive)).namelist()) == set(exported.files)


def test_every_format_that_can_be_written_is_offered_by_a_name():
    assert set(EXPORT_FORMATS) == set(FORMATS)


def test_a_file_comes_back_with_a_note_on_the_odd_cell():
    files = {"population.csv": b"camp_id,date,population\nnorth,2025-06-30,99\nnorth,3/4/16,12\n"}
    preview = preview_tables(small_operation(), files, "add", DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(annotated_file(preview, "population.csv"))).worksheets[0]
    assert sheet["B3"].value == "3/4/16"
    assert "3/4/16" in sheet["B3"].comment.text
    assert sheet["B2"].comment is None


def test_a_file_with_personal_data_comes_back_only_as_it_was_treated():
    files = {"people.csv": PERSONS}
    waiting = preview_tables(small_operation(), files, "add", DAY)
    assert not can_be_annotated(waiting, "people.csv")
    answers = NO_ANSWERS
    for column in waiting.imported.personal:
        answers = say_treatment(answers, column.place, column.column, Treatment.DROP)
    treated = preview_tables(small_operation(), files, "add", DAY, answers=answers)
    book = openpyxl.load_workbook(io.BytesIO(annotated_file(treated, "people.csv")))
    cells = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
    assert not [cell for cell in cells if "+2507881" in cell]
    assert "north" in cells


def test_a_question_about_an_upload_survives_as_text():
    answers = say_treatment(NO_ANSWERS, "a.csv", "Phone", Treatment.CODE)
    question = UploadQuestion(3, "add", DAY, answers=answers)
    assert UploadQuestion.from_text(question.to_text()) == question
