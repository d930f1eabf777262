"""A ration as files: it reads back equal, and the auditor finds what somebody changed in them."""

import json

import pandas as pd
import pytest

from core.audit import audit_ration
from core.domain.ration import FoodLimit, RationQuestion
from core.errors import InvalidTable, SourceUnavailable
from core.ration import design_ration
from core.ration_folder import read_ration, write_ration
from tests.unit.ration.cases import hand_made, offers

QUESTION = RationQuestion(30, limits=(FoodLimit("beans", 30.0, 90.0),))


@pytest.fixture
def folder(tmp_path):
    operation = hand_made(offers=offers([("port", "grain", 300, 30), ("port", "beans", 800)]))
    write_ration(design_ration(operation, QUESTION), tmp_path / "ration")
    return operation, tmp_path / "ration"


def violated(operation, path):
    return set(audit_ration(operation, read_ration(path)).violations["rule"])


def change(path, name, **columns):
    table = pd.read_csv(path / f"{name}.csv")
    table.assign(**{c: f(table) for c, f in columns.items()}).to_csv(path / f"{name}.csv", index=False)


def test_a_ration_reads_back_equal_and_passes(folder):
    operation, path = folder
    made, read = design_ration(operation, QUESTION), read_ration(path)
    assert read.question == QUESTION
    for name in ("ration", "purchases", "flows"):
        pd.testing.assert_frame_equal(read.tables[name], made.tables[name], check_dtype=False, rtol=0, atol=0)
    assert violated(operation, path) == set()


@pytest.mark.parametrize(
    ("name", "column", "change_of", "rules"),
    [
        ("ration", "grams_per_person_day", lambda t: t.grams_per_person_day * 0.99, {"nutrient_least", "balance"}),
        ("ration", "grams_per_person_day", lambda t: t.grams_per_person_day + 200, {"food_most", "balance"}),
        (
            "ration",
            "grams_per_person_day",
            lambda t: t.grams_per_person_day.mask(t.item_id == "beans", 10),
            {"food_least"},
        ),
        ("purchases", "quantity_t", lambda t: t.quantity_t * 1.01, {"balance", "purchase_cost"}),
        ("purchases", "quantity_t", lambda t: t.quantity_t * 9, {"offer"}),
        ("purchases", "cost_usd", lambda t: t.cost_usd - 5, {"purchase_cost", "cost_usd", "procurement_usd"}),
        ("flows", "quantity_t", lambda t: t.quantity_t + 0.001, {"balance", "freight_cost"}),
        ("flows", "cost_usd", lambda t: t.cost_usd * 0.5, {"freight_cost", "transport_usd"}),
        ("flows", "origin_id", lambda t: "b", {"direction"}),
        ("flows", "route_id", lambda t: "nowhere", {"known_name", "balance"}),
        ("ration", "item_id", lambda t: t.item_id.replace("grain", "rice"), {"known_name", "nutrient_least"}),
    ],
)
def test_the_auditor_finds_what_was_changed(folder, name, column, change_of, rules):
    operation, path = folder
    change(path, name, **{column: change_of})
    assert rules <= violated(operation, path)


def test_the_auditor_finds_a_summary_that_does_not_add_up(folder):
    operation, path = folder
    summary = json.loads((path / "summary.json").read_text())
    summary["usd_per_person_day"] *= 1.001
    (path / "summary.json").write_text(json.dumps(summary))
    assert violated(operation, path) == {"usd_per_person_day"}


def test_the_auditor_says_when_weekly_limits_were_left_aside():
    operation = hand_made(offers=offers([("port", "grain", 300, 1)]))
    report = audit_ration(operation, design_ration(operation, RationQuestion()))
    assert report.passed
    assert any("leaves weekly limits" in note for note in report.notes)


def test_a_ration_is_never_written_over_something_else(folder, tmp_path):
    operation, _ = folder
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    with pytest.raises(SourceUnavailable, match="no part of a ration"):
        write_ration(design_ration(operation, QUESTION), tmp_path / "mine")
    assert (tmp_path / "mine" / "notes.txt").read_text() == "keep"


def test_a_broken_cell_is_named(folder):
    _, path = folder
    (path / "ration.csv").write_text("item_id,grams_per_person_day\ngrain,-4\n")
    with pytest.raises(InvalidTable, match="grams_per_person_day"):
        read_ration(path)
