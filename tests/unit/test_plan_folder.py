"""A plan's folder appears whole or not at all, and reads back as it was."""

import json
import os
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.audit import audit_plan
from core.domain.schemas import PLAN_TABLES
from core.errors import InvalidScenario, InvalidTable, SourceUnavailable
from core.plan_folder import plan_file_names, read_plan, refuse_foreign_folder, write_plan
from tests.unit.audit.hand_made import hand_made_operation, hand_made_plan


@pytest.fixture
def folder(tmp_path):
    write_plan(hand_made_plan(closures=[{"route_id": "rail", "from": "2025-07-20"}]), tmp_path / "plan")
    return tmp_path / "plan"


def test_folder_holds_every_file_and_nothing_else(folder):
    assert {path.name for path in folder.iterdir()} == plan_file_names()
    assert [path.name for path in folder.parent.iterdir()] == ["plan"]
    for name, schema in PLAN_TABLES.items():
        assert (folder / f"{name}.csv").read_text().splitlines()[0] == ",".join(schema.column_names())
    assert ",2025-07-06," in (folder / "shipments.csv").read_text()


def test_plan_reads_back_equal_and_passes_the_audit(folder):
    plan, read = hand_made_plan(closures=[{"route_id": "rail", "from": "2025-07-20"}]), read_plan(folder)
    for name, table in plan.tables.items():
        pd.testing.assert_frame_equal(read.tables[name], table, check_dtype=False)
    pd.testing.assert_frame_equal(read.needs, plan.needs, check_dtype=False)
    assert read.scenario == plan.scenario
    assert read.scenario.key == plan.scenario.key
    assert read.report == plan.report
    assert plan.summary.items() <= read.summary.items()
    assert audit_plan(hand_made_operation(), read).passed


def test_numbers_read_back_bit_for_bit(tmp_path):
    plan = hand_made_plan()
    rng = np.random.default_rng(7)
    values = np.exp(rng.normal(0, 20, len(plan.shipments))).clip(0, 1e11)
    write_plan(
        replace(plan, tables={**plan.tables, "shipments": plan.shipments.assign(quantity=values)}), tmp_path / "p"
    )
    assert (read_plan(tmp_path / "p").shipments["quantity"].to_numpy() == values).all()


def test_a_plan_may_be_written_over_a_plan(folder):
    plan = hand_made_plan()
    write_plan(replace(plan, summary={**plan.summary, "cost_usd": 1.0}), folder)
    assert read_plan(folder).summary["cost_usd"] == 1.0
    assert [path.name for path in folder.parent.iterdir()] == ["plan"]


def test_nothing_but_a_plan_is_written_over(tmp_path, folder):
    (folder / "my notes.txt").write_text("keep")
    (tmp_path / "file").write_text("keep")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "shipments.csv").write_text("keep")
    for path in (folder, tmp_path / "file", tmp_path / "other"):
        with pytest.raises(SourceUnavailable) as caught:
            write_plan(hand_made_plan(), path)
        assert caught.value.hint
    assert (folder / "my notes.txt").read_text() == "keep"
    refuse_foreign_folder(tmp_path / "not there yet")
    (tmp_path / "empty").mkdir()
    write_plan(hand_made_plan(), tmp_path / "empty")


def test_a_fault_while_writing_leaves_the_old_plan_and_no_draft(folder, monkeypatch):
    real, calls = os.fsync, []

    def full_disk(handle):
        calls.append(handle)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        return real(handle)

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(SourceUnavailable, match="No space left"):
        write_plan(hand_made_plan(), folder)
    calls.clear()
    with pytest.raises(SourceUnavailable, match="No space left"):
        write_plan(hand_made_plan(), folder.parent / "new")
    monkeypatch.undo()
    assert [path.name for path in folder.parent.iterdir()] == ["plan"]
    read_plan(folder)


def test_old_plans_without_the_last_columns_are_read(folder):
    for name, columns in {
        "shipments": ["origin_id", "destination_id", "expires", "earmark"],
        "stock": ["expires", "earmark"],
        "losses": ["expires", "earmark"],
        "purchases": ["lead_time_weeks"],
    }.items():
        table = pd.read_csv(folder / f"{name}.csv", dtype=str).drop(columns=columns)
        table.to_csv(folder / f"{name}.csv", index=False)
    plan = read_plan(folder)
    assert plan.shipments["origin_id"].isna().all()
    report = audit_plan(hand_made_operation(), plan)
    assert report.passed, report.violations["message"].tolist()


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("shipments.csv", "18000.0", "many", "shipments.csv, row 2, column quantity"),
        ("shipments.csv", "18000.0", "-5", "shipments.csv, row 2, column quantity"),
        ("shipments.csv", "18000.0", "inf", "shipments.csv, row 2, column quantity"),
        ("shipments.csv", "18000.0", "", "shipments.csv, row 2, column quantity"),
        ("trips.csv", "2025-07-13", "13/7/25", "trips.csv, row 3, column week"),
        ("coverage.csv", "camp_id", "camp", "coverage.csv, row 1, column camp_id"),
        ("needs.csv", "14000.0", "", "needs.csv, row 6, column need"),
    ],
)
def test_faults_name_file_row_and_column(folder, file, old, new, place):
    text = (folder / file).read_text()
    (folder / file).write_text(text.replace(old, new, 1))
    with pytest.raises(InvalidTable) as caught:
        read_plan(folder)
    assert place in str(caught.value)


def test_files_that_are_missing_or_no_text_are_named(folder):
    keep = (folder / "stock.csv").read_bytes()
    (folder / "stock.csv").unlink()
    with pytest.raises(SourceUnavailable, match=r"stock\.csv"):
        read_plan(folder)
    for junk in (b"\xff\xfe\x00", b"", b'a,b\n"'):
        (folder / "stock.csv").write_bytes(junk)
        with pytest.raises((SourceUnavailable, InvalidTable), match=r"stock\.csv"):
            read_plan(folder)
    (folder / "stock.csv").write_bytes(keep)
    for junk in ("{", "[]", '{"status": "perfect"}', '{"status": "optimal", "gap": "none"}'):
        (folder / "summary.json").write_text(junk)
        with pytest.raises((SourceUnavailable, InvalidTable), match=r"summary\.json"):
            read_plan(folder)
    (folder / "summary.json").write_text(json.dumps({"status": "optimal"}))
    (folder / "scenario.json").write_text('{"no_such_key": 1}')
    with pytest.raises(InvalidScenario, match="no_such_key"):
        read_plan(folder)
    with pytest.raises(SourceUnavailable, match="nowhere"):
        read_plan(folder / "nowhere")
