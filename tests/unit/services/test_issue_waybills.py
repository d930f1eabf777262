"""From an approved plan to waybills that verify: who may issue them, once, and what the command line says."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from core.domain.access import Actor, Role, alone
from core.domain.dispatch import DispatchRequest
from core.domain.scenario import Scenario
from core.domain.schemas import Loads
from core.errors import AidError, InvalidScenario, NotAllowed, StoreError
from core.services.ask_dispatch import asked_dispatch
from core.services.dispatch_papers import draft_papers, files_of_dispatch
from core.services.edit_dispatch import (
    DispatchEdits,
    arrange,
    lock,
    move,
    put_on_day,
    reorder,
    trips_that_load_alike,
    unlock,
)
from core.services.issue_waybills import issue_waybills, issued_dispatch
from core.services.merge_bundle import revoke_key
from core.services.open_operation import OpenOperation
from core.services.plan_dispatch import plan_dispatch, weeks_with_shipments
from core.services.plan_distribution import plan_distribution
from core.services.plans_to_dispatch import plan_of_scenario, plan_on_record
from core.services.propose_plan import propose_plan
from core.services.resources import secrets_of
from core.services.review_plan import approve_plan
from core.services.verify_decisions import verify_decisions
from core.services.verify_waybill import Verdict, verify_waybills
from core.services.waybills_on_record import papers_on_record, write_papers
from entrypoints.cli import main
from tests.builders import small_operation

NAME = "Small operation"
AMINA = Actor("Amina", frozenset({Role.COORDINATOR}), "page")
ANALYST = Actor("Ana", frozenset({Role.ANALYST}), "page")


@pytest.fixture
def chosen(resources):
    operation = small_operation()
    opened = OpenOperation(operation, resources.store.save_version(operation, parent=None, author="test"))
    proposal = propose_plan(resources, opened, Scenario(weeks=2), alone("page", "Amina"))
    approve_plan(resources, proposal.id, alone("page", "Ben"))
    return plan_on_record(resources, proposal.id)


@pytest.fixture
def week(chosen):
    return weeks_with_shipments(chosen.plan)[0].date()


@pytest.fixture
def checked(resources, chosen, week):
    return plan_dispatch(resources, chosen.operation, chosen.plan, DispatchRequest(week, iterations=50))


def test_waybills_of_an_approved_plan_carry_every_load_and_verify(resources, chosen, checked, week, tmp_path):
    issued = issue_waybills(resources, chosen, checked, AMINA)
    loads = checked.dispatch.loads.groupby([Loads.item_id])[Loads.quantity].sum()
    told = {}
    for each in issued:
        for line in each.waybill.lines:
            told[line.item_id] = told.get(line.item_id, 0.0) + line.quantity
    assert told == pytest.approx(loads.to_dict())
    assert {each.waybill.plan for each in issued} == {chosen.key}
    assert verify_decisions(resources).holds

    papers = papers_on_record(resources, NAME, week)
    assert not papers.is_draft
    assert {each.waybill.id for each in papers.sealed} == {each.id for each in issued}
    assert papers.dispatch.loads[Loads.waybill_id].isin([each.id for each in issued]).all()
    names = write_papers(papers, tmp_path / "papers")
    assert "waybills.json" in names
    for file in ("waybills.json", "waybills.html", "waybills.pdf"):
        target = tmp_path / "papers" / file
        target.with_suffix(".json").exists()
        found = verify_waybills(resources, target)
        assert all(each.is_genuine for each in found)
        assert len(found) == len(issued)
    first = issued[0]
    scanned = verify_waybills(resources, text=first.seal)[0]
    assert scanned.is_genuine
    assert f"plan {chosen.key[:12]}" in scanned.notes[0]
    assert "data version 1" in scanned.notes[0]
    assert "issued here by Amina" in scanned.notes[1]
    assert len(scanned.lines) == len(first.waybill.lines)


def test_a_changed_quantity_is_named_with_what_was_issued(resources, chosen, checked, week, tmp_path):
    issue_waybills(resources, chosen, checked, AMINA)
    values = json.loads(papers_on_record(resources, NAME, week).json())
    values["waybills"][0]["waybill"]["lines"][0]["quantity"] += 7
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(values))
    found = verify_waybills(resources, file)
    assert [each.checked.verdict for each in found[:2]] == [Verdict.ALTERED, Verdict.GENUINE]
    assert any("issued " in note and "here " in note for note in found[0].notes)
    answer = CliRunner().invoke(main, ["verify-waybill", str(file)])
    assert answer.exit_code == 1
    assert "was changed after it was sealed" in answer.output


def test_who_may_issue_what_and_when(resources, chosen, checked, week):
    with pytest.raises(NotAllowed, match="may not issue waybills"):
        issue_waybills(resources, chosen, checked, ANALYST)
    other = replace(
        chosen, plan=replace(chosen.plan, tables={**chosen.plan.tables, "shipments": chosen.plan.shipments.head(1)})
    )
    with pytest.raises(StoreError, match="another plan"):
        issue_waybills(resources, other, checked, AMINA)
    assert issued_dispatch(resources, NAME, chosen.key, week) is None
    issue_waybills(resources, chosen, checked, AMINA)
    with pytest.raises(StoreError, match="issued already, by Amina"):
        issue_waybills(resources, chosen, checked, AMINA)


def test_no_waybill_of_a_draft_is_issued(resources):
    operation = small_operation()
    opened = OpenOperation(operation, resources.store.save_version(operation, parent=None, author="test"))
    audited = plan_distribution(resources, operation, Scenario(weeks=1))
    draft = plan_of_scenario(resources, opened, audited)
    week = weeks_with_shipments(draft.plan)[0].date()
    checked = plan_dispatch(resources, operation, draft.plan, DispatchRequest(week, iterations=20))
    assert not draft.is_accepted
    assert draft_papers(draft, checked.dispatch).is_draft
    with pytest.raises(StoreError, match="This plan is a draft"):
        issue_waybills(resources, draft, checked, AMINA)
    assert resources.store.waybills.all(NAME) == []


def test_a_revoked_key_makes_every_waybill_it_sealed_worthless(resources, chosen, checked, week):
    issued = issue_waybills(resources, chosen, checked, AMINA)
    revoke_key(alone("command line"), secrets_of(resources), issued[0].key)
    found = verify_waybills(resources, text=issued[0].seal)[0]
    assert found.checked.verdict == Verdict.REVOKED_KEY


def test_the_files_of_a_dispatch_hold_its_tables(checked):
    files = files_of_dispatch(checked.dispatch)
    assert {"visits.csv", "loads.csv", "unserved.csv", "trips.csv", "drives.csv", "summary.json"} <= set(files)


def test_a_locked_trip_stays_and_edits_can_be_taken_back(resources, chosen, checked):
    dispatch = checked.dispatch
    first = dispatch.trips.iloc[0]
    name = (first["vehicle"], int(first["trip"]))
    begun = DispatchEdits(dispatch.request)
    locked = lock(begun, dispatch, {}, *name)
    assert locked.is_pinned(dispatch, *name)
    assert lock(locked, dispatch, {}, *name) is locked
    asked = arrange(locked)
    again = plan_dispatch(resources, chosen.operation, chosen.plan, asked.request)
    kept = [t for t in again.dispatch.trips.itertuples() if asked.is_pinned(again.dispatch, t.vehicle, int(t.trip))]
    assert [t.vehicle for t in kept] == [name[0]]
    assert unlock(asked, again.dispatch, {}, kept[0].vehicle, int(kept[0].trip)).pinned == ()
    assert asked.undone() == locked
    assert asked.begun_anew() == begun
    with pytest.raises(InvalidScenario, match="has no trip 99"):
        lock(begun, dispatch, {}, name[0], 99)


def test_a_stop_is_moved_and_nothing_else_changes(resources, chosen, checked):
    dispatch = checked.dispatch
    begun = DispatchEdits(dispatch.request)
    for trip in dispatch.trips.sort_values("load_kg").itertuples():
        source = (trip.vehicle, int(trip.trip))
        room = [other for other in trips_that_load_alike(dispatch, *source) if fits(dispatch, source, other)]
        if room:
            break
    else:
        pytest.skip("no trip of this dispatch has room for another one's stop")
    asked = move(begun, dispatch, {}, *source, 1, *room[0])
    moved = plan_dispatch(resources, chosen.operation, chosen.plan, asked.request).dispatch
    assert moved.loads[Loads.quantity].sum() == pytest.approx(dispatch.loads[Loads.quantity].sum())
    assert len(moved.trips) == len(dispatch.trips) - 1
    assert asked.said[-1].startswith("Move ")
    assert len(asked.request.locked) == len(dispatch.trips) - 1
    with pytest.raises(InvalidScenario, match="of its trip already"):
        reorder(begun, dispatch, {}, *source, 1, -1)


def test_a_trip_begins_on_another_day(resources, chosen, checked):
    dispatch = checked.dispatch
    # one whose goods nobody waits for
    last = dispatch.trips[dispatch.trips["origin_id"] == "crossing"].iloc[-1]
    name = (last["vehicle"], int(last["trip"]))
    asked = put_on_day(DispatchEdits(dispatch.request), dispatch, {}, *name, "Sat")
    later = plan_dispatch(resources, chosen.operation, chosen.plan, asked.request).dispatch
    begins = [t.starts.day_name() for t in later.trips.itertuples() if asked.is_pinned(later, t.vehicle, int(t.trip))]
    assert begins == ["Saturday"]


def fits(dispatch, source, other):
    trips = dispatch.trips.set_index(["vehicle", "trip"])
    one, two = trips.loc[source], trips.loc[other]
    return one["load_kg"] + two["load_kg"] <= two["payload_kg"] and one["load_m3"] + two["load_m3"] <= two["volume_m3"]


@pytest.mark.parametrize(("week", "told"), [("soon", "is not a date"), ("2025-07-01", "is no Sunday")])
def test_a_week_that_is_none_is_named(week, told):
    with pytest.raises(AidError, match=told):
        asked_dispatch(week)


def test_the_command_line_issues_lists_writes_and_verifies(resources, chosen, week, tmp_path):
    run = CliRunner().invoke
    drafts = tmp_path / "drafts"
    drafted = run(
        main, ["waybills", "draft", "1", "--week", str(week), "--language", "ar", "--out", str(drafts), "--json"]
    )
    assert drafted.exit_code == 0, drafted.output
    assert "waybills.json" not in json.loads(drafted.output)["files"]
    assert '<html lang="ar" dir="rtl">' in (drafts / "driver-sheets.html").read_text()
    assert json.loads(run(main, ["waybills", "list", NAME, "--json"]).output)["waybills"] == []
    unknown = run(main, ["waybills", "draft", "1", "--week", str(week), "--language", "xx", "--out", str(drafts)])
    assert (unknown.exit_code, "en, fr, ar, es" in unknown.output) == (1, True)
    issued = run(main, ["waybills", "issue", "1", "--week", str(week), "--json"])
    assert issued.exit_code == 0, issued.output
    ids = json.loads(issued.output)["waybills"]
    again = run(main, ["waybills", "issue", "1", "--week", str(week)])
    assert again.exit_code == 1
    assert "issued already" in again.output
    listed = json.loads(run(main, ["waybills", "list", NAME, "--json"]).output)["waybills"]
    assert [each["waybill_id"] for each in listed] == ids
    written = run(main, ["waybills", "write", NAME, "--week", str(week), "--out", str(tmp_path / "papers")])
    assert written.exit_code == 0, written.output
    verified = run(main, ["verify-waybill", str(tmp_path / "papers" / "waybills.json"), "--json"])
    assert verified.exit_code == 0
    assert [each["verdict"] for each in json.loads(verified.output)["waybills"]] == ["genuine"] * len(ids)
    told = run(main, ["verify-waybill", str(tmp_path / "papers" / "waybills.pdf")]).output
    assert "waybills.json was read, which was written beside the PDF" in told
    assert all(
        each["journey"] in told and " to " in each["journey"] for each in json.loads(verified.output)["waybills"]
    )
    other = run(main, ["verify-waybill", str(tmp_path / "papers" / "waybills.json"), "--plan", "0" * 12])
    assert other.exit_code == 1
    assert "of plan" in other.output
    assert run(main, ["verify-waybill"]).exit_code == 2
    nothing = run(main, ["verify-waybill", "--text", "hello"])
    assert nothing.exit_code == 1
    assert "no seal of a waybill" in nothing.output
