"""Promotion: blocked by a bias table beyond bounds, or by none at all, unless a reason is written down."""

import datetime as dt
import json
import shutil
from dataclasses import replace

import pytest

from core.domain.access import alone
from core.errors import ModelIntegrity, ModelNotFound, RegistryError
from core.forecasting.storage import read_model
from core.registry import EVALUATION, ModelRegistry
from core.services.bias_bounds import reasons_needed
from core.services.describe_model import describe_model, family_rows, feature_rows
from core.services.evaluate_model import stored_evaluation
from core.services.promote_model import promote_model
from core.settings import PROJECT

AT_THE_MACHINE = alone("test")
DAY = dt.date(2026, 12, 1)
VERSION = (PROJECT / "models" / "CURRENT").read_text().strip()


@pytest.fixture
def own(resources, tmp_path):
    """The shipped models in a folder of the test's own, measured and not promoted yet."""
    shutil.copytree(PROJECT / "models", tmp_path / "models")
    (tmp_path / "models" / "promotions.jsonl").unlink(missing_ok=True)
    metadata = tmp_path / "models" / VERSION / "metadata" / "metadata.json"
    metadata.write_text(json.dumps({**json.loads(metadata.read_text()), "trained": "2026-11-20"}))
    registry = ModelRegistry(tmp_path / "models", read_model)
    # What was measured when the version was trained stands in its metadata; here it is a file of its own in any case.
    registry.keep_evaluation(VERSION, registry.evaluation(VERSION))
    return replace(resources, registry=registry)


def measured(own, **bias):
    """The stored evaluation with one row of bias."""
    values = json.loads((own.registry.folder / VERSION / EVALUATION).read_text())["evaluation"]
    row = {
        "by": "age", "group": "under 13", "n": 500, "camps": 9, "bias_share": -0.13, "naive_bias_share": -0.3,
        "coverage_80": 0.7, "is_judged": True, "breach": "bias", **bias,
    }  # fmt: skip
    own.registry.keep_evaluation(VERSION, {**values, "bias": [row]})


def test_a_group_beyond_the_bounds_blocks_promotion_and_is_named(own):
    measured(own)
    with pytest.raises(RegistryError, match=r"camps under 13 weeks old: 13.0% too low, at most 10%") as refused:
        promote_model(own, VERSION, " ", DAY, AT_THE_MACHINE)
    assert "--reason" in refused.value.hint
    assert own.registry.promotions() == []


def test_a_written_reason_lets_it_serve_and_is_kept_and_shown(own):
    measured(own)
    done = promote_model(own, VERSION, "the last count is worse", DAY, AT_THE_MACHINE)
    assert done.needed
    proposal = own.store.model_proposals.get(done.proposal)
    assert own.registry.promotions()[0] == {
        "version": VERSION,
        "day": "2026-12-01",
        "reason": "the last count is worse",
        "needed": list(done.needed),
        "by": "this machine",
        "proposal": proposal.id,
        "proposed_by": "this machine",
        "accepted_by": "this machine",
        "evidence_sha256": proposal.evidence_sha256,
        "compliant": False,
    }
    model = describe_model(own, VERSION)
    assert model.promoted["reason"] == "the last count is worse"
    assert model.speaks_against == done.needed


def test_within_bounds_no_reason_is_needed(own):
    measured(own, bias_share=0.01, breach="")
    (own.registry.folder / "CURRENT").write_text("none\n")
    assert promote_model(own, VERSION, "", DAY, AT_THE_MACHINE).needed == ()
    assert own.registry.current_version() == VERSION


def test_a_model_nobody_measured_needs_a_reason_too(own):
    (own.registry.folder / VERSION / EVALUATION).unlink()
    metadata = own.registry.folder / VERSION / "metadata" / "metadata.json"
    values = json.loads(metadata.read_text())
    values.pop("evaluation", None)
    metadata.write_text(json.dumps(values))
    with pytest.raises(RegistryError, match="was not measured"):
        promote_model(own, VERSION, "", DAY, AT_THE_MACHINE)
    assert describe_model(own, VERSION).evaluation is None


def test_an_evaluation_changed_by_hand_is_refused_and_named(own):
    path = own.registry.folder / VERSION / EVALUATION
    stored = json.loads(path.read_text())
    stored["evaluation"]["bias"][0]["n"] += 1
    path.write_text(json.dumps(stored))
    with pytest.raises(ModelIntegrity, match="changed since it was written"):
        promote_model(own, VERSION, "", DAY, AT_THE_MACHINE)
    model = describe_model(own, VERSION)
    assert EVALUATION in model.changed
    assert model.evaluation is None


def test_an_evaluation_of_other_files_is_out_of_date_and_not_read(own):
    metadata = own.registry.folder / VERSION / "metadata" / "metadata.json"
    values = json.loads(metadata.read_text())
    values.pop("evaluation", None)
    values["files"][values["serving_files"][0]] = "0" * 64
    metadata.write_text(json.dumps(values))
    assert stored_evaluation(own, VERSION) is None


def test_a_reason_too_long_and_a_version_unknown_are_refused(own):
    with pytest.raises(RegistryError, match="1,001 characters"):
        promote_model(own, VERSION, "x" * 1_001, DAY, AT_THE_MACHINE)
    with pytest.raises(ModelNotFound):
        promote_model(own, "9999", "because", DAY, AT_THE_MACHINE)


@pytest.mark.usefixtures("home")
def test_the_served_version_is_measured_on_emergencies_it_was_refitted_without(resources):
    found = stored_evaluation(resources, VERSION)
    assert found is not None
    left_out = [name for part in found.measured["parts"] for name in part]
    assert len(left_out) == len(set(left_out)) > 3
    assert set(found.bias["by"]) >= {"all", "place", "age", "staleness", "counts"}
    assert len(feature_rows(found)) == len(resources.registry.describe(VERSION).metadata["features"])
    assert family_rows(found)["shuffled_share"].notna().all()
    recorded = [p for p in resources.registry.promotions() if p["version"] == VERSION]
    assert not reasons_needed(found) or recorded[0]["reason"]
