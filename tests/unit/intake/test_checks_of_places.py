"""Coordinates, P-codes and names of camps: what is asked, and what is left alone."""

import pandas as pd
import pytest

from core.domain.operation import Operation
from core.intake import check_tables
from core.intake.checks.land import check_land
from core.intake.outlines import TOLERANCE_KM, read_outlines
from tests.builders import small_tables


def asked(**columns):
    """Rules that name a camp, by row, with some columns of camps exchanged."""
    tables = small_tables()
    tables["camps"] = tables["camps"].assign(**columns)
    return {(f.rule, f.row) for f in check_tables(tables)[1] if f.table == "camps" and f.level != "note"}


def test_a_point_on_land_is_in_its_country_and_one_at_sea_is_far_from_any():
    outlines = read_outlines()
    land, km = outlines.land_at([-3.69, 0.0], [30.78, 0.0])
    assert [outlines.names[land[0]], km[0]] == ["Tanzania", 0.0]
    assert 550 < km[1] < 620  # the Gulf of Guinea, off Ghana
    assert outlines.km_from("TZA", [-3.69], [30.78])[0] == 0
    assert 1000 < outlines.km_from("TZA", [14.0], [30.0])[0] < 1800


def test_without_outlines_nothing_is_asked_about_land(tmp_path):
    assert read_outlines(tmp_path / "absent.geojson") is None
    tables = Operation.build(small_tables()).tables
    assert check_land(tables, None) == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "rule"),
    [
        (-3.69, 30.78, None),  # where it is
        (-6.82, 39.30, None),  # Dar es Salaam, on the coast
        (-6.82, 39.42, None),  # in the water, within the tolerance of coarse outlines
        (-6.82, 41.50, "in_the_sea"),
        (30.78, -3.69, "swapped_coordinates"),
        (3.69, 33.78, "sign_of_coordinates"),
        (-1.29, 36.82, "other_country"),  # Nairobi
    ],
)
def test_coordinates_are_held_against_the_stated_country(latitude, longitude, rule):
    found = asked(latitude=[latitude, -4.22, -3.95], longitude=[longitude, 30.39, 31.2])
    assert {r for r, row in found if row == 2} == ({rule} if rule else set())


def test_a_camp_a_little_over_the_border_is_left_alone():
    outlines = read_outlines()
    camp = (-2.3009, 30.8278)  # Mahama, in Rwanda, beside Tanzania and Burundi
    assert outlines.km_from("TZA", [camp[0]], [camp[1]])[0] < TOLERANCE_KM
    assert asked(latitude=[camp[0], -4.22, -3.95], longitude=[camp[1], 30.39, 31.2]) == set()


def test_a_country_nobody_knows_and_whole_degrees_are_notes():
    tables = small_tables()
    tables["camps"] = tables["camps"].assign(
        country="QQQ", latitude=[-4.0, -4.22, -3.95], longitude=[31.0, 30.39, 31.2]
    )
    found = {(f.rule, f.level, f.row) for f in check_tables(tables)[1] if f.table == "camps"}
    assert {("unknown_country", "note", 2), ("rounded_coordinates", "note", 2)} <= found


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("TZ16", None),
        ("TZ1605", None),
        ("TZA016005", None),
        ("16", "pcode_form"),
        ("Kigoma", "pcode_form"),
        ("n/a", "pcode_form"),
        ("BI003", "pcode_of_other_country"),
    ],
)
def test_p_codes_have_a_form_and_a_country(code, rule):
    assert {r for r, _ in asked(pcode=[code, None, None])} == ({rule} if rule else set())


def test_two_camps_of_one_name_one_point_or_nearly_one_name_nearby_are_asked_once():
    assert asked(name=["Nduta", "Camp de réfugiés de NDUTA", "East"]) == {("same_name", 3)}
    assert asked(latitude=[-3.69, -3.69, -3.95], longitude=[30.78, 30.78, 31.2]) == {("same_coordinates", 3)}
    near = {"latitude": [-3.69, -3.70, -3.95], "longitude": [30.78, 30.79, 31.2]}
    assert asked(name=["Nyarugusu", "Nyaragusu", "East"], **near) == {("alike_and_near", 3)}


def test_parts_of_one_camp_and_like_names_far_apart_are_not_doubles():
    near = {"latitude": [-3.69, -3.70, -3.95], "longitude": [30.78, 30.79, 31.2]}
    assert asked(name=["Kutupalong Camp 1E", "Kutupalong Camp 1W", "Kutupalong Camp 2E"], **near) == set()
    assert asked(name=["Nyarugusu", "Nyaragusu", "East"]) == set()


def with_a_total(name, people):
    tables = small_tables()
    camps, counts = tables["camps"], tables["population"]
    day = counts["date"].max()
    total = camps.iloc[[0]].assign(camp_id="sum-1", name=name, latitude=None, longitude=None)
    row = counts.iloc[[0]].assign(camp_id="sum-1", date=day, population=people)
    tables["camps"] = pd.concat([camps, total], ignore_index=True)
    tables["population"] = pd.concat([counts, row], ignore_index=True)
    return check_tables(tables), counts.loc[counts["date"] == day, "population"].sum()


@pytest.mark.parametrize("name", ["Total", "TOTAL :", "Sous-total", "Grand Total", "المجموع"])
def test_a_row_named_total_is_refused_as_a_camp_and_says_whether_it_adds_up(name):
    (operation, findings), true = with_a_total(name, 1.0)
    assert operation is None
    fault = next(f for f in findings if f.rule == "total_row")
    assert f"are not the {true:,.0f} of the others" in fault.message
    (_, findings), _ = with_a_total(name, true)
    assert f"are the {true:,.0f} of the others" in next(f for f in findings if f.rule == "total_row").message


def test_a_name_that_holds_the_word_is_asked_about_only_where_the_figures_agree():
    (operation, findings), true = with_a_total("Station Total", 12.0)
    assert operation is not None
    assert not any(f.rule.startswith("total_row") for f in findings)
    (operation, findings), _ = with_a_total("Total Kigoma", true)
    assert operation is not None
    assert [f.level for f in findings if f.rule == "total_row_like"] == ["question"]
