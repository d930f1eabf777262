"""Profiles of known standards are data, and a broken one is refused with every fault named."""

import pandas as pd
import pytest

from core.domain.schemas import NEED_BASES, PHASES, Standards
from core.domain.schemas.goods import SECTORS
from core.errors import InvalidTable, SourceUnavailable
from core.needs import check_profile, load_profile, load_standards
from core.settings import PROJECT

SHIPPED = PROJECT / "data" / "standards"
ROW = {
    "profile": "test", "phase": "emergency", "standard": "water", "sector": "water", "value": "15", "unit": "litre",
    "basis": "person_day", "group": None, "least": "7.5", "most": "100", "source": "Sphere Handbook 2018", "page": "1",
    "date": "2018",
}  # fmt: skip


def profile(*changes):
    return pd.DataFrame([ROW | change for change in changes or ({},)], columns=list(ROW), dtype="str")


def found(*changes, level="error"):
    return {(f.row, f.column, f.rule) for f in check_profile("test", profile(*changes))[1] if f.level == level}


def test_the_shipped_profiles_pass_their_check():
    known = load_standards(SHIPPED)
    assert known.profiles() == ["sphere", "unhcr", "wfp"]
    assert known.refused() == ()
    assert {f.level for f in known.findings} <= {"note"}
    assert known.table["source"].notna().all()


def test_the_shipped_profiles_hold_what_the_sources_say():
    known = load_standards(SHIPPED)
    value = known.table.set_index(["profile", "phase", "standard"])["value"]
    assert value["unhcr", "emergency", "water"] == 15
    assert value["unhcr", "post_emergency", "water"] == 20
    assert value["sphere", "emergency", "soap"] == 450
    assert value["wfp", "emergency", "energy"] == 2100
    assert 1 / value["unhcr", "emergency", "latrine"] == pytest.approx(50)
    assert 1 / value["unhcr", "post_emergency", "latrine"] == pytest.approx(20)


def test_a_page_that_nobody_looked_up_says_so():
    sphere = load_standards(SHIPPED).of("sphere", "emergency")
    assert set(sphere["page"]) == {"page not checked"}


def test_a_good_profile_has_no_finding():
    assert check_profile("test", profile())[1] == []


def test_fifteen_litres_a_week_are_refused():
    """The mistake that a widely used tool shipped for years: 15 litres of water weekly in place of daily."""
    _, findings = check_profile("test", profile({"basis": "person_week"}))
    errors = {(f.row, f.column, f.rule): f for f in findings if f.level == "error"}
    assert {(2, "basis", "basis"), (2, "value", "implausible")} <= set(errors)
    basis = errors[2, "basis", "basis"]
    assert basis.message == "water: 15 litre per person and week; water in litre is stated per person and day."
    assert basis.suggestion


def test_a_refused_profile_cannot_be_loaded(tmp_path):
    file = tmp_path / "test.csv"
    profile({"basis": "person_week"}).to_csv(file, index=False)
    with pytest.raises(InvalidTable, match="refused") as refused:
        load_profile(file)
    assert len(refused.value.findings) >= 2
    known = load_standards(tmp_path)
    assert known.refused() == ("test",)
    assert known.table.empty


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"value": "150"}, ("value", "outside_bounds")),
        ({"value": "5"}, ("value", "outside_bounds")),
        ({"least": "101"}, ("least", "bounds_crossed")),
        ({"source": None}, ("source", "blank")),
        ({"value": "fifteen"}, ("value", "number")),
        ({"value": None}, ("value", "blank")),
        ({"phase": "later"}, ("phase", "choice")),
        ({"basis": "daily"}, ("basis", "choice")),
        ({"unit": "bucket"}, ("unit", "unit")),
        ({"profile": "other"}, ("profile", "profile_name")),
        ({"date": "last year"}, ("date", "form")),
        ({"group": "men"}, ("group", "choice")),
        ({"value": "300", "most": "400"}, ("value", "implausible")),
        ({"standard": "latrine", "sector": "hygiene", "unit": "latrine"}, ("basis", "basis")),
    ],
)
def test_every_kind_of_fault_is_named_by_row_column_and_rule(change, where):
    assert (3, *where) in found({"standard": "drinking_water"}, change)


def test_all_faults_are_told_at_once():
    assert len(found({"source": None, "value": "5", "unit": "bucket"}, {"phase": "x"})) >= 4


def test_a_standard_twice_is_refused_for_the_same_group_only():
    energy = {"standard": "energy", "sector": "food", "unit": "kcal", "value": "2100", "least": "1500", "most": "3000"}
    supplement = energy | {"group": "pregnant", "value": "285", "least": "100", "most": "600"}
    assert found(energy, supplement) == set()
    assert found(energy, supplement, supplement) == {(4, "standard", "duplicate")}
    assert found({}, {}) == {(3, "standard", "duplicate")}


def test_more_in_an_emergency_than_after_it_is_asked_about():
    later = {"phase": "post_emergency", "value": "10"}
    assert found({}, later) == set()
    assert found({}, later, level="question") == {(2, "value", "phase_order")}
    assert found({"value": "10"}, {"phase": "post_emergency"}, level="question") == set()


def test_a_source_without_page_or_date_is_a_note():
    assert found({"page": None, "date": None}, level="note") == {(2, "page", "no_page"), (2, "date", "no_date")}


def test_a_file_that_is_no_table_is_refused_and_the_others_stay(tmp_path):
    profile().to_csv(tmp_path / "test.csv", index=False)
    (tmp_path / "broken.csv").write_bytes(b"\xff\xfe\x00a,b\n\x00")
    (tmp_path / "empty.csv").write_text("profile,phase\n")
    known = load_standards(tmp_path)
    assert known.profiles() == ["test"]
    assert set(known.refused()) == {"broken", "empty"}


def test_a_missing_folder_holds_no_profile_and_a_missing_file_is_an_error(tmp_path):
    assert load_standards(tmp_path / "none").profiles() == []
    with pytest.raises(SourceUnavailable):
        load_profile(tmp_path / "none.csv")


def test_phases_and_bases_are_those_of_the_schema():
    table = load_standards(SHIPPED).table
    assert set(table["phase"]) == set(PHASES)
    assert set(table["basis"]) <= set(NEED_BASES)


def national(folder, **changes):
    """A folder with a profile of a country beside Sphere's, and the profile: figures of this test, of no country."""
    text = (SHIPPED / "sphere.csv").read_text(encoding="utf-8")
    (folder / "sphere.csv").write_text(text, encoding="utf-8")
    rows = [
        {"profile": "ministry", "source": "Decree 12 of the ministry, annex 1", "page": "4", "date": "2024-05"},
        {"profile": "ministry", "phase": "post_emergency", "value": "25", "source": "Decree 12, annex 2", "page": "6"},
    ]
    profile(*(row | changes for row in rows)).to_csv(folder / "ministry.csv", index=False)
    return load_standards(folder)


def test_a_national_profile_is_one_more_file(tmp_path):
    known = national(tmp_path)
    assert known.profiles() == ["ministry", "sphere"]
    assert known.findings == tuple(f for f in known.findings if f.table == "standards/sphere")
    after = known.of("ministry", "post_emergency")
    assert after[["value", "unit", "basis", "page"]].to_numpy().tolist() == [[25.0, "litre", "person_day", "6"]]


def test_a_national_profile_without_a_source_is_refused_and_the_others_stay(tmp_path):
    known = national(tmp_path, source=None)
    assert known.refused() == ("ministry",)
    assert known.profiles() == ["sphere"]
    assert {(f.row, f.column) for f in known.findings if f.level == "error"} == {(2, "source"), (3, "source")}


def test_the_description_of_profiles_names_every_column_unit_phase_and_basis():
    text = (PROJECT / "docs" / "standards.md").read_text(encoding="utf-8")
    assert ",".join(Standards.column_names()) in text
    table = text.split("## Columns")[1].split("## ")[0]
    for word in (*Standards.column_names(), *PHASES, *NEED_BASES, *SECTORS):
        assert f"`{word}`" in table
