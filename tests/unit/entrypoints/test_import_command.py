"""``aid import`` looks, asks, and writes an operation whole or not at all."""

import json

import pytest
from click.testing import CliRunner

from entrypoints.cli import main

FRENCH = "Camp;Pays;Lat;Lon;Population;Date\nMahama;RWA;-2,3009;30,8278;44.000;2015-10-04\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("AID_HOME", str(tmp_path / "home"))
    return lambda *args: CliRunner().invoke(main, ["import", *map(str, args)])


def test_a_dry_run_tells_and_writes_nothing(run, tmp_path):
    (tmp_path / "found.csv").write_text(FRENCH)
    result = run(tmp_path / "found.csv", "--into", tmp_path / "op", "--dry-run", "--json")
    told = json.loads(result.output)
    assert result.exit_code == 0
    assert told["tables"] == {"population": 1, "camps": 1}
    assert list(told["findings"][0]) == ["level", "table", "row", "column", "rule", "message", "suggestion"]
    assert told["read"][0]["how"]
    assert not (tmp_path / "op").exists()


def test_an_import_is_written_and_a_second_one_adds_to_it(run, tmp_path):
    (tmp_path / "found.csv").write_text(FRENCH)
    assert run(tmp_path / "found.csv", "--into", tmp_path / "op").exit_code == 0
    (tmp_path / "found.csv").write_text("Site,Date,Refugees\nMahama,2015-10-11,44500\n")
    assert run(tmp_path / "found.csv", "--into", tmp_path / "op").exit_code == 0
    assert (tmp_path / "op" / "population.csv").read_text().splitlines()[1:] == [
        "mahama,2015-10-04,44000", "mahama,2015-10-11,44500",
    ]  # fmt: skip


def test_errors_exit_with_one_and_leave_the_folder_as_it_was(run, tmp_path):
    (tmp_path / "found.csv").write_text("Site,Date,Refugees\nMahama,3/4/16,44500\n")
    result = run(tmp_path / "found.csv", "--into", tmp_path / "op")
    assert result.exit_code == 1
    assert "2016-04-03 or 2016-03-04" in result.output
    assert not (tmp_path / "op").exists()


def test_one_kind_of_fault_is_one_line_for_people_and_a_line_each_for_machines(run, tmp_path):
    rows = "".join(f"hub,item{n},many\n" for n in range(9))
    (tmp_path / "stock.csv").write_text(f"place_id,item_id,quantity\n{rows}")
    told = run(tmp_path / "stock.csv", "--into", tmp_path / "op").output
    assert told.count("“many” is not a number") == 1
    assert "is not known; none is planned with" not in told
    assert "Also in rows 3, 4, 5, 6, 7 and 3 more." in told
    found = json.loads(run(tmp_path / "stock.csv", "--into", tmp_path / "op", "--json").output)["findings"]
    assert [f["row"] for f in found if f["column"] == "quantity"] == list(range(2, 11))


def test_one_is_counted_as_one_and_personal_data_name_the_way_to_answer(run, tmp_path):
    (tmp_path / "found.csv").write_text(FRENCH)
    told = run(tmp_path / "found.csv", "--into", tmp_path / "op", "--dry-run").output
    assert "1 row of population" in told
    (tmp_path / "found.csv").write_text("Camp,Point focal\nMahama,Awa Keita\nNduta,Issa Diallo\nKiziba,Ali Sow\n")
    told = run(tmp_path / "found.csv", "--into", tmp_path / "op").output
    assert "1 error, 0 questions" in told
    assert "--answers" in told
    assert "Keita" not in told


def test_answers_of_a_file_are_used_and_wrong_ones_are_named(run, tmp_path):
    (tmp_path / "found.csv").write_text("Site,Date,Refugees\nMahama,3/4/16,44500\n")
    answers = {
        "tables": {"found.csv": {"dates": {"Date": "day first"}}},
        "new_camps": [{"name": "Mahama", "country": "RWA"}],
    }
    (tmp_path / "answers.json").write_text(json.dumps(answers))
    options = ("--into", tmp_path / "op", "--answers", tmp_path / "answers.json")
    assert run(tmp_path / "found.csv", *options).exit_code == 0
    assert "2016-04-03" in (tmp_path / "op" / "population.csv").read_text()
    (tmp_path / "answers.json").write_text('{"tables": {"found.csv": {"dates": {"Date": "backwards"}}}, "more": 1}')
    refused = run(tmp_path / "found.csv", *options)
    assert refused.exit_code == 1
    assert "more" in refused.output
    assert "found.csv.dates.Date" in refused.output


def test_a_person_may_say_which_table_the_files_are(run, tmp_path):
    (tmp_path / "x.csv").write_text("alpha,beta\n1,2\n")
    result = run(tmp_path / "x.csv", "--into", tmp_path / "op", "--as", "stock")
    assert result.exit_code == 1
    assert "is to be stock, but no column tells place_id, item_id, quantity" in result.output
