"""``aid report``: a folder that appears whole or not at all, in the languages asked for."""

import json

import pytest
from click.testing import CliRunner

from entrypoints.cli import main
from tests.briefs import pages_of


def aid(*words, code=0):
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def plan_folder(home, operation_folder, tmp_path):
    aid("plan", operation_folder, "--weeks", 4, "--out", tmp_path / "plan")
    return tmp_path / "plan"


def test_a_report_holds_what_was_asked_for(operation_folder, plan_folder, tmp_path):
    out = tmp_path / "report"
    wish = ("--format", "pdf,html,xlsx,geojson,hxl", "--language", "en,fr,ar,es", "--out", out)
    told = json.loads(aid("report", operation_folder, plan_folder, *wish, "--json").stdout)
    files = {path.relative_to(out).as_posix() for path in out.rglob("*.*")}
    assert files == set(told["files"])
    assert {"brief-en.pdf", "brief-ar.html", "report-fr.xlsx", "camps.geojson", "hxl/camps.csv", "about.json"} <= files
    assert pages_of((out / "brief-es.pdf").read_bytes()) == 1
    # the plan of this folder was made beside pro-rata, so the page tells what that would give
    assert "Pro-rata in its place" in (out / "brief-en.html").read_text("utf-8")


def test_a_report_replaces_a_report_and_nothing_else(operation_folder, plan_folder, tmp_path):
    out = tmp_path / "report"
    aid("report", operation_folder, plan_folder, "--format", "html,svg", "--out", out)
    aid("report", operation_folder, plan_folder, "--format", "geojson", "--out", out)
    assert not (out / "brief-en.html").exists()
    other = tmp_path / "mine"
    other.mkdir()
    (other / "diary.txt").write_text("dear diary")
    assert "diary.txt" in aid("report", operation_folder, plan_folder, "--out", other, code=1).output
    assert (other / "diary.txt").read_text() == "dear diary"


def test_what_cannot_be_written_is_named_before_anything_is_read(tmp_path):
    assert "docx" in aid("report", "op", "plan", "--format", "docx", "--out", tmp_path / "a", code=1).output
    assert "sw" in aid("report", "op", "plan", "--language", "sw", "--out", tmp_path / "a", code=1).output
    assert not (tmp_path / "a").exists()


def test_a_plan_that_fails_the_audit_is_not_reported(operation_folder, plan_folder, tmp_path):
    shipments = plan_folder / "shipments.csv"
    head, first, *rest = shipments.read_text().splitlines()
    columns, cells = head.split(","), first.split(",")
    cells[columns.index("quantity")] = "99999999"
    shipments.write_text("\n".join([head, ",".join(cells), *rest]) + "\n")
    said = aid("report", operation_folder, plan_folder, "--out", tmp_path / "report", code=1).output
    assert "fails the audit" in said
    assert not (tmp_path / "report").exists()
