"""Data are submitted by one person, approved by another, published, and gone back from; each step is on record."""

from functools import cache

import pytest

from core.domain.access import Actor, Role, alone
from core.errors import InvalidTable, NotAllowed, StoreError
from core.services import publish_data as publish_data_module
from core.services.open_operation import OpenOperation, open_operation
from core.services.publish_data import look_at_rebase, publish_data, rebase_data
from core.services.rebuild_version import rebuild_version
from core.services.review_data import approve_data, reject_data, review_submission, waiting_submissions, withdraw_data
from core.services.roll_back import roll_back
from core.services.submit_data import draft_of_upload, save_or_submit, save_upload, submit_data
from core.services.submit_files import read_submission
from core.services.tell_submission import told_entry, told_verified
from core.services.upload_tables import named, preview_upload, versions_of
from core.services.verify_decisions import verify_decisions
from tests.builders import small_operation

STOCK = b"place_id,item_id,quantity\nhub,cereal,5\n"
NORTH = b"camp_id,date,population\nnorth,2025-07-06,9000\n"
AMINA = Actor("Amina", frozenset({Role.ANALYST}), "page")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "page")
BOTH = Actor("Chantal", frozenset({Role.COORDINATOR, Role.APPROVER}), "page")


@cache
def base():
    return small_operation()


@cache
def previewed(data=STOCK, name="stock.csv", how="replace"):
    """What a file does to the base operation; read once, for every test begins with that operation."""
    return preview_upload(OpenOperation(base(), None), {name: data}, how)


@pytest.fixture
def opened(resources):
    return OpenOperation(base(), resources.store.save_version(base(), parent=None, author="test"))


def submitted(resources, opened, *file, actor=AMINA):
    return submit_data(resources, draft_of_upload(previewed(*file), opened, "July"), actor)


def numbers(resources, opened):
    return [version.number for version in versions_of(resources, opened.version.operation)]


def test_data_pass_two_people_before_they_are_in_use(resources, opened):
    made = submitted(resources, opened)
    assert waiting_submissions(resources, opened.version.operation) == [made]
    review = review_submission(resources, made.id)
    assert review.is_current
    assert any("stock" in sentence for sentence in review.change.sentences)
    assert review.plan_effect is None
    approve_data(resources, made.id, BEN, "compared with the list")
    assert numbers(resources, opened) == [1]
    version = publish_data(resources, made.id, BEN)
    assert numbers(resources, opened) == [2, 1]
    assert version.author == "Amina"
    assert open_operation(resources, version.operation).operation.stock["quantity"].tolist() == [5.0]
    entry = resources.store.decisions.entries()[1]
    assert (entry.name, entry.act, entry.reason) == ("Ben", "approved data", "compared with the list")
    assert entry.seen["fingerprint"] == version.fingerprint
    assert {"code_version", "rules_version", "libraries", "model_version", "model_fingerprint"} <= set(entry.seen)
    assert entry.seen["seen_fingerprint"] == opened.version.fingerprint
    assert told_entry(entry).startswith("3. ")
    assert verify_decisions(resources).holds


def test_nobody_approves_their_own(resources, opened):
    made = submitted(resources, opened, actor=BOTH)
    with pytest.raises(NotAllowed, match="of their own"):
        approve_data(resources, made.id, BOTH)
    assert numbers(resources, opened) == [1]


@pytest.mark.parametrize(
    "act",
    [
        lambda resources, number: approve_data(resources, number, AMINA),
        lambda resources, number: reject_data(resources, number, AMINA, "no"),
        lambda resources, number: publish_data(resources, number, AMINA),
        lambda resources, number: withdraw_data(resources, number, BOTH),
    ],
)
def test_who_has_not_the_right_is_refused_and_nothing_is_recorded(resources, opened, act):
    made = submitted(resources, opened)
    with pytest.raises(NotAllowed):
        act(resources, made.id)
    assert len(resources.store.decisions.entries()) == 2
    assert waiting_submissions(resources) == [made]


def test_a_rejection_needs_a_reason_and_ends_it(resources, opened):
    made = submitted(resources, opened)
    with pytest.raises(StoreError, match="no reason"):
        reject_data(resources, made.id, BEN, " ")
    assert reject_data(resources, made.id, BEN, "wrong month").reason == "wrong month"
    with pytest.raises(StoreError, match="rejected by Ben"):
        publish_data(resources, made.id, BEN)
    assert waiting_submissions(resources) == []


def test_its_author_takes_it_back(resources, opened):
    made = submitted(resources, opened)
    assert withdraw_data(resources, made.id, AMINA).state == "withdrawn"


def test_who_is_signed_in_submits_where_one_alone_publishes(resources, opened):
    preview = previewed()
    waits = save_upload(resources, preview, opened, AMINA)
    assert waits.version is None
    assert waits.submission.author == "Amina"
    done = save_upload(resources, preview, opened, alone("page", "Dora"))
    assert done.version.number == 2
    assert "one person at a machine without accounts" in told_entry(resources.store.decisions.entries()[0])


def test_a_stale_submission_is_refused_with_what_clashes_and_laid_on_top_where_nothing_does(resources, opened):
    first, second = submitted(resources, opened), submitted(resources, opened, NORTH, "population.csv", "add")
    for made in (first, second):
        approve_data(resources, made.id, BEN)
    publish_data(resources, first.id, BEN)
    with pytest.raises(StoreError, match=r"older version than number 2 .* No row was changed by both") as told:
        publish_data(resources, second.id, BEN)
    assert f"aid rebase {second.id}" in told.value.hint
    again = rebase_data(resources, second.id, AMINA)
    assert (again.state, again.parent) == ("submitted", versions_of(resources, again.operation)[0].id)
    assert waiting_submissions(resources) == [again]
    with pytest.raises(NotAllowed):
        approve_data(resources, again.id, Actor("Amina", frozenset({Role.APPROVER}), "page"))
    approve_data(resources, again.id, BEN)
    version = publish_data(resources, again.id, BEN)
    now = resources.store.load_version(version.id)
    assert now.stock["quantity"].tolist() == [5.0]
    assert now.population["population"].iloc[-1] == 9000
    assert again.sources == second.sources


def test_a_change_is_laid_on_top_and_the_old_one_withdrawn_together_or_not_at_all(resources, opened, monkeypatch):
    first, second = submitted(resources, opened), submitted(resources, opened, NORTH, "population.csv", "add")
    for made in (first, second):
        approve_data(resources, made.id, BEN)
    publish_data(resources, first.id, BEN)
    entries = len(resources.store.decisions.entries())
    # somebody decides about the old one between the look at it and the transaction
    looked = publish_data_module.look_at_rebase

    def overtaken(resources, number):
        found = looked(resources, number)
        withdraw_data(resources, number, AMINA)
        return found

    monkeypatch.setattr(publish_data_module, "look_at_rebase", overtaken)
    with pytest.raises(StoreError, match="withdrawn"):
        rebase_data(resources, second.id, AMINA)
    assert waiting_submissions(resources) == []
    assert len(resources.store.decisions.entries()) == entries + 1


def test_a_change_that_somebody_else_laid_on_top_stays_its_authors(resources, opened):
    first = submitted(resources, opened)
    second = submitted(resources, opened, NORTH, "population.csv", "add", actor=BOTH)
    for made, approver in ((first, BEN), (second, BEN)):
        approve_data(resources, made.id, approver)
    publish_data(resources, first.id, BEN)
    again = rebase_data(resources, second.id, AMINA)
    with pytest.raises(NotAllowed, match="of their own"):
        approve_data(resources, again.id, BOTH)
    assert approve_data(resources, again.id, BEN).decided_by == "Ben"


def test_rows_changed_by_both_are_named_and_nothing_is_published(resources, opened):
    changes = [b"camp_id,date,population\nnorth,2025-07-06,%d\n" % people for people in (9000, 9500)]
    first, second = (submitted(resources, opened, data, "population.csv", "add") for data in changes)
    for made in (first, second):
        approve_data(resources, made.id, BEN)
    publish_data(resources, first.id, BEN)
    with pytest.raises(StoreError, match=r"population north, 2025-07-06 \(added there, added here\)"):
        publish_data(resources, second.id, BEN)
    with pytest.raises(StoreError, match="Changed by both"):
        rebase_data(resources, second.id, AMINA)
    assert look_at_rebase(resources, second.id).conflicts["columns"].tolist() == ["population"]
    assert numbers(resources, opened) == [2, 1]


def test_going_back_is_one_step_on_record(resources, opened):
    made = submitted(resources, opened)
    approve_data(resources, made.id, BEN)
    publish_data(resources, made.id, BEN)
    newest = open_operation(resources, opened.version.operation)
    with pytest.raises(NotAllowed):
        roll_back(resources, newest, opened.version, AMINA)
    back = roll_back(resources, newest, opened.version, BEN, "wrong month")
    assert (back.number, back.fingerprint) == (3, opened.version.fingerprint)
    entry = resources.store.decisions.entries()[0]
    assert (entry.act, entry.seen["back_to_number"]) == ("went back to earlier data", 1)
    assert numbers(resources, opened) == [3, 2, 1]


def test_versions_are_made_again_from_their_raw_files_bit_for_bit(resources, opened):
    operation = base()
    tables = {
        f"{name}.csv": operation.filled(name).to_csv(index=False).encode()
        for name in operation.tables
        if operation.has(name)
    }
    fresh = named(preview_upload(None, tables, "replace"), "From files")
    first = save_upload(resources, fresh, None, alone("page", "Dora")).in_use()
    current = open_operation(resources, "From files")
    second = save_upload(resources, preview_upload(current, {"p.csv": NORTH}, "add"), current, alone("page")).in_use()
    found = verify_decisions(resources, raw=True)
    assert found.holds, told_verified(found)
    same = {(each.version.operation, each.version.number): each.same for each in found.rebuilt}
    assert same == {("From files", 2): True, ("From files", 1): True, (opened.version.operation, 1): None}
    (resources.store.raw.folder / second.sources["p.csv"]).write_bytes(b"altered")
    broken = rebuild_version(resources, second)
    assert (broken.same, "altered" in broken.why) == (False, True)
    assert rebuild_version(resources, first).same


def test_a_version_put_in_past_the_record_is_a_fault(resources, opened):
    from sqlalchemy import text

    with resources.store._engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO data_versions (operation, number, fingerprint, created, author, note, sources, content) "
                "SELECT operation, 9, fingerprint, '2999-01-01 00:00:00', 'x', '', '{}', content FROM data_versions"
            )
        )
    found = verify_decisions(resources)
    assert not found.holds
    assert "has no entry" in found.faults[0]


def test_files_and_folders_are_submitted_by_the_name_of_the_operation(resources, opened, tmp_path):
    (tmp_path / "stock.csv").write_bytes(STOCK)
    name = opened.version.operation
    preview, current = read_submission(resources, [tmp_path], name, "replace")
    assert current.version == opened.version
    assert save_or_submit(resources, draft_of_upload(preview, current), AMINA).submission.operation == name
    (tmp_path / "stock.csv").write_bytes(b"place_id,item_id,quantity\nnowhere,cereal,5\n")
    with pytest.raises(InvalidTable, match="not submitted"):
        read_submission(resources, [tmp_path], name, "replace")
