"""Standards of an operation beside a known profile, and the items table with the profile's values put in."""

import numpy as np
import pandas as pd
import pytest

from core.intake import check_tables
from core.needs import load_standards
from core.services.check_operation import check_folder
from core.services.compare_standards import compare_standards, items_with_standards, refused_profiles
from core.services.upload_tables import csv_for_people, current_findings, preview_upload
from core.settings import PROJECT
from tests.builders import small_operation, small_tables

FOLDER = PROJECT / "data" / "standards"
KNOWN = load_standards(FOLDER)
SPHERE = KNOWN.of("sphere", "emergency")


def operation(**changes):
    return small_operation(items=small_tables()["items"].assign(**changes))


def watered(quantity=15.0, basis="person_day", standard="water", **more):
    """The small operation with its cereal turned into water by the litre."""
    items = small_tables()["items"]
    items.loc[0, ["name", "sector", "unit", "need_quantity", "need_basis"]] = ["Water", "water", "l", quantity, basis]
    items["standard"] = [standard, None, None]
    return small_operation(items=items.assign(**more))


def questions(changed):
    found = current_findings(changed, known=KNOWN)
    return {f.rule: f for f in found if f.level == "question" and f.table == "items"}


def test_an_item_outside_the_hard_bounds_is_asked_about_with_the_source():
    weekly = questions(watered(basis="person_week"))["outside_standard"]
    assert (weekly.table, weekly.row, weekly.column) == ("items", 2, "need_quantity")
    assert "2.143 litre per person and day" in weekly.message
    assert "Sphere Handbook 2018" in weekly.message
    assert questions(watered()) == {}


def test_a_standard_judges_in_place_of_the_wide_bounds_of_the_sector():
    assert set(questions(watered(150.0))) == {"outside_standard"}
    assert set(questions(watered(150.0, standard=None))) == {"implausible_standard"}


def test_fifteen_litres_a_week_are_asked_about_without_a_named_standard_too():
    assert set(questions(watered(basis="person_week", standard=None))) == {"implausible_standard"}


def test_an_unknown_standard_and_one_that_cannot_be_compared_are_asked_about():
    assert "watr" in questions(watered(standard="watr"))["unknown_standard"].message
    assert "once" in questions(watered(basis="person_once"))["standard_not_comparable"].message


def test_without_profiles_the_column_is_not_looked_at():
    tables = small_tables()
    tables["items"] = tables["items"].assign(standard="nonsense")
    assert not any(f.rule == "unknown_standard" for f in check_tables(tables)[1])


def test_a_folder_is_checked_with_the_profiles(tmp_path):
    from core.intake import write_folder

    write_folder(watered(basis="person_week"), tmp_path / "operation")
    found = {f.rule for f in check_folder(tmp_path / "operation", standards=FOLDER).findings}
    assert "outside_standard" in found


def test_a_refused_profile_is_a_question_of_the_check(tmp_path):
    table = pd.read_csv(FOLDER / "unhcr.csv", dtype="str")
    table.loc[0, "basis"] = "person_week"
    table.to_csv(tmp_path / "unhcr.csv", index=False)
    known = load_standards(tmp_path)
    [asked] = refused_profiles(known)
    assert (asked.level, asked.table, asked.row, asked.rule) == ("question", "standards/unhcr", 2, "refused_profile")
    assert asked in current_findings(small_operation(), known=known)


def test_items_are_told_beside_the_profile_with_difference_and_source():
    table = compare_standards(watered(12.0), SPHERE)
    water = table[table["matched_by"] == "column"].iloc[0]
    assert water["names"] == ["Water"]
    assert table["difference"].abs().is_monotonic_decreasing
    assert water["difference"] == pytest.approx(-0.2)
    assert not water["outside"]
    assert water["page"] == "page not checked"
    assert table["names"].map(len).sum() == 3


def test_foods_with_known_contents_are_compared_by_energy_together():
    contents = pd.DataFrame({"item_id": ["cereal"], "nutrient": ["energy_kcal"], "amount_per_100g": [350.0]})
    table = compare_standards(small_operation(nutrients=contents), SPHERE)
    energy = table[table["matched_by"] == "contents"].iloc[0]
    assert energy["here"] == pytest.approx(0.4 * 10 * 350)
    assert energy["difference"] == pytest.approx(1400 / 2100 - 1)


def test_an_operation_that_matches_nothing_is_told_item_by_item():
    table = compare_standards(operation(name=["A", "B", "C"]), SPHERE)
    assert table["names"].tolist() == [["A"], ["B"], ["C"]]
    assert table["value"].isna().all()


def test_the_download_has_the_values_of_the_profile_in_the_items_own_unit_and_basis():
    items = items_with_standards(watered(1.0, "person_week"), SPHERE)
    assert items.loc[0, "need_quantity"] == pytest.approx(105)
    assert items.loc[0, "need_basis"] == "person_week"
    assert items.loc[0, "standard"] == "water"
    assert "Sphere Handbook 2018" in items.loc[0, "source"]
    assert "page not checked" in items.loc[0, "source"]


def test_items_that_share_a_standard_keep_their_proportion():
    both = operation(
        need_quantity=[0.4, 1.0, 3.0], need_basis=["person_day", "person_month", "person_month"],
        unit=["kg", "bar", "bar"], weight_kg=[1.0, 0.1, 0.1], standard=[None, "soap", "soap"],
    )  # fmt: skip
    items = items_with_standards(both, SPHERE)
    assert (items["need_quantity"] * items["weight_kg"] * 1000)[1:].tolist() == pytest.approx([112.5, 337.5])


def test_a_standard_of_zero_gets_the_profiles_value():
    assert items_with_standards(watered(0.0), SPHERE).loc[0, "need_quantity"] == pytest.approx(15)


def test_an_item_as_the_profile_has_it_keeps_its_own_source():
    items = items_with_standards(watered(source="Own assessment 2025"), SPHERE)
    assert items.loc[0, "source"] == "Own assessment 2025"


def test_the_download_can_be_uploaded_and_says_what_it_changes():
    before = watered(1.0)
    items = items_with_standards(before, SPHERE)
    tables = {name: before.filled(name) for name in ("camps", "population", "settings")}
    files = {f"{name}.csv": csv_for_people(table) for name, table in tables.items()}
    preview = preview_upload(None, files | {"items.csv": csv_for_people(items)}, "replace", known=KNOWN)
    assert preview.operation is not None
    assert preview.operation.items["need_quantity"].tolist()[0] == 15
    assert not any(f.rule == "outside_standard" for f in preview.findings)


def test_nothing_of_the_operation_changes():
    before = watered(1.0)
    print_ = before.fingerprint
    items_with_standards(before, SPHERE)
    compare_standards(before, SPHERE)
    assert before.fingerprint == print_
    assert np.isclose(before.items["need_quantity"].iloc[0], 1.0)
