"""What leaves at each level: tables, columns, places, small counts and what would give them back."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from core.domain.access import Right
from core.domain.geography import great_circle_km
from core.domain.group_partitions import PARTITIONS
from core.domain.operation import Operation
from core.domain.schemas import GROUPS, OPERATION_TABLES
from core.domain.sensitivity import COLUMN_LEVELS, GRID_KM, TABLE_LEVELS, Sensitivity, right_to_export
from core.domain.tabular import csv_bytes
from core.privacy import protect
from core.privacy.blurring import blurred
from core.privacy.suppression import cells_to_hide
from tests.builders import small_operation, small_tables

LEVELS = list(Sensitivity)


def operation_with_groups():
    tables = small_tables()
    population = (
        tables["population"]
        .tail(4)
        .assign(
            population=[500.0, 500.0, 8.0, 500.0],
            women=[4.0, 495.0, 5.0, 250.0],
            children_under_5=[60.0, 60.0, 2.0, 200.0],
            children_5_17=[30.0, 30.0, 2.0, 200.0],
            older_people=[408.0, 20.0, 1.0, 50.0],
        )
    )
    camps = tables["camps"].assign(planning_people_by="somebody", window_start="07:00", seen_by="Amina")
    expected = pd.DataFrame(
        {"camp_id": ["north", "south"], "date": "2025-07-10", "people": [-4.0, 900.0], "reason": "x"}
    )
    return Operation.build({**tables, "population": population, "camps": camps, "expected": expected})


def given_tables(operation):
    return {name: operation.filled(name) for name in OPERATION_TABLES if operation.has(name)}


def test_every_table_and_only_columns_that_exist_have_a_level():
    assert set(TABLE_LEVELS) == set(OPERATION_TABLES)
    assert [key for key in COLUMN_LEVELS if key[1] not in OPERATION_TABLES[key[0]].column_names()] == []


def test_confidential_needs_its_own_right():
    rights = [right_to_export(level) for level in LEVELS]
    assert rights == [Right.EXPORT, Right.EXPORT, Right.EXPORT_CONFIDENTIAL, Right.EXPORT_CONFIDENTIAL]


def test_strictly_confidential_leaves_everything_as_it_is():
    operation = operation_with_groups()
    protected = protect(given_tables(operation), Sensitivity.STRICTLY_CONFIDENTIAL)
    assert protected.done == ()
    assert operation.replaced(**protected.tables).fingerprint == operation.fingerprint


def test_public_has_no_table_column_or_setting_that_is_more_than_public():
    protected = protect(given_tables(operation_with_groups()), Sensitivity.PUBLIC)
    assert set(protected.tables) == {"camps", "population", "depots", "items", "settings"}
    assert not {"storage_m3", "planning_people_by", "window_start", "seen_by"} & set(protected.tables["camps"].columns)
    assert "budget_usd_per_week" not in protected.tables["settings"]["key"].tolist()
    told = " ".join(protected.done)
    assert "stock" in told
    assert "planning_people_by" in told
    assert "1 columns of camps that are only carried along" in told
    assert "Amina" not in told


def test_a_column_that_must_be_there_is_blank_and_the_rest_reads_back():
    protected = protect(given_tables(operation_with_groups()), Sensitivity.INTERNAL)
    expected = protected.tables["expected"]
    assert expected["reason"].isna().all()
    assert expected["people"].tolist() == [900.0]
    assert b"south,2025-07-10,900," in csv_bytes(expected)
    assert Operation.build({name: table.astype("str") for name, table in protected.tables.items()})


@pytest.mark.parametrize("level", [Sensitivity.PUBLIC, Sensitivity.INTERNAL])
def test_camps_move_within_their_square_and_depots_stay(level):
    operation = operation_with_groups()
    protected = protect(given_tables(operation), level).tables
    before, after = operation.camps, protected["camps"]
    moved = great_circle_km(before["latitude"], before["longitude"], after["latitude"], after["longitude"])
    assert (moved > 0.01).all()
    assert (moved <= GRID_KM[level] * 0.72).all()
    pd.testing.assert_series_equal(protected["depots"]["latitude"], operation.depots["latitude"])


def test_small_groups_are_blank_and_so_is_what_would_give_them_back():
    operation = operation_with_groups()
    protected = protect(given_tables(operation), Sensitivity.CONFIDENTIAL)
    table = protected.tables["population"]
    # 4 women; 5 others beside 495 women; a camp of 8; groups of no small size
    assert table["women"].fillna(-1).tolist() == [-1, -1, -1, 250]
    assert table["population"].fillna(-1).tolist() == [500, 500, -1, 500]
    assert table.loc[2, ["children_under_5", "children_5_17", "older_people"]].isna().all()
    # 60 + 30 + 408 of 500 leave two adults: the smallest group goes with them
    assert table.loc[0, ["children_under_5", "children_5_17", "older_people"]].fillna(-1).tolist() == [60, -1, 408]
    assert any("counts of people were left blank" in words for words in protected.done)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=4), st.integers(0, 60))
def test_no_small_count_can_be_worked_out_from_what_is_shown(parts, others):
    """What is hidden and who is in no group share one known sum: it must be large, and of at least two counts."""
    total = sum(parts) + others
    if total < 10:
        return  # such a total is itself left blank
    hidden = cells_to_hide(np.array([parts], dtype=float), np.array([float(total)]), 10)[0]
    assert all(gone for count, gone in zip(parts, hidden, strict=True) if 0 < count < 10)
    shared = total - sum(count for count, gone in zip(parts, hidden, strict=True) if not gone)
    if hidden.any():
        assert shared >= 10
        assert hidden.sum() + (others > 0) >= 2
    else:
        assert others == 0 or others >= 10


def test_counts_that_are_not_known_hide_nothing_more():
    hidden = cells_to_hide(
        np.array([[np.nan, 60.0], [4.0, np.nan], [50.0, 60.0]]), np.array([62.0, np.nan, np.nan]), 10
    )
    assert hidden.tolist() == [[False, False], [True, False], [False, False]]


def test_every_group_is_in_a_partition_that_is_looked_at():
    assert set(itertools.chain.from_iterable(PARTITIONS.values())) == set(GROUPS)


def test_blurring_depends_on_the_square_alone_and_keeps_to_the_globe():
    chance = np.random.default_rng(3)
    lat = pd.Series([*chance.uniform(-90, 90, 500), 90.0, -90.0, np.nan])
    lon = pd.Series([*chance.uniform(-180, 180, 500), 180.0, -180.0, 10.0])
    first, across = blurred(lat, lon, 10.0)
    assert first.dropna().between(-90, 90).all()
    assert across.dropna().between(-180, 180).all()
    assert first.isna().tolist() == lat.isna().tolist() == across.isna().tolist()
    again = blurred(first, across, 10.0)
    calm = first.abs() < 89
    pd.testing.assert_series_equal(again[0][calm], first[calm])
    pd.testing.assert_series_equal(again[1][calm], across[calm])


def test_the_operation_is_not_changed():
    operation = small_operation()
    before = operation.fingerprint_of("camps")
    protect(given_tables(operation), Sensitivity.PUBLIC)
    assert operation.fingerprint_of("camps") == before


def test_answers_and_complaints_that_point_to_few_people_do_not_leave():
    rows = [
        ("received", None, 60.0, 80.0),
        ("received_in_full", None, 4.0, 80.0),
        ("on_time", None, 76.0, 80.0),
        ("felt_safe", 0.95, None, 80.0),
        ("quality_good", None, 5.0, 6.0),
        ("knew_entitlement", 0.5, None, None),
    ]
    asked = pd.DataFrame(rows, columns=["indicator", "share_yes", "people_yes", "people_asked"])
    made = pd.DataFrame({"category": ["late", "conduct"], "complaints": [12.0, 2.0]})
    operation = small_operation(
        monitoring=asked.assign(camp_id="north", date="2025-06-20"),
        complaints=made.assign(camp_id="north", date="2025-06-20"),
    )
    kept = protect(given_tables(operation), Sensitivity.CONFIDENTIAL)
    assert kept.tables["monitoring"]["indicator"].tolist() == ["received", "knew_entitlement"]
    assert kept.tables["complaints"]["category"].tolist() == ["late"]
    assert "4 answers that tell of fewer than 10 people were left out." in kept.done
    assert "complaints" not in protect(given_tables(operation), Sensitivity.INTERNAL).tables
    whole = protect(given_tables(operation), Sensitivity.STRICTLY_CONFIDENTIAL).tables
    assert (len(whole["monitoring"]), len(whole["complaints"])) == (6, 2)
