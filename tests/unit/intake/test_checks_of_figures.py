"""Grains, ratios, groups, units and amounts: impossible figures are asked about, hard lives are not."""

import numpy as np
import pandas as pd
import pytest

from core.intake import check_tables
from tests.builders import PLANNING_START, small_tables


def asked(tables, level=("error", "question")):
    return {(f.rule, f.table, f.row) for f in check_tables(tables)[1] if f.level in level}


def counts(**columns):
    """The small operation with two counts for each camp and further columns."""
    days = [PLANNING_START - pd.Timedelta(days=7), PLANNING_START] * 3
    table = pd.DataFrame({"camp_id": np.repeat(["north", "south", "east"], 2), "date": days})
    people = [1000.0, 1010, 2000, 2010, 3000, 3010]
    return small_tables(population=table.assign(population=people).assign(**columns))


def test_the_plain_operation_asks_nothing():
    assert asked(counts()) == set()


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"adminLevel": list("112222")}, "mixed_admin_levels"),
        ({"assessmentType": ["BA", "BA", "SA", "SA", "SA", "SA"]}, "mixed_assessments"),
        ({"frequency": ["Monthly", "Annual"] * 3}, "mixed_periods"),
        (
            {"reporting_monthly": ["17000", None] * 3, "reporting_annual": [None, "2016-01-01"] * 3},
            "mixed_periods",
        ),
        (
            {"start_date": "2016-01-01", "end_date": ["2016-01-31", "2016-12-31"] * 3},
            "mixed_periods",
        ),
        ({"adminLevel": list("222222")}, None),
        ({"start_date": "2016-01-01", "end_date": ["2016-01-31", "2016-01-28"] * 3}, None),
        ({"reporting_monthly": ["1"] * 6, "reporting_annual": ["2"] * 6}, None),
    ],
)
def test_rows_of_several_grains_are_one_question(columns, rule):
    found = asked(counts(**columns))
    assert {r for r, *_ in found} == ({rule} if rule else set())
    assert len(found) == bool(rule)


def test_one_camp_and_day_in_two_grains_is_refused_and_said_never_to_be_added():
    tables = counts(frequency=["monthly"] * 6)
    again = tables["population"].iloc[[1]].assign(population=12000.0, frequency="annual")
    tables["population"] = pd.concat([tables["population"], again], ignore_index=True)
    operation, findings = check_tables(tables)
    assert operation is None
    assert {f.rule for f in findings if f.level == "error"} == {"duplicate_key"}
    grain = next(f for f in findings if f.rule == "mixed_periods")
    assert "1 camp and day stands in several of them; they are never added up" in grain.message


def test_stock_reports_of_months_and_years_are_asked_about_and_so_are_those_that_overlap():
    reports = pd.DataFrame(
        {
            "place_id": "hub",
            "item_id": "cereal",
            "period_start": ["2025-01-01", "2025-02-01", "2025-03-01", "2025-01-15"],
            "days": ["31", "28", "31", "365"],
            "distributed": "5",
        }
    )
    months = asked(small_tables(consumption=reports.head(3)))
    assert not any(table == "consumption" for _, table, _ in months)
    found = asked(small_tables(consumption=reports))
    assert ("mixed_periods", "consumption", 2) in found
    assert {row for rule, _, row in found if rule == "overlapping_periods"} == {3, 4, 5}


def test_water_nobody_can_use_is_asked_about_and_thirst_is_not():
    tables = counts(liters_per_person_per_day=["6762", "15", "7", "1.2", "0", "NA"])
    assert asked(tables) == {("impossible_ratio", "population", 2)}


def test_ratios_beyond_the_people_there_are_and_shares_beyond_the_whole_are_asked_about():
    tables = counts(
        persons_per_toilet=["1387", "400", "50", "0", "3000", None], pct_soap=["101", "0", "3", "100", "", "x"]
    )
    assert asked(tables) == {("share_above_whole", "population", 2)}
    # neighbours may use it too, so that it is only noted
    assert ("ratio_above_people", "population", 2) in asked(tables, ("note",))


def test_hard_lives_are_no_error_and_no_question():
    tables = counts(
        liters_per_person_per_day=["0", "1", "2", "3", "7", "14.9"],
        persons_per_toilet="300",
        coverage_percent="0",
        women=[600.0, None, 0, 0, 1, 1],
        children_under_5=[390.0, None, 1000, 900, 1, 1],
    )
    tables["deliveries"] = tables["deliveries"].assign(quantity=0.0)
    operation, findings = check_tables(tables)
    assert operation is not None
    assert [f for f in findings if f.level != "note"] == []
    kept = operation.population
    assert kept["liters_per_person_per_day"].tolist() == ["0", "1", "2", "3", "7", "14.9"]


def test_groups_that_are_all_zero_were_perhaps_not_told_apart():
    tables = counts(women=[0.0, 500, 0, 0, None, None], children_under_5=[0.0, 200, 10, None, None, None])
    assert asked(tables) == {("groups_all_zero", "population", 2)}


def test_groups_beyond_the_whole_are_asked_about():
    tables = counts(
        women=[1001.0, 500, 900, 900, None, None],
        pregnant=[10.0, 501, 10, 10, None, None],
        children_under_5=[100.0, 100, 900, 900, None, None],
        children_5_17=[100.0, 100, 1200, 900, None, None],
        male=["10", "400", "1200", "1100", None, None],
    )
    assert asked(tables) == {
        ("group_above_people", "population", 2),
        ("sexes_above_people", "population", 4),
        ("pregnant_above_women", "population", 3),
        ("ages_above_people", "population", 4),
    }


def items(**columns):
    tables = small_tables()
    return tables | {"items": tables["items"].assign(**columns)}


@pytest.mark.parametrize(
    ("unit", "weight", "volume", "rule"),
    [
        ("kg", 1.0, 0.0016, None),
        ("KGS", 1.1, 0.0016, None),
        ("kg", 50.0, 0.08, "unit_against_weight"),
        ("MT", 1.0, 0.0016, "unit_against_weight"),
        ("46 KG", 46.0, 0.07, None),
        ("Pound", 0.46, 0.0008, None),
        ("Pound", 1.0, 0.0016, "unit_against_weight"),
        ("Litre", 0.92, 0.0011, None),
        ("Litre", 0.92, 1.1, "unit_against_volume"),
        ("Gallon", 3.8, 0.004, "ambiguous_unit"),
        ("bale", 30.0, 0.2, None),
        ("Dozen", 6.0, 0.05, None),
        ("piece", 1500.0, 0.011, "implausible_density"),
    ],
)
def test_the_unit_of_an_item_is_held_against_its_weight_and_volume(unit, weight, volume, rule):
    tables = small_tables()
    own = tables["items"]
    for column, value in {"unit": unit, "weight_kg": weight, "volume_m3": volume}.items():
        own = own.assign(**{column: [value, *own[column].tolist()[1:]]})
    about_units = {"unit_against_weight", "unit_against_volume", "ambiguous_unit", "implausible_density"}
    found = {r for r, table, row in asked(tables | {"items": own}) if (table, row) == ("items", 2)}
    assert found & about_units == ({rule} if rule else set())


def test_amounts_nobody_means_are_asked_about():
    tables = counts(population=[1000.0, 1010.5, 2000, 2010, 3e6, 3_000_100])
    tables["camps"] = tables["camps"].assign(capacity_people=[90.0, 1000, None])
    tables["vehicles"] = tables["vehicles"].assign(payload_kg=10.0)
    found = asked(tables)
    assert {
        ("part_of_a_person", "population", 3),
        ("absurd_people", "population", 7),
        ("far_above_capacity", "camps", 2),
        ("odd_payload", "vehicles", 2),
    } <= found
    assert not any(table == "camps" and row == 3 for _, table, row in found)


def test_routes_no_vehicle_could_travel_are_asked_about():
    tables = small_tables()
    routes = tables["routes"]
    hours = [routes["distance_km"].iloc[0] / 500, routes["distance_km"].iloc[1]] + [None] * (len(routes) - 2)
    found = asked(tables | {"routes": routes.assign(mode="truck", hours=hours)})
    assert {row for rule, table, row in found if rule == "speed"} == {2, 3}
