"""Two laptops and one operation: bundled, carried over, merged, and nothing lost or believed without a word."""

import datetime as dt
import json
import zipfile
from dataclasses import replace

import pandas as pd
import pytest

from core.bootstrap import build_resources
from core.domain.access import Actor, Role, alone
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.errors import AidError, DataError, InvalidTable, NotAllowed, SourceUnavailable
from core.intake import write_folder
from core.secrets_folder import SecretsFolder
from core.services.make_bundle import make_bundle, public_key
from core.services.merge_bundle import forget_key, merge_bundle, trust_key, trusted_keys
from core.settings import read_environment
from core.store import Override
from tests.accepted_plans import accept_plan
from tests.builders import small_tables
from tests.unit.store.conftest import Clock

NAME = "Small operation"
KEPT = ("camps", "population", "depots", "items", "stock", "settings")
ANN = alone("command line", "Ann")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "command line")


class Laptop:
    def __init__(self, folder, name):
        self.resources = build_resources(read_environment({"AID_HOME": str(folder / name)}))
        self.store = self.resources.store
        self.store.now = Clock()
        self.secrets = SecretsFolder(folder / name / "secrets")
        self.folder = folder
        self.made = 0

    def save(self, operation, author="Ann"):
        newest = self.store.latest_version(NAME)
        return self.store.save_version(operation, newest.id if newest else None, author, name=NAME)

    def bundle(self, **options):
        self.made += 1
        file = self.folder / f"{self.resources.settings.home.name}-{self.made}.aidbundle"
        make_bundle(self.resources, ANN, NAME, file, self.secrets, **options)
        return file

    def merge(self, file, into=NAME, actor=ANN, trust_this=True, **options):
        return merge_bundle(
            self.resources, actor, file, str(into), self.secrets, trust_this=trust_this, **options
        )  # fmt: skip

    def newest(self):
        return self.store.load_version(self.store.latest_version(NAME).id)


@pytest.fixture
def laptops(tmp_path):
    both = Laptop(tmp_path, "first"), Laptop(tmp_path, "second")
    both[1].store.now.time += dt.timedelta(seconds=30)  # no two things happen at one instant
    yield both
    for laptop in both:
        laptop.store.close()


@pytest.fixture(scope="module")
def operation():
    """Few tables: each costs milliseconds whenever an operation is built."""
    tables = {name: table for name, table in small_tables().items() if name in KEPT}
    return Operation.build({**tables, "population": tables["population"].drop_duplicates("camp_id", keep="last")})


def with_camp(operation, camp, **values):
    camps = operation.camps
    for column, value in values.items():
        camps.loc[camps["camp_id"] == camp, column] = value
    return operation.replaced(camps=camps)


def override(version, **changes):
    figure = Override(
        operation=NAME, camp_id="north", week=dt.date(2025, 7, 27), people=12_000.0, low=None, high=None,
        reason="buses", author="Amina", as_of=dt.date(2025, 6, 29), data_version=version.id, model_version="m1",
        model_low=None, model_median=10_900.5, model_high=None, last_count=None, last_count_date=None,
    )  # fmt: skip
    return replace(figure, **changes)


def test_another_laptop_opens_the_whole_operation(laptops, operation):
    first, second = laptops
    version = first.save(operation)
    first.save(with_camp(operation, "north", name="North, moved"))
    first.store.scenarios.save(NAME, Scenario(name="Rains", weeks=6))
    accept_plan(first.store, NAME, "a" * 64, operation.fingerprint, Scenario(), {"cost_usd": 5.0}, "Cleo")
    kept = first.store.overrides.add(override(version))
    first.store.overrides.withdraw(NAME, kept.id, "Amina")
    assert second.merge(first.bundle()).done
    assert second.newest().fingerprint == first.newest().fingerprint
    assert second.store.scenarios.of(NAME) == first.store.scenarios.of(NAME)
    assert [replace(plan, id=0) for plan in second.store.plans(NAME)] == [
        replace(plan, id=0) for plan in first.store.plans(NAME)
    ]
    here, there = second.store.overrides.of(NAME)[0], first.store.overrides.of(NAME)[0]
    assert replace(here, id=0, data_version=0) == replace(there, id=0, data_version=0)


def test_what_each_side_changed_ends_on_both_and_again_changes_nothing(laptops, operation):
    first, second = laptops
    first.save(operation)
    second.merge(first.bundle())
    first.save(with_camp(operation, "north", name="Upper camp"))
    second.save(with_camp(operation, "south", capacity_people=1234.0))
    from_first, from_second = first.bundle(), second.bundle()
    trial = second.merge(from_first, dry_run=True)
    assert (trial.done, trial.conflicts, trial.taken) == (False, (), {"camps": 1})
    assert len(second.store.versions(NAME)) == 2
    assert second.merge(from_first).done
    assert first.merge(from_second).done
    assert first.newest().fingerprint == second.newest().fingerprint
    camps = first.newest().camps.set_index("camp_id")
    assert (camps.loc["north", "name"], camps.loc["south", "capacity_people"]) == ("Upper camp", 1234.0)
    for laptop, file in ((first, from_second), (second, from_first)):
        before = laptop.store.versions(NAME)
        assert not laptop.merge(file).done
        assert laptop.store.versions(NAME) == before
    # what was merged is common ground: what is changed after it is no conflict
    second.save(with_camp(second.newest(), "south", capacity_people=99.0))
    assert first.merge(second.bundle()).conflicts == ()
    assert first.newest().camps.set_index("camp_id").loc["south", "capacity_people"] == 99.0


def test_going_back_to_an_older_version_is_a_change_like_any_other(laptops, operation):
    first, second = laptops
    first.save(operation)
    first.save(with_camp(operation, "north", name="Wrong"))
    second.merge(first.bundle(every_version=True))
    first.save(operation)
    assert second.merge(first.bundle()).done
    assert second.newest().fingerprint == operation.fingerprint


@pytest.mark.parametrize(("prefer", "stands"), [("ours", "Second name"), ("theirs", "First name")])
def test_a_conflict_changes_nothing_until_somebody_decides(laptops, operation, prefer, stands):
    first, second = laptops
    first.save(operation)
    second.merge(first.bundle())
    first.save(with_camp(operation, "north", name="First name", capacity_people=7.0))
    second.save(with_camp(operation, "north", name="Second name"))
    file, before = first.bundle(), second.store.versions(NAME)
    open_ = second.merge(file)
    assert open_.is_open()
    assert second.store.versions(NAME) == before
    told = {c.column: (c.key, c.ours, c.theirs, c.ancestor) for c in open_.conflicts}
    assert told["name"] == ("camp_id=north", "Second name", "First name", "North Camp")
    assert told["capacity_people"] == ("camp_id=north", "15000", "7", "15000")
    decided = second.merge(file, prefer=prefer)
    assert decided.done
    assert {c.kept for c in decided.conflicts} == {prefer}
    assert second.newest().camps.set_index("camp_id").loc["north", "name"] == stands
    assert f"decided for {prefer}" in second.store.latest_version(NAME).note
    # the decision holds: the same bundle asks nothing again
    assert second.merge(file).conflicts == ()
    report = json.loads(decided.report("json"))
    assert {c["kept"] for c in report["conflicts"]} == {prefer}


def test_stock_counted_on_both_sides_is_not_added_up(laptops, operation):
    first, second = laptops
    first.save(operation)
    second.merge(first.bundle())
    for laptop, quantity in ((first, 111.0), (second, 222.0)):
        stock = operation.stock
        stock.loc[0, "quantity"] = quantity
        laptop.save(operation.replaced(stock=stock))
    merged = second.merge(first.bundle())
    assert merged.is_open()
    assert {c.table for c in merged.conflicts} == {"stock"}
    second.merge(first.bundle(), prefer="theirs")
    assert 111.0 in set(second.newest().stock["quantity"])
    assert 222.0 not in set(second.newest().stock["quantity"])


def test_sides_that_are_whole_but_do_not_fit_together_are_refused(laptops, operation):
    first, second = laptops
    first.save(operation)
    second.merge(first.bundle())
    gone = {
        name: table[~table.astype("str").eq("east").any(axis=1)].reset_index(drop=True)
        for name, table in operation.tables.items()
        if table.astype("str").eq("east").any(axis=None)
    }
    first.save(operation.replaced(**gone))
    more = pd.concat([operation.stock, operation.stock.iloc[[0]].assign(place_id="east")], ignore_index=True)
    second.save(operation.replaced(stock=more))
    before = second.store.versions(NAME)
    with pytest.raises(InvalidTable, match="merged they are not"):
        second.merge(first.bundle())
    assert second.store.versions(NAME) == before


def test_scenarios_and_figures_that_differ_are_conflicts_and_the_one_that_gives_way_stays_in_the_record(
    laptops, operation
):
    first, second = laptops
    version = first.save(operation)
    second.merge(first.bundle())
    for laptop, weeks in ((first, 4), (second, 9)):
        laptop.store.scenarios.save(NAME, Scenario(name="Rains", weeks=weeks))
    first.store.overrides.add(override(version, people=1.0))
    second.store.overrides.add(override(second.store.latest_version(NAME), people=2.0))
    file = first.bundle()
    assert {c.table for c in second.merge(file).conflicts} == {"scenarios", "overrides"}
    assert second.merge(file, prefer="theirs").done
    assert second.store.scenarios.of(NAME)["Rains"].scenario.weeks == 4
    kept = {o.people: o.withdrawn_by for o in second.store.overrides.of(NAME)}
    assert kept[1.0] is None
    assert "gave way" in kept[2.0]
    assert not second.merge(file).done


def test_a_folder_of_tables_is_merged_and_bundled_too(laptops, operation, tmp_path):
    first, second = laptops
    folder = tmp_path / "operation"
    write_folder(operation, folder)
    (folder / "notes.txt").write_text("mine")
    file = tmp_path / "folder.aidbundle"
    make_bundle(first.resources, ANN, str(folder), file, first.secrets)
    assert second.merge(file).done
    second.save(with_camp(second.newest(), "north", name="New name"))
    back = second.bundle(every_version=True)
    assert first.merge(back, into=folder).done
    assert "New name" in (folder / "camps.csv").read_text()
    assert (folder / "notes.txt").read_text() == "mine"


def test_equal_content_time_and_key_give_equal_bytes(laptops, operation):
    first, _ = laptops
    first.save(operation)
    first.store.now = lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    one, other = first.bundle(), first.bundle()
    assert one.read_bytes() == other.read_bytes()
    with pytest.raises(SourceUnavailable, match="is there already"):
        make_bundle(first.resources, ANN, NAME, one, first.secrets)


def test_an_unknown_signer_is_told_and_believed_once_trusted(laptops, operation):
    first, second = laptops
    first.save(operation)
    file = first.bundle()
    with pytest.raises(NotAllowed, match="nobody here trusts: ed25519:") as told:
        second.merge(file, trust_this=False)
    assert "--trust-this" in told.value.hint
    key = public_key(first.secrets)
    trust_key(ANN, second.secrets, "Kasulu", key)
    with pytest.raises(SourceUnavailable, match="another key"):
        trust_key(ANN, second.secrets, "Kasulu", public_key(second.secrets))
    with pytest.raises(SourceUnavailable, match="no public key"):
        trust_key(ANN, second.secrets, "Other", "ed25519:nonsense")
    with pytest.raises(NotAllowed):
        trust_key(BEN, second.secrets, "Other", key)
    assert trusted_keys(second.secrets) == {"Kasulu": key}
    assert second.merge(file, trust_this=False).signer == "Kasulu"
    forget_key(ANN, second.secrets, "Kasulu")
    with pytest.raises(NotAllowed):
        second.merge(file, trust_this=False)


def test_the_private_key_is_nobody_elses_and_not_in_the_bundle(laptops, operation):
    first, _ = laptops
    first.save(operation)
    file = first.bundle()
    secret = first.secrets.folder / "bundle-key"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert first.secrets.folder.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as archive:
        assert all(secret.read_bytes() not in archive.read(name) for name in archive.namelist())
    secret.chmod(0o644)
    with pytest.raises(SourceUnavailable, match="may be read by others"):
        public_key(first.secrets)


def rewritten(file, target, change):
    """The archive with some members changed, added or taken out; ``change`` gets and gives name to bytes."""
    with zipfile.ZipFile(file) as archive:
        members = change({name: archive.read(name) for name in archive.namelist()})
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target


def altered(members):
    name = next(name for name in members if name.endswith("camps.csv"))
    return {**members, name: members[name].replace(b"North Camp", b"South Camp")}


def honest_manifest_of_altered(members):
    import hashlib

    changed = altered(members)
    manifest = json.loads(changed["manifest.json"])
    for name, entry in manifest["members"].items():
        entry |= {"sha256": hashlib.sha256(changed[name]).hexdigest(), "bytes": len(changed[name])}
    return {**changed, "manifest.json": json.dumps(manifest).encode()}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (altered, "altered or damaged.*camps.csv"),
        (honest_manifest_of_altered, "manifest.json.*altered after it was signed"),
        (lambda m: {**m, "extra.csv": b"x"}, "does not name: “extra.csv”"),
        (lambda m: {**m, "../../escape.csv": b"x"}, "no plain paths: “../../escape.csv”"),
        (lambda m: {**m, "/etc/passwd": b"x"}, "no plain paths"),
        (lambda m: {n: d for n, d in m.items() if n != "plans.json"}, "lacks.*plans.json"),
        (lambda m: {n: d for n, d in m.items() if n != "signature.json"}, "not signed"),
        (lambda m: {n: d for n, d in m.items() if n != "manifest.json"}, "no bundle: it has no manifest"),
        (lambda m: {**m, "signature.json": b"{}"}, "signature of this bundle cannot be read"),
        (lambda m: {**m, "manifest.json": b"[[["}, "manifest of this bundle cannot be read"),
        (lambda m: {**m, "zeros.csv": bytes(601_000_000)}, "unpacks to"),
        (lambda m: {**m, **{f"m{n}": b"" for n in range(5_100)}}, "members; that is more"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_altered_bundle_is_refused_naming_what_was_altered(laptops, operation, tmp_path, change, words):
    first, second = laptops
    first.save(operation)
    file = rewritten(first.bundle(), tmp_path / "changed.aidbundle", change)
    with pytest.raises(SourceUnavailable, match=words):
        second.merge(file)
    assert second.store.operations() == []


def test_a_bundle_cut_or_flipped_anywhere_is_refused_or_whole(laptops, operation, tmp_path):
    first, second = laptops
    first.save(operation)
    data = first.bundle().read_bytes()
    second.merge(first.bundle())
    refused, damaged = 0, tmp_path / "damaged.aidbundle"
    for place in range(0, len(data), len(data) // 30):
        for harm in (data[:place], data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :]):
            damaged.write_bytes(harm)
            try:
                assert not second.merge(damaged, dry_run=True).conflicts
            except AidError:
                refused += 1
    assert refused > 50
    assert second.newest().fingerprint == operation.fingerprint


def test_rights_are_asked_below_every_door(laptops, operation, tmp_path):
    first, second = laptops
    first.save(operation)
    viewer = Actor("Vera", frozenset({Role.VIEWER}), "page")
    with pytest.raises(NotAllowed, match="confidential"):
        make_bundle(first.resources, viewer, NAME, tmp_path / "v", first.secrets)
    with pytest.raises(NotAllowed, match="confidential"):
        # nothing in a bundle is blurred, whatever its maker calls it
        make_bundle(first.resources, viewer, NAME, tmp_path / "v", first.secrets, level="public")
    assert not (tmp_path / "v").exists()
    cleo = Actor("Cleo", frozenset({Role.APPROVER}), "page")
    make_bundle(first.resources, cleo, NAME, tmp_path / "c", first.secrets)
    trust_key(ANN, second.secrets, "Kasulu", public_key(first.secrets))
    for actor, words in (
        (viewer, "publish"),
        (Actor("Dora", frozenset({Role.COORDINATOR}), "page"), "approve data"),
        (cleo, "of their own"),
        (replace(cleo, name="cLEO "), "of their own"),
    ):
        with pytest.raises(NotAllowed, match=words):
            second.merge(tmp_path / "c", actor=actor)
    assert second.store.operations() == []
    assert second.merge(tmp_path / "c", actor=BEN).done


def test_with_accounts_who_merges_is_not_who_believes_the_signer(laptops, operation):
    first, second = laptops
    first.save(operation)
    file = first.bundle()
    # on a laptop of one's own a bundle can be made under any name
    with pytest.raises(NotAllowed, match="nobody here trusts") as told:
        second.merge(file, actor=BEN, trust_this=True)
    assert "administrator" in told.value.hint
    assert "--trust-this" not in told.value.hint
    assert not second.merge(file, actor=BEN, trust_this=True, dry_run=True).done
    assert second.store.operations() == []
    trust_key(ANN, second.secrets, "Kasulu", public_key(first.secrets))
    assert second.merge(file, actor=BEN, trust_this=False).done


def test_a_mistyped_name_makes_no_new_operation(laptops, operation, tmp_path):
    first, second = laptops
    first.save(operation)
    with pytest.raises(DataError, match="no stored operation"):
        second.merge(first.bundle(), into="Smal operation")
    with pytest.raises(AidError, match="no stored operation"):
        make_bundle(first.resources, ANN, "Smal operation", tmp_path / "x", first.secrets)
