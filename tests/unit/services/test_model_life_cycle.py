"""From challenger to champion and back: evidence, two people, shadow, smoke tests, fallback, compliance."""

import datetime as dt
import json
import shutil
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import text

from core.domain.access import Actor, Role, alone
from core.domain.scenario import Scenario
from core.domain.schemas import Population
from core.errors import ModelIntegrity, ModelNotFound, NotAllowed, RegistryError, StoreError
from core.forecasting.storage import read_model
from core.registry import COMPLIANCE, ModelRegistry
from core.services.check_compliance import check_compliance
from core.services.deploy_model import deploy_model
from core.services.describe_model import describe_model
from core.services.export_model import export_model
from core.services.life_cycle import life_cycle
from core.services.open_operation import OpenOperation
from core.services.promote_model import promote_model
from core.services.propose_plan import propose_plan
from core.services.propose_promotion import suggest_promotion
from core.services.review_promotion import accept_promotion, accepted_proposal, decline_promotion
from core.services.roll_back_model import roll_back_model
from core.services.shadow_forecast import forecast_in_shadow, score_shadow
from core.services.tell_promotion import told_evidence
from core.services.verify_decisions import verify_decisions
from tests.builders import small_operation
from tests.unit.services.versions_of_models import (
    FIRST,
    SECOND,
    change_metadata,
    make_absurd,
    spoil,
    two_versions,
)

ANA = Actor("Ana", frozenset({Role.ANALYST}), "command line")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "page")
BOTH = Actor("Cleo", frozenset({Role.ANALYST, Role.APPROVER}), "page")
COORDINATOR = Actor("Dora", frozenset({Role.COORDINATOR}), "page")
TODAY = dt.date(2026, 11, 27)


@pytest.fixture
def own(resources, tmp_path):
    """Two versions in a folder of the test's own, and the small operation stored."""
    registry = ModelRegistry(two_versions(tmp_path / "models"), read_model)
    return replace(resources, registry=registry)


@pytest.fixture
def opened(own):
    operation = small_operation()
    return OpenOperation(operation, own.store.save_version(operation, parent=None, author="test"))


def suggested(own, actor=ANA, version=SECOND):
    return suggest_promotion(own, version, actor=actor, reason="trained on schedule")


def test_a_model_goes_from_challenger_to_champion_and_back(own, opened):
    propose_plan(own, opened, Scenario(name="Two weeks", weeks=2), COORDINATOR, "November")
    proposal = suggested(own)
    assert own.registry.challenger() == SECOND
    assert own.registry.current_version() == FIRST
    told = "\n".join(told_evidence(proposal.evidence))
    assert f"Champion {FIRST}, challenger {SECOND}." in told
    # the same files under another name: nothing differs, and the plan on record stays as it is
    assert [(plan["camps_changed"], plan["routes_changed"]) for plan in proposal.evidence["plans"]] == [(0, 0)]
    assert forecast_in_shadow(own, opened)

    accept_promotion(own, proposal.id, BEN, "agreed")
    done = deploy_model(own, SECOND, "", TODAY, BEN)
    assert (done.before, own.registry.current_version(), own.registry.challenger()) == (FIRST, SECOND, None)
    line = own.registry.promotions()[0]
    assert line["evidence_sha256"] == proposal.evidence_sha256
    assert (line["proposed_by"], line["accepted_by"], line["compliant"]) == ("Ana", "Ben", True)

    back = roll_back_model(own, "too low at new camps", TODAY, BEN)
    assert (back.version, back.withdrawn, own.registry.current_version()) == (FIRST, SECOND, FIRST)
    acts = [entry.act for entry in own.store.decisions.entries() if entry.subject.startswith("model")][::-1]
    assert acts == [
        "proposed a model", "accepted a proposed model", "promoted a model", "went back to an earlier model",
    ]  # fmt: skip
    assert verify_decisions(own).holds
    # what was withdrawn is never fallen back on, and its old acceptance opens nothing
    assert own.registry.served_before(FIRST) == []
    with pytest.raises(RegistryError, match="nobody has proposed it"):
        promote_model(own, SECOND, "", TODAY, BEN)


def test_who_proposed_a_model_does_not_accept_it(own, opened):
    proposal = suggested(own, BOTH)
    with pytest.raises(NotAllowed, match="of their own"):
        accept_promotion(own, proposal.id, BOTH)
    with pytest.raises(NotAllowed, match="of their own"):
        promote_model(own, SECOND, "", TODAY, BOTH)
    with pytest.raises(NotAllowed, match="may not promote"):
        accept_promotion(own, proposal.id, ANA)
    with pytest.raises(StoreError, match="waits for a decision already, as proposal 1"):
        suggested(own, BOTH)
    assert own.registry.current_version() == FIRST


def test_without_accounts_two_names_are_asked_for_as_soon_as_one_is_given(own, opened):
    proposal = suggested(own, alone("command line", "Amina"))
    with pytest.raises(NotAllowed, match="may not accept it too"):
        accept_promotion(own, proposal.id, alone("command line", " amina "))
    assert accept_promotion(own, proposal.id, alone("command line", "Ben")).decided_by == "Ben"


def test_declining_needs_a_reason_and_ends_the_shadow(own, opened):
    proposal = suggested(own)
    with pytest.raises(StoreError, match="no reason"):
        decline_promotion(own, proposal.id, BEN, " ")
    decline_promotion(own, proposal.id, BEN, "too few forecasts")
    assert own.registry.challenger() is None
    with pytest.raises(StoreError, match="declined already, by Ben"):
        accept_promotion(own, proposal.id, BEN)
    assert life_cycle(own).waiting == ()


def test_an_acceptance_written_by_hand_opens_nothing(own, opened):
    suggested(own)
    with own.store._transaction() as connection:
        connection.execute(text("UPDATE model_proposals SET state = 'accepted', decided_by = 'Ben'"))
    assert accepted_proposal(own, SECOND) is None
    with own.store._transaction() as connection:
        connection.execute(text("UPDATE model_proposals SET evidence = replace(evidence, '1.0', '3.0')"))
    with pytest.raises(StoreError, match="evidence of proposal 1 was altered"):
        own.store.model_proposals.get(1)


def test_files_exchanged_after_the_proposal_have_to_be_proposed_anew(own, opened):
    proposal = suggested(own)
    change_metadata(own.registry.folder / SECOND, seed=7)
    with pytest.raises(RegistryError, match="not those that proposal 1 is about"):
        accept_promotion(own, proposal.id, BEN)


def test_challenger_and_champion_are_scored_when_counts_arrive(own, opened):
    own.registry.challenge(SECOND)
    assert forecast_in_shadow(own, opened)
    assert not forecast_in_shadow(own, opened)  # the same question is answered once
    assert score_shadow(own, SECOND).empty
    operation = opened.operation
    day = operation.planning_start + pd.Timedelta(days=9)
    later = pd.DataFrame({Population.camp_id: operation.camps["camp_id"], Population.date: day})
    later[Population.population] = 10_000.0
    counts = pd.concat([operation.population, later], ignore_index=True)
    own.store.save_version(operation.replaced(population=counts), opened.version.id, author="test")
    scores = score_shadow(own, SECOND)
    whole = scores[scores["horizon_weeks"] == 0].set_index("who")
    assert list(whole.index) == ["champion", "challenger", "last_count"]
    assert (whole["n"] > 0).all()
    # the same model twice: the same scores to the last digit
    assert whole.loc["champion", "mae"] == whole.loc["challenger", "mae"]
    assert np.isfinite(whole[["mae", "wql"]].to_numpy()).all()


def test_an_absurd_model_is_not_deployed(own, opened):
    make_absurd(own.registry.folder / SECOND)
    proposal = suggested(own)
    accept_promotion(own, proposal.id, BEN)
    with pytest.raises(RegistryError, match=r"not deployed: .*times the last count.*Nothing was changed"):
        deploy_model(own, SECOND, "because", TODAY, BEN)
    assert own.registry.current_version() == FIRST


def test_a_server_that_is_not_ready_brings_the_version_before_back(own, opened):
    accept_promotion(own, suggested(own).id, BEN)
    with pytest.raises(RegistryError, match=f"withdrawn: the server says 503. {FIRST} is served again"):
        deploy_model(own, SECOND, "", TODAY, BEN, ask_server=lambda: "the server says 503")
    assert own.registry.current_version() == FIRST
    assert own.registry.promotions()[0]["withdrawn"] == SECOND


def test_where_the_champion_is_spoiled_the_version_before_answers_and_it_is_said(own, caplog):
    own.registry.promote(SECOND)
    own.registry.record_promotion({"version": SECOND, "day": "2026-11-26"})
    assert own.registry.current_version() == SECOND
    spoil(own.registry.folder / SECOND)
    served = own.registry.served()
    assert (served.version, served.named, served.is_fallback) == (FIRST, SECOND, True)
    assert "differs from the hash" in served.fault
    (event,) = {record.getMessage() for record in caplog.records if record.name == "core.registry"}
    assert event == "the version before the champion answers"
    assert caplog.records[0].keys == {"model_version": FIRST}
    assert describe_model(own, FIRST).is_served
    spoil(own.registry.folder / FIRST)
    with pytest.raises(ModelIntegrity, match=r"of model 2\.0 differs"):
        own.registry.current_version()


def test_there_is_nothing_to_go_back_to_where_one_version_served(own):
    with pytest.raises(ModelNotFound, match=r"No model served before 1\.0"):
        roll_back_model(own, "", TODAY, BEN)


def test_personal_data_in_a_card_or_a_packed_file_block_a_model(own):
    folder = own.registry.folder / SECOND
    assert check_compliance(own, SECOND, TODAY).passed
    change_metadata(folder, remark="ask amina.warsame@example.org")
    found = check_compliance(own, SECOND, TODAY)
    assert [check.check for check in found.blocking] == ["personal data"]
    assert "metadata/metadata.json: e-mail addresses" in found.blocking[0].found
    assert own.registry.compliance(SECOND)["passed"] is False
    assert "e-mail" not in (folder / COMPLIANCE).read_text().replace("e-mail addresses", "")
    with pytest.raises(RegistryError, match="e-mail addresses"):
        promote_model(own, SECOND, "because", TODAY, alone("command line"))


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"real": [{"emergency": "somewhere", "licence": ""}]}, "licence"),
        ({"trained": "2020-01-01"}, "retention"),
        ({"trained": "soon"}, "retention"),
        ({"evaluation": None}, "bias"),
    ],
)
def test_terms_age_and_bias_need_a_reason(own, change, check):
    shutil.rmtree(own.registry.folder / SECOND / "evaluation", ignore_errors=True)
    change_metadata(own.registry.folder / SECOND, **change)
    found = check_compliance(own, SECOND, TODAY)
    assert check in [one.check for one in found.needs_reason]
    assert found.blocking == ()


def test_a_card_without_a_part_is_named(own):
    card = own.registry.folder / SECOND / "README.md"
    card.write_text(card.read_text().replace("## Limits", "## Other"))
    found = {check.check: check for check in check_compliance(own, SECOND, TODAY).checks}
    assert "“Limits”" in found["model card"].found
    assert not found["files"].passed


def test_a_model_is_taken_out_whole_with_its_check(own, tmp_path):
    out = tmp_path / "model.zip"
    export_model(own, SECOND, out, "", TODAY, BEN)
    with zipfile.ZipFile(out) as archive:
        assert json.loads(archive.read(f"{SECOND}/{COMPLIANCE}"))["compliance"]["purpose"] == "export"
    assert own.store.decisions.entries()[0].act == "took data out"
    change_metadata(own.registry.folder / SECOND, real=[{"emergency": "ours", "licence": "own data"}])
    with pytest.raises(RegistryError, match="counts of your own operations"):
        export_model(own, SECOND, tmp_path / "other.zip", "", TODAY, BEN)
    assert not (tmp_path / "other.zip").exists()
