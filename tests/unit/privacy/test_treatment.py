"""What a person chose is done, nothing else, and nothing is kept before."""

import hashlib
import io
import logging
import stat
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from core.errors import InvalidTable, StoreError
from core.privacy import (
    Choice,
    Treatment,
    coding_key,
    find_personal_data,
    personal_data_findings,
    possible_treatments,
    read_treated_file,
    treat,
    treated_file,
)
from core.secrets_folder import SecretsFolder
from core.store.raw_files import RawFiles
from tests.unit.privacy.tables import found, roster

KEY = b"k" * 32
DROP, CODE, SUPPRESS = Choice(Treatment.DROP), Choice(Treatment.CODE), Choice(Treatment.SUPPRESS)
KEEP = Choice(Treatment.KEEP, "These are names of camps.")


def test_findings_stop_the_import_and_name_column_kind_cells_and_choices():
    table = roster()
    findings = personal_data_findings(table, find_personal_data(table))
    assert [(f.level, f.rule, f.column) for f in findings] == [
        ("error", "personal_data", "Name"),
        ("error", "personal_data", "Phone"),
        ("error", "personal_data", "Date of birth"),
    ]
    assert "names of persons in 6 cells" in findings[0].message
    assert "drop the column, or put codes in place of its values, or keep it" in findings[0].suggestion
    assert "keep the year alone" in findings[2].suggestion


def test_a_column_that_was_chosen_for_stops_nothing():
    table = roster()
    findings = personal_data_findings(table, find_personal_data(table), chosen=["Name", "Phone"])
    assert [f.column for f in findings] == ["Date of birth"]


def test_every_choice_is_done_and_told():
    table = roster()
    choices = {"Name": DROP, "Phone": CODE, "Date of birth": SUPPRESS}
    treated = treat(table, find_personal_data(table), choices, KEY)
    assert list(treated.cells.columns) == ["Sex", "Age", "Phone", "Date of birth", "Camp"]
    assert "Name" not in treated.positions
    assert treated.positions["Camp"] == 6
    assert treated.cells["Date of birth"].tolist() == ["1993", "2016", "1960", "2005", "2022", "1977"]
    assert treated.cells["Phone"].str.fullmatch("[A-Z2-7]{12}").sum() == 5 + (table.cells["Phone"] == "").sum()
    pd.testing.assert_frame_equal(treated.cells[["Sex", "Age", "Camp"]], table.cells[["Sex", "Age", "Camp"]])
    assert treated.how[0] == "UTF-8, commas."
    assert len(treated.how) == 4
    assert "Amina" not in repr(treated.how)


def test_the_table_as_found_is_not_changed():
    table = roster()
    before = table.cells.copy()
    treat(table, find_personal_data(table), {"Name": CODE, "Phone": DROP, "Date of birth": DROP}, KEY)
    pd.testing.assert_frame_equal(table.cells, before)


def test_what_is_kept_needs_a_reason_and_the_reason_is_recorded():
    table = found({"Name": ["Fatima", "Maryam", "Zahra", "Hassan"]})
    personal = find_personal_data(table)
    with pytest.raises(InvalidTable, match="no reason was given"):
        treat(table, personal, {"Name": Choice(Treatment.KEEP, " ")})
    kept = treat(table, personal, {"Name": KEEP})
    assert kept.how[-1].endswith("These are names of camps.")
    pd.testing.assert_frame_equal(kept.cells, table.cells)


def test_all_faults_of_the_choices_are_listed_at_once():
    table = roster()
    choices = {"Name": SUPPRESS, "Phone": CODE, "Sex": DROP}
    with pytest.raises(InvalidTable) as raised:
        treat(table, find_personal_data(table), choices)
    for words in (
        "“suppress” does not fit column “Name”",
        "there is no key",
        "Nothing was chosen for column “Date of birth”",
        "1 choices are for columns in which nothing was found",
    ):
        assert words in raised.value.message


def test_a_column_of_two_kinds_offers_only_what_fits_both():
    remarks = [f"the woman of tent {i} asks to be called at +25571234567{i}" for i in range(5)]
    table = found({"Remarks": remarks})
    personal = find_personal_data(table)
    assert {one.kind.name for one in personal} == {"PHONE", "TEXT"}
    assert possible_treatments(personal, "Remarks") == (Treatment.DROP, Treatment.KEEP)


def test_a_header_that_is_an_address_goes_with_the_values_that_are_coded():
    table = found({"site": ["a", "b"], "amina@example.org": ["deng@example.org", "abuk@example.org"]})
    treated = treat(table, find_personal_data(table), {"amina@example.org": CODE}, KEY)
    assert list(treated.cells.columns) == list(treated.positions) == ["site", "column 2"]
    assert b"example.org" not in b"".join(repr(part).encode() for part in (treated.how, treated.cells.to_csv()))


def test_small_counts_are_blank_and_others_stay():
    table = found({"site": ["A", "B", "C", "D"], "women": ["4", "0", "300", None]})
    treated = treat(table, find_personal_data(table), {"women": SUPPRESS})
    assert treated.cells["women"].fillna("blank").tolist() == ["blank", "0", "300", "blank"]
    assert "1 counts under 10 were left blank (<10)" in treated.how[-1]


def test_coordinates_of_homes_are_rounded():
    columns = {"hhid": ["1", "2"], "lat": ["3.71234", "3.75678"], "lon": ["34.81234", "34.85678"]}
    columns["point"] = ["3.71234 34.81234 0 5", "3.75678 34.85678 0 5"]
    table = found(columns)
    treated = treat(table, find_personal_data(table), dict.fromkeys(("lat", "lon", "point"), SUPPRESS))
    assert treated.cells[["lat", "lon", "point"]].iloc[1].tolist() == ["3.8", "34.9", "3.8 34.9"]


def test_the_same_person_has_one_code_however_written_and_another_key_gives_another():
    names = ["Amina Yusuf", " amina  YUSUF", "Deng Garang", None]
    phones = ["+255 712 345 678", "00255712345678", "255712345678", None]
    table = found({"full name": names, "phone": phones})
    personal = find_personal_data(table)
    choices = {"full name": CODE, "phone": CODE}
    first, other = (treat(table, personal, choices, key).cells for key in (KEY, b"o" * 32))
    assert first["full name"].nunique() == 2
    assert len(set(first["phone"].dropna())) == 1
    assert first.iloc[3].isna().all()
    assert not set(first["full name"].dropna()) & set(other["full name"].dropna())


def test_the_key_is_made_once_and_its_owner_alone_can_read_it(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: coding_key(SecretsFolder(tmp_path / "secrets")), range(16)))
    assert len(keys) == 1
    file = tmp_path / "secrets" / "coding.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["coding.key"]


def test_a_key_that_is_damaged_is_never_replaced(tmp_path):
    kept = SecretsFolder(tmp_path / "secrets")
    coding_key(kept)
    (tmp_path / "secrets" / "coding.key").write_bytes(b"short")
    with pytest.raises(StoreError, match="5 bytes"):
        coding_key(kept)
    assert kept.read("coding.key") == b"short"


def test_a_treated_file_reads_back_equal_and_equal_tables_make_equal_bytes():
    table = found({"row": ["=1+1", None, "a\r\nb"], 'q"u,o\nte': [None, "é", " x "]}, hxl={"row": "#meta"}, decimal=",")
    table.cells.index = pd.Index([3, 7, 8])
    table.cells.iloc[1] = None
    data = treated_file([table, roster()], "ab" * 32)
    assert data == treated_file([table, roster()], "ab" * 32)
    (first, second), original = read_treated_file(data)
    assert original == "ab" * 32
    pd.testing.assert_frame_equal(first.cells, table.cells, check_index_type=False)
    for one, other in ((first, table), (second, roster())):
        same = ("file", "sheet", "has_header", "decimal", "how")
        assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
        assert dict(one.positions) == dict(other.positions)
        assert dict(one.hxl) == dict(other.hxl)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 1000])
def test_what_is_no_treated_file_is_refused(data):
    with pytest.raises(InvalidTable, match="treated tables"):
        read_treated_file(data)


def test_nothing_of_the_data_is_on_disk_or_in_the_log_before_and_after_the_choice(tmp_path, monkeypatch, caplog):
    marker = "Zqxmarker"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    table = found({"full name": [f"{marker} {i}" for i in range(50)], "camp": ["Nduta"] * 50})
    original = table.cells.to_csv().encode()
    personal = find_personal_data(table)
    findings = personal_data_findings(table, personal)
    assert findings
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    treated = treat(table, personal, {"full name": CODE}, coding_key(SecretsFolder(tmp_path / "secrets")))
    raw = RawFiles(tmp_path / "raw")
    name = raw.keep(treated_file([treated], hashlib.sha256(original).hexdigest()))
    with zipfile.ZipFile(io.BytesIO(raw.read(name))) as archive:
        unpacked = b"".join(archive.read(part) for part in archive.namelist())
    kept = unpacked + b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Nduta" in unpacked
    assert marker.encode() not in kept
    assert marker not in caplog.text + repr(findings) + repr(personal)
