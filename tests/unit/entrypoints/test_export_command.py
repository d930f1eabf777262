"""``aid export``: a folder that appears whole or not at all, and says what was done."""

import json

import pytest
from click.testing import CliRunner

from core.domain.decision import Act
from core.services.verify_decisions import decisions_of
from entrypoints.cli import main
from tests.builders import small_operation

pytestmark = pytest.mark.usefixtures("home")


def aid(*arguments, code=0):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == code, f"{arguments}: {result.output}\n{result.stderr}"
    assert "Traceback" not in result.output + result.stderr
    return result


def test_all_formats_are_written_and_told(operation_folder, tmp_path):
    out = tmp_path / "out"
    text = aid("export", operation_folder, "--format", "xlsx,csv,hxl,geojson,parquet", "--out", out).output
    assert "level public" in text
    assert "Coordinates of 3 camps were moved to a grid of 10 km." in text
    assert "Illustrative" in text
    assert sorted(path.name for path in out.iterdir()) == [
        "about.json", "csv", "hxl", "operation.geojson", "operation.xlsx", "parquet",
    ]  # fmt: skip
    assert (out / "csv" / "camps.csv").is_file()


def test_an_export_is_replaced_by_the_next_and_nothing_else_is(operation_folder, tmp_path):
    out, foreign = tmp_path / "out", tmp_path / "foreign"
    aid("export", operation_folder, "--format", "csv,hxl", "--out", out)
    told = json.loads(
        aid(
            "export",
            operation_folder,
            "--format",
            "geojson",
            "--level",
            "strictly-confidential",
            "--out",
            out,
            "--json",
        ).output
    )
    assert told["sensitivity"] == "strictly confidential"
    assert sorted(told["files"]) == ["about.json", "operation.geojson"]
    assert sorted(path.name for path in out.iterdir()) == ["about.json", "operation.geojson"]
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("mine", encoding="utf-8")
    result = aid("export", operation_folder, "--out", foreign, code=1)
    assert "thesis.txt" in result.stderr
    assert [path.name for path in foreign.iterdir()] == ["thesis.txt"]


def test_an_unknown_format_is_refused_and_nothing_is_written(operation_folder, tmp_path):
    result = aid("export", operation_folder, "--format", "csv,pdf", "--out", tmp_path / "out", code=1)
    assert "“pdf” is no format" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_stored_operation_is_exported_by_its_name_and_that_is_on_record(resources, tmp_path):
    resources.store.save_version(small_operation(), parent=None, author="test")
    result = aid("export", "Small operation", "--format", "csv", "--out", tmp_path / "out").output
    assert "Wrote" in result
    entry = decisions_of(resources, "Small operation", 1)[0]
    assert (str(entry.act), entry.operation) == (str(Act.EXPORT), "Small operation")


def test_an_export_is_on_record_with_the_hashes_of_its_files(operation_folder, tmp_path):
    told = json.loads(aid("export", operation_folder, "--format", "csv", "--out", tmp_path / "out", "--json").output)
    (entry,) = json.loads(aid("decisions", "--json").output)["decisions"]
    assert (entry["act"], entry["subject"]) == ("took data out", "public, as csv")
    assert entry["seen"]["files"] == told["files"]
