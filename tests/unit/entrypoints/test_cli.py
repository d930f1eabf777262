"""The command line keeps its contract: files, exit codes, messages without tracebacks."""

import json
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner

from core.settings import PROJECT
from entrypoints.cli import main
from tests.builders import small_operation, small_tables

pytestmark = pytest.mark.usefixtures("home")

COMMANDS = [
    "init",
    "check",
    "import",
    "standards",
    "forecast",
    "backtest",
    "needs",
    "factors",
    "figures",
    "plan",
    "audit",
    "compare",
    "demand",
    "explain",
    "seek",
    "alternatives",
    "ration",
    "receipts",
    "cycle",
    "simulate",
    "stress",
    "train",
    "models",
    "promote",
    "deploy",
    "app",
    "accounts",
    "approve",
    "backup",
    "bundle",
    "decisions",
    "export",
    "inventory",
    "keys",
    "merge",
    "plans",
    "publish",
    "rebase",
    "reject",
    "report",
    "restore",
    "rollback",
    "route",
    "sign-in",
    "sign-out",
    "submit",
    "tidy",
    "verify",
    "verify-waybill",
    "versions",
    "waybills",
    "whoami",
]


def aid(*arguments, code=0):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == code, f"{arguments}: {result.output}\n{result.stderr}"
    assert "Traceback" not in result.output + result.stderr
    return result


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    assert f"Example: aid {command}" in aid(command, "--help").output


def test_no_command_is_missing_from_this_list():
    assert sorted(main.commands) == sorted(COMMANDS)


def test_an_unknown_option_is_a_usage_error():
    aid("check", "--no-such-option", code=2)


def test_init_writes_the_demonstration_and_never_over_something(tmp_path):
    aid("init", tmp_path / "demo")
    assert aid("check", tmp_path / "demo").exit_code == 0
    assert "not empty" in aid("init", tmp_path / "demo", code=1).stderr


def test_standards_are_set_beside_a_profile_and_written_to_a_new_file(tmp_path, operation_folder):
    before = (operation_folder / "items.csv").read_bytes()
    out = tmp_path / "items.csv"
    answer = json.loads(aid("standards", operation_folder, "--profile", "sphere", "--out", out, "--json").stdout)
    soap = next(row for row in answer["standards"] if row["names"] == ["Soap"])
    assert (soap["here"], soap["value"], soap["unit"]) == (250, 450, "g")
    assert pd.read_csv(out).set_index("item_id").loc["soap", "need_quantity"] == pytest.approx(1.8)
    assert (operation_folder / "items.csv").read_bytes() == before
    assert "450 g per person and month" in aid("standards", operation_folder).output


def test_a_profile_that_is_not_there_or_refused_is_the_inputs_fault(tmp_path, operation_folder, monkeypatch):
    assert "found sphere, unhcr, wfp" in aid("standards", operation_folder, "--profile", "none", code=1).stderr
    good = (PROJECT / "data" / "standards" / "unhcr.csv").read_text(encoding="utf-8")
    (tmp_path / "unhcr.csv").write_text(good.replace("person_day", "person_week"), encoding="utf-8")
    monkeypatch.setenv("AID_STANDARDS", str(tmp_path))
    refused = aid("standards", operation_folder, "--profile", "unhcr", code=1).stderr
    assert "is refused" in refused
    assert "stated per person and day" in refused
    assert "standards/unhcr" in aid("check", operation_folder).output


def test_check_lists_findings_as_json_and_fails_on_errors(operation_folder):
    (operation_folder / "stock.csv").write_text("place_id,item_id,quantity\nnowhere,cereal,-5\n")
    findings = json.loads(aid("check", operation_folder, "--json", code=1).stdout)["findings"]
    errors = [f for f in findings if f["level"] == "error"]
    assert {(f["table"], f["row"], f["rule"]) for f in errors} == {
        ("stock", 2, "unknown_reference"),
        ("stock", 2, "minimum"),
    }


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert "nothing" in aid("check", tmp_path / "nothing", code=1).stderr


def test_forecast_writes_the_sundays_after_the_day_asked(operation_folder, tmp_path):
    out = tmp_path / "forecast.csv"
    aid("forecast", operation_folder, "--as-of", "2025-06-01", "--weeks", 3, "--out", out)
    table = pd.read_csv(out)
    assert table["week"].unique().tolist() == ["2025-06-08", "2025-06-15", "2025-06-22"]
    assert len(table) == 9


def test_totals_are_written_beside_the_forecast_only_when_asked(operation_folder, tmp_path):
    out, totals = tmp_path / "out" / "forecast.csv", tmp_path / "totals.csv"
    aid("forecast", operation_folder, "--weeks", 2, "--out", out)
    assert [file.name for file in out.parent.iterdir()] == ["forecast.csv"]
    told = aid("forecast", operation_folder, "--weeks", 2, "--out", out, "--totals", totals).stdout
    assert "3 camps together: " in told
    table = pd.read_csv(totals)
    whole = table[(table["level"] == "operation") & (table["by"] == "everybody")]
    camps = pd.read_csv(out).groupby("horizon_weeks")["mean"].sum()
    assert whole["mean"].to_numpy() == pytest.approx(camps.to_numpy())


def test_a_plan_tells_its_objectives_beside_those_of_pro_rata_and_the_auditor_finds_a_false_one(
    operation_folder, tmp_path
):
    out = tmp_path / "plan"
    told = aid("plan", operation_folder, "--weeks", 2, "--out", out).stdout
    assert "Waste, t: " in told
    assert "; pro-rata " in told
    summary = json.loads((out / "summary.json").read_text())
    assert set(summary["pro_rata"]) >= {"waste_t", "transport_usd_per_person_week", "weeks_late"}
    assert "figures of pro-rata" in aid("audit", operation_folder, out).stdout
    (out / "summary.json").write_text(json.dumps({**summary, "weeks_late": summary["weeks_late"] + 0.5}))
    assert "weeks_late" in aid("audit", operation_folder, out, code=1).stdout
    alone = tmp_path / "alone"
    assert "; pro-rata " not in aid("plan", operation_folder, "--weeks", 2, "--no-pro-rata", "--out", alone).stdout
    assert "pro_rata" not in json.loads((alone / "summary.json").read_text())


def test_a_planning_figure_is_told_as_one_and_written_without_a_count(operation_folder, tmp_path):
    camps, population = (pd.read_csv(operation_folder / f"{name}.csv", dtype=str) for name in ("camps", "population"))
    own = camps["camp_id"] == "east"
    camps.loc[own, ["planning_people", "planning_people_by"]] = ["9000", "UNHCR"]
    camps.to_csv(operation_folder / "camps.csv", index=False)
    population[population["camp_id"] != "east"].to_csv(operation_folder / "population.csv", index=False)
    told = aid("forecast", operation_folder, "--weeks", 2, "--out", tmp_path / "f.csv").stdout
    assert "planning figure, not a count" in next(line for line in told.splitlines() if line.startswith("East Camp"))
    rows = pd.read_csv(tmp_path / "f.csv").query("camp_id == 'east'")
    assert rows["last_count_date"].isna().all()
    findings = json.loads(aid("check", operation_folder, "--json").stdout)["findings"]
    asked = [finding for finding in findings if finding["rule"].startswith(("planning_figure", "never_counted"))]
    assert [finding["rule"] for finding in asked] == ["planning_figure_unsigned"]


def test_a_forecast_needs_only_camps_and_counts(operation_folder, tmp_path):
    for file in operation_folder.iterdir():
        if file.stem not in ("camps", "population"):
            file.unlink()
    (operation_folder / "items.csv").write_text("broken")
    aid("forecast", operation_folder, "--weeks", 2, "--out", tmp_path / "f.csv")


def test_a_fault_is_told_to_a_machine_as_json(operation_folder):
    refused = json.loads(aid("forecast", operation_folder, "--as-of", "3/4/16", "--json", code=1).stdout)
    assert "3/4/16" in refused["error"]
    assert refused["hint"]


def test_a_date_that_is_none_is_refused_in_words(operation_folder):
    assert "3/4/16" in aid("forecast", operation_folder, "--as-of", "3/4/16", code=1).stderr


def test_plan_audit_and_compare_work_on_each_other(operation_folder, tmp_path):
    aid("plan", operation_folder, "--weeks", 4, "--out", tmp_path / "a")
    (tmp_path / "closed.toml").write_text('name = "Closed"\nweeks = 4\n[[closures]]\nroute_id = "crossing_north"\n')
    aid("plan", operation_folder, "--scenario", tmp_path / "closed.toml", "--out", tmp_path / "b")
    aid("audit", operation_folder, tmp_path / "a")
    assert "North Camp" in aid("compare", operation_folder, tmp_path / "a", tmp_path / "b").output


def test_an_audit_says_what_it_could_not_see(operation_folder, tmp_path):
    aid("plan", operation_folder, "--weeks", 4, "--out", tmp_path / "a")
    stock = pd.read_csv(operation_folder / "stock.csv")
    stock.assign(earmark="north").to_csv(operation_folder / "stock.csv", index=False)
    for name in ("shipments", "stock", "losses"):
        table = pd.read_csv(tmp_path / "a" / f"{name}.csv").drop(columns=["expires", "earmark"])
        table.to_csv(tmp_path / "a" / f"{name}.csv", index=False)
    notes = json.loads(aid("audit", operation_folder, tmp_path / "a", "--json", code=1).stdout)["notes"]
    assert "do not carry expiry and earmark" in notes[0]
    assert notes[0] in aid("audit", operation_folder, tmp_path / "a", code=1).stdout


def test_a_plan_for_nobody_says_so(operation_folder, tmp_path):
    items = pd.read_csv(operation_folder / "items.csv").assign(need_quantity=0.0)
    items.to_csv(operation_folder / "items.csv", index=False)
    assert "No camp needs anything" in aid("plan", operation_folder, "--weeks", 2, "--out", tmp_path / "a").stdout


def test_a_changed_plan_fails_the_audit(operation_folder, tmp_path):
    aid("plan", operation_folder, "--weeks", 4, "--out", tmp_path / "a")
    shipments = pd.read_csv(tmp_path / "a" / "shipments.csv")
    shipments.loc[shipments["quantity"].idxmax(), "quantity"] *= 3
    shipments.to_csv(tmp_path / "a" / "shipments.csv", index=False)
    aid("audit", operation_folder, tmp_path / "a", code=1)


def test_a_refused_plan_leaves_no_folder(operation_folder, tmp_path):
    (tmp_path / "x.toml").write_text("no_such_key = 1\n")
    refused = aid("plan", operation_folder, "--scenario", tmp_path / "x.toml", "--out", tmp_path / "p", code=1)
    assert "no_such_key" in refused.stderr
    assert not (tmp_path / "p").exists()


def test_given_needs_are_planned_for_and_bad_ones_named(operation_folder, tmp_path):
    needs = pd.DataFrame(
        {
            "camp_id": ["north"] * 2,
            "item_id": ["cereal"] * 2,
            "week": ["2025-07-06", "2025-07-13"],
            "need": [100.0, 50.0],
        }
    )
    needs.to_csv(tmp_path / "needs.csv", index=False)
    aid("plan", operation_folder, "--needs", tmp_path / "needs.csv", "--out", tmp_path / "p")
    assert pd.read_csv(tmp_path / "p" / "coverage.csv")["need"].tolist() == [100.0, 50.0]
    needs.assign(week=["2025-07-05", "2025-07-13"], camp_id=["north", "mars"]).to_csv(
        tmp_path / "needs.csv", index=False
    )
    refused = aid("plan", operation_folder, "--needs", tmp_path / "needs.csv", "--out", tmp_path / "q", code=1).stderr
    assert "2025-07-05" in refused
    assert "mars" in refused


def test_models_lists_the_served_version():
    assert "* 20" in aid("models").output


def test_promoting_an_unknown_version_is_refused():
    assert "9999" in aid("promote", "9999", code=1).stderr
    assert "9999" in aid("models", "promote", "9999", code=1).stderr
    assert "9999" in aid("models", "evaluate", "9999", code=1).stderr


@pytest.mark.parametrize(
    "command",
    [
        "accept",
        "compliance",
        "decline",
        "evaluate",
        "export",
        "promote",
        "propose",
        "proposals",
        "rollback",
        "runs",
        "shadow",
    ],
)
def test_every_command_about_models_has_help_with_an_example(command):
    assert f"Example: aid models {command}" in aid("models", command, "--help").output


def test_a_model_beyond_bounds_is_promoted_only_with_a_reason(tmp_path, monkeypatch):
    version = (PROJECT / "models" / "CURRENT").read_text().strip()
    shutil.copytree(PROJECT / "models", tmp_path / "models")
    shutil.rmtree(tmp_path / "models" / version / "evaluation", ignore_errors=True)
    metadata = tmp_path / "models" / version / "metadata" / "metadata.json"
    stored = json.loads(metadata.read_text())
    stored.pop("evaluation", None)
    metadata.write_text(json.dumps(stored))
    monkeypatch.setenv("AID_MODELS", str(tmp_path / "models"))
    assert "was not measured" in aid("promote", version, code=1).stderr
    answer = json.loads(aid("models", "promote", version, "--reason", "nothing better is stored", "--json").stdout)
    assert answer["current"] == version
    assert answer["needed"]
    assert "nothing better is stored" in (tmp_path / "models" / "promotions.jsonl").read_text()


FIGURE = ("--camp", "north", "--week", "2025-07-27", "--people", "14000", "--reason", "buses", "--author", "Amina")


@pytest.fixture
def stored(resources):
    resources.store.save_version(small_operation(), parent=None, author="test")
    return "Small operation"


def test_a_figure_is_kept_listed_scored_and_taken_back(stored):
    kept = json.loads(aid("figures", "add", stored, *FIGURE, "--low", "13000", "--json").stdout)["figure"]
    assert (kept["camp_id"], kept["week"], kept["people"], kept["low"]) == ("north", "2025-07-27", 14_000, 13_000)
    assert kept["model_median"] > 0
    assert "14,000 people (13,000 to open)" in aid("figures", "list", stored).output
    assert json.loads(aid("figures", "list", stored, "--camp", "south", "--json").stdout)["figures"] == []
    told = aid("figures", "score", stored).output
    assert "No figure can be compared yet" in told
    assert "1 wait for a count" in told
    assert "taken back by Amina" in aid("figures", "remove", stored, kept["id"], "--by", "Amina").output
    assert "No figure is kept" in aid("figures", "list", stored).output
    assert "taken back by Amina" in aid("figures", "list", stored, "--all").output


def test_a_scored_figure_stands_beside_the_forecast_of_then(stored, resources):
    aid("figures", "add", stored, *FIGURE)
    tables = small_tables()
    later = pd.DataFrame({"camp_id": ["north"], "date": pd.to_datetime(["2025-07-27"]), "population": [13_950.0]})
    population = pd.concat([tables["population"], later], ignore_index=True)
    first = resources.store.latest_version(stored)
    newer = small_operation(population=population, settings={"planning_start": "2025-07-27"})
    resources.store.save_version(newer, parent=first.id, author="test")
    answer = json.loads(aid("figures", "score", stored, "--json").stdout)
    assert (answer["compared"], answer["waiting"], answer["beat_model"]) == (1, 0, 1)
    assert (answer["figures"][0]["counted"], answer["figures"][0]["off_by"]) == (13_950, 50)
    told = aid("figures", "score", stored).output
    assert "North Camp: off by 50 people" in told


def test_what_was_expected_is_named_where_a_figure_cannot_be_kept(stored, operation_folder):
    assert "Did you mean “Small operation”?" in aid("figures", "list", "Small operatoin", code=1).stderr
    assert "its camps: north, south, east" in aid("figures", "list", stored, "--camp", "nowhere", code=1).stderr
    assert "got 7; standing: none" in aid("figures", "remove", stored, 7, "--by", "A", code=1).stderr
    late = [*FIGURE[:3], "2025-06-01", *FIGURE[4:]]
    assert "not after the planning day" in aid("figures", "add", stored, *late, code=1).stderr
    blank = [*FIGURE[:-1], " "]
    assert "your name is blank" in aid("figures", "add", stored, *blank, code=1).stderr
    assert "No figure is kept" in aid("figures", "list", operation_folder).output


@pytest.mark.parametrize("command", ["list", "add", "remove", "score"])
def test_every_command_about_figures_has_help_with_an_example(command):
    assert f"Example: aid figures {command}" in aid("figures", command, "--help").output


@pytest.mark.parametrize("name", ["x" * 400, "a/" * 3000])
def test_a_name_no_file_system_knows_is_no_operation(stored, name):
    assert "Expected the name of a stored operation" in aid("figures", "list", name, code=1).stderr


def test_a_figure_for_a_week_no_table_can_hold_is_refused(stored):
    arguments = ("--camp", "north", "--week", "9999-12-31", "--people", 5, "--reason", "r", "--author", "a")
    assert "is not a day from" in aid("figures", "add", stored, *arguments, code=1).stderr
