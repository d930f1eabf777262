"""An upload is previewed, then stored whole or not at all."""

import pytest

from core.domain.access import alone
from core.errors import InvalidTable, StoreError
from core.services.open_operation import OpenOperation, open_operation
from core.services.roll_back import roll_back
from core.services.submit_data import save_upload
from core.services.upload_tables import preview_upload, versions_of
from tests.builders import small_operation


@pytest.fixture
def opened(resources):
    version = resources.store.save_version(small_operation(), parent=None, author="test")
    return OpenOperation(resources.store.load_version(version.id), version)


STOCK = b"place_id,item_id,quantity\nhub,cereal,5\n"


def test_a_good_file_is_previewed_without_being_stored(resources, opened):
    preview = preview_upload(opened, {"stock.csv": STOCK}, "replace")
    assert preview.can_be_accepted()
    assert preview.change.tables[0].table == "stock"
    assert len(versions_of(resources, opened.version.operation)) == 1


def test_an_accepted_upload_is_the_next_version_and_the_old_one_stays(resources, opened):
    preview = preview_upload(opened, {"stock.csv": STOCK}, "replace")
    save_upload(resources, preview, opened, alone("test", "analyst"))
    assert [version.number for version in versions_of(resources, opened.version.operation)] == [2, 1]
    again = open_operation(resources, opened.version.operation)
    assert again.operation.stock["quantity"].tolist() == [5.0]
    roll_back(resources, again, opened.version, alone("test", "analyst"))
    assert open_operation(resources, opened.version.operation).operation.fingerprint == opened.operation.fingerprint


def test_an_upload_with_an_error_cannot_be_stored(resources, opened):
    preview = preview_upload(opened, {"stock.csv": b"place_id,item_id,quantity\nnowhere,cereal,-5\n"}, "replace")
    assert not preview.can_be_accepted()
    assert {f.rule for f in preview.findings if f.level == "error"} == {"unknown_reference", "minimum"}
    with pytest.raises(InvalidTable):
        save_upload(resources, preview, opened, alone("test", "analyst"))


def test_the_second_of_two_analysts_is_told_that_a_newer_version_exists(resources, opened):
    first = preview_upload(opened, {"stock.csv": STOCK}, "replace")
    second = preview_upload(opened, {"stock.csv": STOCK.replace(b"5", b"6")}, "replace")
    save_upload(resources, first, opened, alone("test", "one"))
    with pytest.raises(StoreError, match="newer"):
        save_upload(resources, second, opened, alone("test", "two"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("stock.csv", b""),
        ("stock.csv", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("stock.csv", "place_id,item_id,quantity\nhüb,cereal,5\n".encode("latin-1")),
        ("stock.xlsx", b"not a workbook"),
        ("stock.csv", b"place_id,item_id,quantity\nhub,cereal\n"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_message_and_changes_nothing(opened, name, data):
    preview = preview_upload(opened, {name: data}, "replace")
    assert not preview.can_be_accepted()
    assert preview.findings
    assert all(finding.message for finding in preview.findings)


@pytest.mark.parametrize(
    "data",
    [
        "place_id,item_id,quantity\nhub,cereal,5\n".encode("utf-16"),
        b"place_id;item_id;quantity\nhub;cereal;5\n",
        b"place_id;item_id;quantity\nhub;cereal;5,0\n",
        b"\xef\xbb\xbfplace_id\titem_id\tquantity\nhub\tcereal\t5\n",
    ],
)
def test_our_own_table_as_another_program_saves_it_is_the_same_upload(opened, data):
    plain = preview_upload(opened, {"stock.csv": STOCK}, "replace")
    preview = preview_upload(opened, {"stock.csv": data}, "replace")
    assert preview.can_be_accepted()
    assert preview.operation.fingerprint == plain.operation.fingerprint
