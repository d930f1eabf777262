"""Waybills in bundles, safety copies and the record: they go along as they were issued, and nothing slips in."""

import json

import pytest
from sqlalchemy import text

from core.bootstrap import build_resources
from core.domain.access import alone
from core.errors import DataError, NotAllowed
from core.services.make_bundle import make_bundle, of_store, public_key
from core.services.make_safety_copy import make_safety_copy
from core.services.merge_bundle import merge_bundle, revoke_key
from core.services.resources import secrets_of
from core.services.restore_safety_copy import restore_safety_copy
from core.services.verify_decisions import verify_decisions
from core.settings import read_environment
from tests.builders import small_operation
from tests.waybills import PLAN, WEEK, line, sealed, waybill

NAME = "Small operation"
WHO = alone("page", "Amina")
FILES = {"visits.csv": b"vehicle,trip\n"}


@pytest.fixture
def issued(resources, tmp_path):
    resources.store.save_version(small_operation(), parent=None, author="test")
    return resources.store.waybills.issue(NAME, PLAN, WEEK, sealed(tmp_path), FILES, WHO)


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("AID_HOME", str(tmp_path / "elsewhere"))
    built = build_resources(read_environment())
    yield built
    built.store.close()


def merged(there, file, **choices):
    return merge_bundle(there, alone("page", "Ben"), file, NAME, secrets_of(there), trust_this=True, **choices)


def test_a_bundle_carries_waybills_and_merging_it_twice_changes_nothing(resources, issued, elsewhere, tmp_path):
    file = tmp_path / "one.aidbundle"
    make_bundle(resources, WHO, NAME, file, secrets_of(resources))
    told = merged(elsewhere, file)
    assert "1 dispatches taken." in told.sentences
    assert elsewhere.store.waybills.all(NAME) == issued
    kept = elsewhere.store.waybills.dispatch(NAME, PLAN, WEEK)
    assert elsewhere.store.waybills.files(kept) == FILES
    assert verify_decisions(elsewhere).holds
    assert "Nothing changes." in merged(elsewhere, file).sentences


def test_waybills_issued_otherwise_on_both_sides_are_a_conflict_and_ours_stay(resources, issued, elsewhere, tmp_path):
    file = tmp_path / "one.aidbundle"
    make_bundle(resources, WHO, NAME, file, secrets_of(resources))
    elsewhere.store.save_version(small_operation(), parent=None, author="test")
    other = sealed(tmp_path, waybill(lines=[line(quantity=3.0)]))
    ours = elsewhere.store.waybills.issue(NAME, PLAN, WEEK, other, FILES, WHO)
    told = merged(elsewhere, file)
    assert [(c.table, c.kept) for c in told.conflicts] == [("issued waybills", None)]
    assert merged(elsewhere, file, prefer="theirs").conflicts[0].kept == "ours"
    assert elsewhere.store.waybills.all(NAME) == ours


def test_a_bundle_of_a_revoked_key_is_refused_whatever_is_trusted(resources, issued, elsewhere, tmp_path):
    file = tmp_path / "one.aidbundle"
    make_bundle(resources, WHO, NAME, file, secrets_of(resources))
    revoke_key(WHO, secrets_of(elsewhere), public_key(secrets_of(resources)))
    with pytest.raises(NotAllowed, match="key that was revoked"):
        merged(elsewhere, file)
    assert elsewhere.store.operations() == []


def test_a_waybill_that_is_not_what_its_seal_is_of_is_refused(resources, issued):
    bundled = of_store(resources.store, NAME, "confidential", resources.store.now(), "Amina").dispatches[0]
    first = bundled.waybills[0]
    values = json.loads(first.content)
    values["lines"][0]["quantity"] += 1
    forged = bundled.model_copy(
        update={"waybills": (first.model_copy(update={"content": json.dumps(values)}), *bundled.waybills[1:])}
    )
    with pytest.raises(DataError, match="not what its seal is of"):
        forged.taken(NAME)
    with pytest.raises(DataError, match="another plan or week"):
        bundled.taken("another operation")


def test_a_safety_copy_puts_waybills_back(resources, issued, elsewhere, tmp_path):
    copy = tmp_path / "copy.aidcopy"
    make_safety_copy(resources, WHO, copy)
    restore_safety_copy(elsewhere, WHO, copy, trust_this=True, without_accounts=True)
    assert elsewhere.store.waybills.all(NAME) == issued
    assert elsewhere.store.missing_guards() == []


def test_the_record_tells_a_waybill_put_in_or_changed_past_the_program(resources, issued):
    assert verify_decisions(resources).holds
    with resources.store._engine.begin() as connection:
        connection.execute(text("DROP TRIGGER issued_waybills_stay_update"))
        changed = waybill(stop=7).to_text()
        connection.execute(
            text("UPDATE issued_waybills SET content = :content WHERE waybill_id = :id"),
            {"content": changed, "id": issued[0].id},
        )
        connection.execute(
            text(
                "INSERT INTO issued_waybills (dispatch, operation, waybill_id, content, seal, key) "
                "SELECT dispatch, operation, 'X', :content, seal, key FROM issued_waybills LIMIT 1"
            ),
            {"content": waybill("east").to_text()},
        )
    faults = " ".join(verify_decisions(resources).faults)
    for told in ("is not what was issued", "no entry says that anybody issued it", "was taken off"):
        assert told in faults
