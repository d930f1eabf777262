"""What people said becomes proposed weights with evidence; a person answers each, and few answers say nothing."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from core.domain.access import Actor, Role, alone
from core.domain.evidence import rate, share
from core.errors import NotAllowed, StoreError
from core.services.keep_scenarios import stored_scenarios
from core.services.open_operation import open_named
from core.services.plan_distribution import plan_distribution
from core.services.priorities import (
    SCENARIO,
    PriorityWords,
    accept_priority,
    answers_to_priorities,
    decline_priority,
    open_priorities,
    priority_named,
    propose_priorities,
    weights_table,
)
from entrypoints.cli import main
from tests.builders import PLANNING_START, small_operation

ME, NAME = alone("test", "Amina"), "Small operation"
DAY = PLANNING_START - pd.Timedelta(days=3)


def answers(*rows):
    columns = ["camp_id", "date", "item_id", "group", "indicator", "share_yes", "people_yes", "people_asked"]
    return pd.DataFrame(
        [[camp, DAY, item, group, said, None, yes, asked] for camp, item, group, said, yes, asked in rows],
        columns=columns,
    )


def camps_of(operation):
    return operation.camps["camp_id"].tolist()


def asked(*rows, **tables):
    return small_operation(monitoring=answers(*rows), **tables)


@pytest.fixture
def camps():
    return camps_of(small_operation())


@pytest.fixture
def worse(camps):
    """The first camp received much less than the second."""
    return asked((camps[0], None, None, "received", 60, 100), (camps[1], None, None, "received", 95, 100))


def test_a_camp_that_received_less_than_chance_explains_is_proposed(worse, camps):
    found = propose_priorities(worse)
    (one,) = found.proposed
    assert (one.key, one.now) == (f"camp:{camps[0]}", worse.camps["vulnerability"].fillna(1)[0])
    assert one.proposed == pytest.approx(one.now * 1.35, abs=0.006)
    (evidence,) = one.evidence
    assert (evidence.here.count, evidence.here.base, evidence.others.value) == (60, 100, 0.95)
    assert evidence.here.low < 0.6 < evidence.here.high < 0.95
    told = PriorityWords(worse).evidence(evidence).replace("\u00a0", " ")
    assert told == "60 % of 100 people asked say “received it” (47 to 72 % is likely); of the others 95 %."


@pytest.mark.parametrize(("yes", "people"), [(17, 29), (27, 29), (0, 29)])
def test_few_answers_say_nothing_however_bad(camps, yes, people):
    operation = asked((camps[0], None, None, "received", yes, people), (camps[1], None, None, "received", 95, 100))
    found = propose_priorities(operation)
    assert found.proposed == ()
    assert (f"camp:{camps[0]}", "received", people) in found.too_few
    assert "too few to say" in PriorityWords(operation).too_few(found.too_few)[0]


def test_what_chance_explains_and_small_gaps_are_not_proposed(camps):
    chance = asked((camps[0], None, None, "received", 33, 40), (camps[1], None, None, "received", 95, 100))
    small = asked((camps[0], None, None, "received", 8700, 10000), (camps[1], None, None, "received", 9500, 10000))
    assert propose_priorities(chance).proposed == propose_priorities(small).proposed == ()


def test_answers_of_before_the_weeks_that_count_are_not_looked_at(worse):
    old = worse.monitoring.assign(date=PLANNING_START - pd.Timedelta(weeks=worse.settings.ledger_weeks + 1))
    assert propose_priorities(small_operation(monitoring=old)).proposed == ()


def test_what_people_need_most_raises_the_priority_of_an_item():
    operation = small_operation()
    camp, (first, second) = camps_of(operation)[0], operation.items["item_id"].tolist()[:2]
    rows = ((camp, first, None, "needed_most", 80, 100), (camp, second, None, "needed_most", 20, 100))
    (one,) = propose_priorities(asked(*rows)).proposed
    assert (one.key, one.proposed) == (f"item:{first}", pytest.approx(one.now * 1.5, abs=0.006))


def test_bad_quality_and_a_group_left_behind_are_looked_at_and_have_no_weight(camps):
    rows = (
        (camps[0], None, None, "quality_good", 50, 100),
        (camps[1], None, None, "quality_good", 95, 100),
        (camps[1], None, None, "received", 95, 100),
        (camps[1], None, "women", "received", 30, 50),
    )
    found = propose_priorities(asked(*rows)).proposed
    assert {one.key for one in found} == {f"look:{camps[0]}", f"look:{camps[1]}:women"}
    assert {one.proposed for one in found} == {0}


def test_complaints_are_weighed_by_people_and_few_say_nothing(camps):
    def said(count):
        rows = [[camps[0], DAY, "not received", None, count], [camps[1], DAY, "not received", None, 1]]
        table = pd.DataFrame(rows, columns=["camp_id", "date", "category", "item_id", "complaints"])
        return propose_priorities(small_operation(complaints=table))

    many = said(5000)
    assert [one.key for one in many.proposed] == [f"camp:{camps[0]}"]
    assert many.proposed[0].evidence[0].is_complaint
    few = said(9)
    assert few.proposed == ()
    assert (f"camp:{camps[0]}", "not received", 9.0) in few.too_few


def test_shares_and_rates_refuse_what_cannot_be():
    for yes, people in ((1, 0), (5, 4), (-1, 4)):
        with pytest.raises(ValueError, match="Expected"):
            share(yes, people)
    for count, people in ((-1, 5), (1, 0)):
        with pytest.raises(ValueError, match="Expected"):
            rate(count, people)


@pytest.fixture
def opened(resources, worse):
    resources.store.save_version(worse, None, "test")
    return open_named(resources, NAME)


def test_accepting_puts_the_weight_into_a_scenario_that_changes_the_plan(resources, opened):
    (one,) = propose_priorities(opened.operation).proposed
    scenario = accept_priority(resources, opened, one, ME, "seen it myself", weight=3.0)
    assert scenario in stored_scenarios(resources, opened)
    assert (scenario.name, scenario.vulnerability[0].vulnerability) == (SCENARIO, 3.0)
    base = plan_distribution(resources, opened.operation, stored_scenarios(resources, opened)[0], as_of=None)
    plan = plan_distribution(resources, opened.operation, scenario, as_of=None)
    assert plan.key != base.key
    assert open_priorities(resources, NAME, propose_priorities(opened.operation)) == ()
    table = weights_table(opened.operation, answers_to_priorities(resources, NAME)).loc[one.camp_id]
    assert (table["accepted"], table["by"], table["reason"]) == (3.0, "Amina", "seen it myself")
    entry = resources.store.decisions.entries(NAME)[0]
    assert (entry.act, entry.subject) == ("accepted a proposed priority", f"priority {one.key}")
    assert entry.seen["proposal"]["evidence"][0]["here"]["base"] == 100


def test_a_declined_proposal_comes_back_when_people_say_something_else(resources, opened, camps):
    found = propose_priorities(opened.operation)
    decline_priority(resources, opened, found.proposed[0], ME, "one distribution was late")
    assert open_priorities(resources, NAME, found) == ()
    rows = ((camps[0], None, None, "received", 50, 100), (camps[1], None, None, "received", 95, 100))
    assert len(open_priorities(resources, NAME, propose_priorities(asked(*rows)))) == 1
    assert [one for one in stored_scenarios(resources, opened) if one.name == SCENARIO] == []


def test_a_second_weight_stands_beside_the_first_and_takes_the_place_of_its_own(resources, opened):
    (one,) = propose_priorities(opened.operation).proposed
    accept_priority(resources, opened, one, ME, "first", weight=2.0)
    again = accept_priority(resources, opened, one, ME, "second", weight=2.5)
    assert [change.vulnerability for change in again.vulnerability] == [2.5]


def test_no_reason_no_right_and_no_weight_are_refused(resources, opened):
    found = propose_priorities(opened.operation)
    (one,) = found.proposed
    before = resources.store.decisions.entries(NAME)
    for reason, weight in (("  ", None), ("x" * 501, None), ("why", 0.0), ("why", 11.0), ("why", float("nan"))):
        with pytest.raises(StoreError):
            accept_priority(resources, opened, one, ME, reason, weight)
    viewer = Actor("Vera", frozenset({Role.ANALYST}), "page")
    with pytest.raises(NotAllowed):
        decline_priority(resources, opened, one, viewer, "why")
    with pytest.raises(StoreError, match="is no proposed priority"):
        priority_named(found, "camp:nowhere")
    assert resources.store.decisions.entries(NAME) == before


def test_the_command_lists_accepts_and_declines(opened, camps):
    def run(*words):
        return CliRunner().invoke(main, ["priorities", NAME, *words])

    told = json.loads(run("--json").output)
    key = told["proposed"][0]["key"]
    assert key == f"camp:{camps[0]}"
    assert told["proposed"][0]["evidence"][0]["base"] == 100
    assert run("--accept", key).exit_code == 1
    assert run("--weight", "2").exit_code == 2
    done = run("--accept", key, "--weight", "2", "--reason", "seen", "--by", "Amina")
    assert done.exit_code == 0, done.output
    assert "scenario “What people said”" in done.output
    assert "Nothing that people said speaks for another weight now." in run().output
    assert run("--decline", key, "--reason", "no longer").output.startswith("Declined: ")
