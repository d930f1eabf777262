"""What a source gave goes the way of every file; it is kept with where it came from, and a fault blocks nothing."""

import datetime as dt
import hashlib
import json

import pandas as pd
import pytest
from click.testing import CliRunner

from core.bootstrap import build_resources
from core.connectors import Provenance
from core.domain.access import Actor, Role, alone
from core.errors import DataError, NotAllowed, SourceUnavailable, StoreError
from core.intake.mapping import ImportAnswers
from core.services.connectors.fetch import Limits, fetch, fetch_into_folder
from core.services.connectors.manage import add_connector, connectors_of, remove_connector
from core.services.flow_steps import FLOWS, FlowContext, run_flow
from core.services.resources import secrets_of
from entrypoints.cli import main
from tests.builders import small_operation
from tests.unit.connectors import recorded
from tests.unit.connectors.source import source

ME, TODAY = alone("test"), pd.Timestamp("2024-06-01")
LIMITS = Limits(connect_seconds=0.5, pause=lambda _: None)
NAME = "Small operation"


def unhcr(parameters, _):
    return recorded.unhcr(int(parameters["page"]))


def broken(_parameters, _number):
    return 200, {}, b"<html>Down for maintenance"


def bring_in(resources, name, folder, **options):
    return fetch_into_folder(resources, name, folder, ImportAnswers(), ME, TODAY, limits=LIMITS, **options)


def test_figures_of_unhcr_are_counted_as_from_a_file(resources, tmp_path):
    with source(unhcr) as (address, _):
        add_connector(resources, "unhcr-rwanda", "unhcr", ME, address=address, parameters={"coa": "RWA"})
        looked, result = bring_in(resources, "unhcr-rwanda", tmp_path / "op", dry_run=True)
        assert not (tmp_path / "op").exists()
        assert result.preview.imported.tables[0].source == "unhcr_end_year"
        bring_in(resources, "unhcr-rwanda", tmp_path / "op")
    population = pd.read_csv(tmp_path / "op" / "population.csv")
    total = 81234 + 421 + 49876 + 12 + 310
    assert population[["camp_id", "date", "population"]].to_numpy().tolist() == [["rwa", "2023-12-31", total]]
    pages = looked.record.told["pages"]
    assert [page["status"] for page in pages] == [200, 200]
    kept = Provenance(resources.settings.home).answers.read(pages[0]["sha256"])
    assert json.loads(kept) == recorded.unhcr(1)
    assert looked.record.told["table_sha256"] == hashlib.sha256(looked.table).hexdigest()


def test_figures_of_hapi_and_prices_are_known_by_their_importers(resources, tmp_path):
    with source(lambda *_: {"data": [recorded.hapi_refugee()]}) as (address, _):
        add_connector(resources, "people", "hapi_refugees", ME, address=address, key="word")
        _, result = bring_in(resources, "people", tmp_path / "op", dry_run=True)
    assert result.preview.imported.tables[0].source == "hapi_refugees"
    assert result.preview.tables["population"] == 1
    rows = [recorded.hapi_price("Kimironko", "RWF", 450), recorded.hapi_price("Remera", "USD", 0.4)]
    with source(lambda *_: {"data": rows}) as (address, _):
        add_connector(resources, "prices", "wfp_prices", ME, address=address, key="word")
        _, result = bring_in(resources, "prices", tmp_path / "op", dry_run=True)
    assert result.preview.imported.tables[0].source == "wfp_prices"
    assert any(finding.rule == "no_usd_price" for finding in result.preview.findings)


def test_answers_to_a_form_are_read_and_are_not_kept_as_they_came(resources, tmp_path):
    answers = [recorded.kobo_answer(0, 900), recorded.kobo_answer(1, 950)]
    page = {"count": 2, "next": None, "previous": None, "results": answers}
    with source(lambda *_: page) as (address, _):
        add_connector(resources, "form", "kobo", ME, address=address, key="word")
        fetched, result = bring_in(resources, "form", tmp_path / "op", dry_run=True)
    assert result.preview.imported.tables[0].source == "kobo"
    assert result.preview.tables["population"] == 2
    assert [page["kept"] for page in fetched.record.told["pages"]] == [False]
    folder = resources.settings.home / "fetched"
    assert [file.suffix for file in folder.iterdir()] == [".json"]


def test_a_fault_is_on_record_and_the_folder_stays_as_it_was(resources, operation_folder):
    before = {file.name: file.read_bytes() for file in operation_folder.iterdir()}
    with source(broken) as (address, _):
        add_connector(resources, "unhcr", "unhcr", ME, address=address)
        with pytest.raises(SourceUnavailable, match="a web page in place of figures"):
            bring_in(resources, "unhcr", operation_folder)
    assert {file.name: file.read_bytes() for file in operation_folder.iterdir()} == before
    (_, last), = connectors_of(resources, ME)  # fmt: skip
    assert "a web page" in last.told["fault"]
    kept = Provenance(resources.settings.home).answers.read(last.told["pages"][0]["sha256"])
    assert kept == b"<html>Down for maintenance"


def test_no_row_is_told(resources, tmp_path):
    with source(lambda *_: {"items": [], "maxPages": 1}) as (address, _):
        add_connector(resources, "unhcr", "unhcr", ME, address=address)
        with pytest.raises(DataError, match="no row answers"):
            bring_in(resources, "unhcr", tmp_path / "op")


def test_the_key_lies_with_the_secrets_alone_and_goes_with_its_connector(resources):
    add_connector(resources, "prices", "wfp_prices", ME, key=" app-word\n")
    home = resources.settings.home
    assert secrets_of(resources).read("connector-prices") == b"app-word"
    written = [file for file in home.rglob("*") if file.is_file() and b"app-word" in file.read_bytes()]
    assert [file.name for file in written] == ["connector-prices"]
    assert (home / "connectors.json").stat().st_mode & 0o077 == 0
    remove_connector(resources, "prices", ME)
    assert connectors_of(resources, ME) == []
    assert not secrets_of(resources).read("connector-prices")
    acts = [entry.act for entry in resources.store.decisions.entries()]
    assert acts.count("changed who is asked for figures") == 2


@pytest.mark.parametrize(
    ("name", "kind", "options"),
    [
        ("Two words", "unhcr", {}),
        ("a", "weather", {}),
        ("a", "unhcr", {"parameters": {"password": "x"}}),
        ("a", "unhcr", {"key": "not taken"}),
        ("a", "hapi_refugees", {}),
        ("a", "hapi_refugees", {"key": "two\nlines"}),
        ("a", "kobo", {"key": "word"}),
        ("a", "unhcr", {"address": "http://example.org/"}),
        ("a", "unhcr", {"operation": "no such operation"}),
    ],
)
def test_what_cannot_be_asked_is_not_configured(resources, name, kind, options):
    with pytest.raises((DataError, StoreError)):
        add_connector(resources, name, kind, ME, **options)
    assert connectors_of(resources, ME) == []


def test_whoever_may_not_is_refused(resources):
    analyst = Actor("Ana", frozenset({Role.ANALYST}), "page")
    with pytest.raises(NotAllowed):
        add_connector(resources, "a", "unhcr", analyst)
    viewer = Actor("Vera", frozenset({Role.VIEWER}), "page")
    with pytest.raises(NotAllowed):
        fetch(resources, "a", viewer)
    with pytest.raises(DataError, match="no connector “a”"):
        fetch(resources, "a", analyst)


def test_the_flow_submits_what_is_new_once_and_tells_what_failed(resources):
    resources.store.save_version(small_operation(), None)
    context = FlowContext(resources, build_resources, ME, dt.date(2024, 6, 1), pause=lambda _: None)
    with source(unhcr) as (good, _), source(broken) as (bad, _):
        add_connector(resources, "a-broken", "unhcr", ME, address=bad, operation=NAME)
        add_connector(resources, "b-good", "unhcr", ME, address=good, operation=NAME)
        add_connector(resources, "c-other", "unhcr", ME, address=bad)
        first = run_flow(context, FLOWS["fetch"], {"operation": NAME}).values
        again = run_flow(context, FLOWS["fetch"], {"operation": NAME}).values
    assert (len(first["submissions"]), first["faults"]) == (1, ["a-broken"])
    assert (again["submissions"], again["faults"]) == ([], ["a-broken"])
    (waiting,) = resources.store.submissions.of(NAME)
    assert waiting.note.startswith("Fetched by connector b-good, table ")
    assert waiting.version is None
    assert "nothing new" in resources.store.flow_runs.newest()[0].message


def test_commands_add_list_fetch_and_remove(home, tmp_path):
    def run(*words, key=None):
        return CliRunner().invoke(main, ["connectors", *words], input=key)

    assert "No connector is configured; nothing is asked." in run("list").output
    with source(unhcr) as (address, asked):
        added = run("add", "unhcr", "--kind", "unhcr", "--address", address, "--set", "coa=RWA")
        assert added.exit_code == 0, added.output
        assert "never asked" in added.output
        assert asked == []
        fetched = run("fetch", "unhcr", "--into", str(tmp_path / "op"))
        assert fetched.exit_code == 0, fetched.output
        assert fetched.output.startswith("3 rows on 2 pages; on record in ")
        assert "1 row of population" in fetched.output
    told = json.loads(run("list", "--json").output)["connectors"][0]
    assert (told["address"], told["last"]["rows"]) == (address, 3)
    gone = run("fetch", "unhcr", "--into", str(tmp_path / "other"))
    assert gone.exit_code == 1
    assert "cannot be reached" in gone.stderr
    assert not (tmp_path / "other").exists()
    typed = run(
        "add", "form", "--kind", "kobo", "--address", "https://kf.example/data/", "--key-file", "-", key="word\n"
    )
    assert typed.exit_code == 0, typed.output
    assert "word" not in typed.output
    assert run("remove", "form").output == "form is asked no longer.\n"
    assert run("add", "x", "--kind", "unhcr", "--set", "coa").exit_code == 2
