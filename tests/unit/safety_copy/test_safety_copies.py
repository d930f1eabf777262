"""Safety copies: made while others write, checked whole, put back whole or not at all, whichever the database."""

import datetime as dt
import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Column, DateTime, Float, Integer, LargeBinary, MetaData, String, Table

from core.archive import signature_of
from core.bootstrap import build_resources
from core.domain.access import Actor, Role, alone
from core.domain.scenario import Scenario
from core.errors import AidError, NotAllowed, SourceUnavailable, StoreError
from core.keys import KnownKeys, OwnKey
from core.safety_copy.cells import row_line, row_of
from core.secrets_folder import SecretsFolder
from core.services.make_safety_copy import check_safety_copy, make_safety_copy
from core.services.people.who_acts import is_sign_in_required, who_acts
from core.services.resources import secrets_of
from core.services.restore_safety_copy import Restored, restore_safety_copy
from core.settings import read_environment
from core.store import Override, Store
from tests.accepted_plans import accept_plan
from tests.builders import small_tables
from tests.people import use_quick_hashing, with_administrator
from tests.unit.services.test_bundles import KEPT, NAME, override, rewritten
from tests.unit.store.conftest import Clock

ROOT = Path(__file__).parents[3]
ANN = alone("command line", "Ann")


NO_KEYS = SecretsFolder(Path("/nonexistent"))
"""Of an installation that knows nobody's key."""


def put_back(there, actor: Actor, file: Path, **told) -> Restored:
    """Put the copy of another installation back, which was looked at and is trusted."""
    return restore_safety_copy(there, actor, file, trust_this=True, **told)


@pytest.fixture(scope="module")
def operation():
    from core.domain.operation import Operation

    tables = {name: table for name, table in small_tables().items() if name in KEPT}
    return Operation.build({**tables, "population": tables["population"].drop_duplicates("camp_id", keep="last")})


def installation(folder: Path, url: str | None = None):
    """An installation of its own; with a database of its own unless an address is given."""
    told = {"AID_HOME": str(folder), "AID_MODELS": str(folder / "models")} | ({"AID_DATABASE_URL": url} if url else {})
    built = build_resources(read_environment(told))
    built.store.now = Clock()
    return built


def fill(store: Store, operation, note: str = "é'); --") -> Override:
    version = store.save_version(operation, None, "Ann", note, {"camps.csv": b"as it came\r\n\x00"}, name=NAME)
    store.save_version(operation, version.id, "Ben", name=NAME)
    store.scenarios.save(NAME, Scenario(name="Rains", weeks=6))
    accept_plan(store, NAME, "a" * 64, "f" * 64, Scenario(), {"cost_usd": 0.1 + 0.2}, "Cleo")
    kept = store.overrides.add(override(version, people=12_000.25))
    store.overrides.withdraw(NAME, kept.id, "Dana")
    return store.overrides.of(NAME)[0]


def content(store: Store):
    return (
        store.versions(NAME), list(store.scenarios.of(NAME).items()), store.plans(NAME), store.overrides.of(NAME),
    )  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def target_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'target.sqlite'}"
    import psycopg

    server = request.getfixturevalue("postgres_url")
    name = f"target_{os.urandom(4).hex()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.rsplit("/", 1)[0] + f"/{name}"


def test_what_was_copied_from_one_database_is_put_back_into_another(url, target_url, operation, tmp_path):
    here, there = installation(tmp_path / "a", url), installation(tmp_path / "b", target_url)
    fill(here.store, operation)
    made = make_safety_copy(here, ANN, tmp_path / "copy")
    assert (made.rows["data_versions"], made.raw_files, made.secrets, made.notes) == (2, 1, 0, ())
    done = put_back(there, ANN, tmp_path / "copy")
    assert (done.rows, done.kept_before) == (made.rows, None)
    assert content(there.store) == content(here.store)
    assert [there.store.load_version(v.id).fingerprint for v in there.store.versions(NAME)] == [
        operation.fingerprint
    ] * 2
    source = there.store.versions(NAME)[-1].sources["camps.csv"]
    assert there.store.raw.read(source) == b"as it came\r\n\x00"
    # identifiers go on where they were: nothing new takes the place of what was put back
    newest = there.store.latest_version(NAME)
    assert there.store.save_version(operation, newest.id, name=NAME).id > newest.id
    assert there.store.overrides.add(replace(override(newest), week=dt.date(2025, 8, 3))).id > 1
    for one in (here, there):
        one.store.close()


def test_a_store_that_holds_something_gives_way_only_when_told_and_is_kept(url, operation, tmp_path):
    here, there = installation(tmp_path / "a"), installation(tmp_path / "b", url)
    fill(here.store, operation)
    there.store.save_version(operation, None, "Zoe", name="Another")
    make_safety_copy(here, ANN, tmp_path / "copy")
    before = there.store.versions("Another")
    with pytest.raises(StoreError, match=r"not empty: 1 rows of data_versions"):
        put_back(there, ANN, tmp_path / "copy")
    assert there.store.versions("Another") == before
    done = put_back(there, ANN, tmp_path / "copy", replace=True)
    assert content(there.store) == content(here.store)
    assert there.store.operations() == [NAME]
    assert done.kept_before is not None
    # and back again
    put_back(there, ANN, done.kept_before, replace=True)
    assert there.store.versions("Another") == before
    for one in (here, there):
        one.store.close()


def test_every_table_of_the_store_is_copied_without_being_named(operation, tmp_path):
    from core.store.database import metadata

    here = installation(tmp_path / "a")
    fill(here.store, operation)
    made = make_safety_copy(here, ANN, tmp_path / "copy")
    assert set(made.rows) == set(metadata.tables)
    source = "".join(path.read_text() for path in (ROOT / "core" / "safety_copy").glob("*.py"))
    assert [name for name in metadata.tables if f'"{name}"' in source] == []
    here.store.close()


def test_a_table_of_another_program_is_told_and_left_out(operation, tmp_path):
    here = installation(tmp_path / "a")
    fill(here.store, operation)
    with sqlite3.connect(tmp_path / "a" / "planner.sqlite") as connection:
        connection.execute("CREATE TABLE strangers (id INTEGER)")
        connection.execute("ALTER TABLE scenarios ADD COLUMN colour TEXT")
    connection.close()
    made = make_safety_copy(here, ANN, tmp_path / "copy")
    assert [note.split()[0] for note in made.notes] == ["strangers", "scenarios.colour"]
    here.store.close()


def test_a_copy_made_while_others_write_is_of_one_instant(url, operation, tmp_path):
    here = installation(tmp_path / "a", url)
    here.store.save_version(operation, None, "start", name=NAME)
    over = threading.Event()
    failed = []

    def write():
        other = Store(url, tmp_path / "a" / "raw", Clock())
        try:
            number = 0
            while not over.is_set():
                # always a scenario before the plan of the same number
                number += 1
                other.scenarios.save(NAME, Scenario(name=f"s{number:05d}"))
                accept_plan(other, NAME, f"{number:064x}", "f" * 64, Scenario(), {})
        except AidError as error:
            failed.append(error)
        finally:
            other.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            make_safety_copy(here, ANN, tmp_path / f"copy{number}")
    finally:
        over.set()
        writer.join()
    assert not failed
    seen = []
    for number in range(5):
        rows = check_safety_copy(tmp_path / f"copy{number}", NO_KEYS).rows
        seen.append(rows["scenarios"])
        assert rows["scenarios"] - rows["accepted_plans"] in (0, 1)
    assert seen == sorted(seen)
    here.store.close()


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from sqlalchemy import event
    import core.safety_copy.restoring as restoring
    from core.services.restore_safety_copy import restore_safety_copy
    from tests.unit.safety_copy.test_safety_copies import ANN, installation
    home, url, copy, moment = sys.argv[1:]
    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)
    opened = restoring.open_database
    def watched(address):
        engine = opened(address)
        if moment == "commit":
            event.listen(engine, "commit", die)
        elif moment == "rows":
            event.listen(engine, "after_execute", lambda c, e, *_: "INTO accepted_plans" in str(e) and die())
        return engine
    there = installation(Path(home), url)
    if moment == "raw":
        there.store.raw.keep = die
    else:
        restoring.open_database = watched
    restore_safety_copy(there, ANN, Path(copy), replace=True, trust_this=True)
"""


@pytest.mark.parametrize("moment", ["raw", "rows", "commit"])
def test_a_restore_killed_at_any_moment_leaves_the_old_store_whole(url, operation, tmp_path, moment):
    if moment == "raw" and "postgresql" in url:
        return  # raw files are the same folder, whatever the database
    here, there = installation(tmp_path / "a"), installation(tmp_path / "b", url)
    fill(here.store, operation)
    fill(there.store, operation, "the old store")
    before = content(there.store)
    make_safety_copy(here, ANN, tmp_path / "copy")
    there.store.close()
    process = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path / "b"), url, str(tmp_path / "copy"), moment],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert process.returncode == -signal.SIGKILL, process.stderr
    assert content(there.store) == before
    put_back(there, ANN, tmp_path / "copy", replace=True)
    assert content(there.store) == content(here.store)
    for one in (here, there):
        one.store.close()


@pytest.fixture
def copy(operation, tmp_path):
    here = installation(tmp_path / "a")
    fill(here.store, operation)
    make_safety_copy(here, ANN, tmp_path / "copy")
    yield tmp_path / "copy"
    here.store.close()


def other_rows(members):
    name = "tables/scenarios.jsonl"
    return {**members, name: members[name].replace(b"Rains", b"Floods")}


def honestly_told(change):
    """The change with a manifest that agrees with it: only the content itself can tell."""

    def changed(members):
        import hashlib

        members = change(members)
        manifest = json.loads(members["manifest.json"])
        for name, entry in manifest["members"].items():
            entry |= {"sha256": hashlib.sha256(members[name]).hexdigest(), "bytes": len(members[name])}
        return {**members, "manifest.json": json.dumps(manifest).encode()}

    return changed


def scenario_rows(data):
    return honestly_told(lambda members: {**members, "tables/scenarios.jsonl": data})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (other_rows, "altered or damaged.*tables/scenarios.jsonl"),
        (lambda m: {**m, "raw/extra": b""}, "does not name"),
        (lambda m: {**m, "../x": b""}, "no plain paths"),
        (lambda m: {n: d for n, d in m.items() if not n.startswith("raw/")}, "lacks what its manifest names"),
        (scenario_rows(b""), "has 0 rows; 1 were written"),
        (scenario_rows(b"{}\n"), "other columns than it says"),
        (scenario_rows(b"nonsense\n"), "cannot be read"),
        (scenario_rows(b'{"id": {"__reduce__": "os.system"}}\n'), "cannot be read"),
        (scenario_rows(b"[" * 100_000 + b"\n"), "cannot be read"),
        (scenario_rows(b"{}"), "ends within a row"),
        (
            honestly_told(lambda m: {**m, "manifest.json": m["manifest.json"].replace(b'"content"', b'"contents"', 1)}),
            "not known here|other columns",
        ),
        (lambda m: {**m, "manifest.json": m["manifest.json"].replace(b"safety copy", b"bundle")}, "was expected"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_copy_that_is_not_whole_is_refused_before_anything_is_touched(copy, operation, tmp_path, change, words):
    damaged = rewritten(copy, tmp_path / "damaged", change)
    with pytest.raises(AidError, match=words):
        check_safety_copy(damaged, NO_KEYS)
    there = installation(tmp_path / "b")
    with pytest.raises(AidError, match=words):
        put_back(there, ANN, damaged)
    assert there.store.operations() == []
    assert not (tmp_path / "b" / "raw").exists()
    there.store.close()


def test_a_copy_cut_short_is_no_copy(copy, tmp_path):
    data = copy.read_bytes()
    for length in (0, 10, len(data) // 2, len(data) - 1):
        (tmp_path / "cut").write_bytes(data[:length])
        with pytest.raises(SourceUnavailable):
            check_safety_copy(tmp_path / "cut", NO_KEYS)
    with pytest.raises(SourceUnavailable, match="cannot be read"):
        check_safety_copy(tmp_path / "nothing there", NO_KEYS)


def test_a_damaged_database_is_set_aside_and_the_copy_put_in_its_place(copy, operation, tmp_path):
    there = installation(tmp_path / "b")
    fill(there.store, operation)
    there.store.close()
    file = tmp_path / "b" / "planner.sqlite"
    damaged = file.read_bytes()[: file.stat().st_size // 3]
    file.write_bytes(damaged)
    with pytest.raises(StoreError, match="may have had accounts"):
        put_back(there, ANN, copy, replace=True)
    with pytest.raises(StoreError, match=r"malformed|damaged"):
        put_back(there, ANN, copy, without_accounts=True)
    with pytest.raises(StoreError, match="damaged"):
        make_safety_copy(there, ANN, tmp_path / "of the damaged")
    assert not (tmp_path / "of the damaged").exists()
    done = put_back(there, ANN, copy, replace=True, without_accounts=True)
    assert done.kept_before.read_bytes() == damaged
    assert len(there.store.versions(NAME)) == 2
    there.store.close()


def test_secrets_go_along_and_come_back_only_when_asked(operation, tmp_path):
    here, there = installation(tmp_path / "a"), installation(tmp_path / "b")
    fill(here.store, operation)
    secrets_of(here).keep("some-key", b"s3cret-of-a")
    secrets_of(there).keep("some-key", b"s3cret-of-b")
    make_safety_copy(here, ANN, tmp_path / "without")
    make_safety_copy(here, ANN, tmp_path / "with", with_secrets=True)
    for name, holds in (("without", False), ("with", True)):
        with zipfile.ZipFile(tmp_path / name) as archive:
            found = any(b"s3cret-of-a" in archive.read(member) for member in archive.namelist())
        assert found is holds
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreError, match="secrets of its own: some-key"):
        put_back(there, ANN, tmp_path / "with", with_secrets=True)
    assert there.store.operations() == []
    assert put_back(there, ANN, tmp_path / "with").secrets == 0
    assert secrets_of(there).read("some-key") == b"s3cret-of-b"
    done = put_back(there, ANN, tmp_path / "with", replace=True, with_secrets=True)
    assert secrets_of(there).read("some-key") == b"s3cret-of-a"
    # the secrets that gave way are in the copy of what was there before
    with zipfile.ZipFile(done.kept_before) as archive:
        assert archive.read("secrets/some-key") == b"s3cret-of-b"
    for one in (here, there):
        one.store.close()


def test_models_are_named_by_hash_and_copied_when_asked(operation, tmp_path):
    here, there = installation(tmp_path / "a"), installation(tmp_path / "b")
    fill(here.store, operation)
    (tmp_path / "a" / "models" / "m1" / "metadata").mkdir(parents=True)
    (tmp_path / "a" / "models" / "m1" / "metadata" / "metadata.json").write_text("{}")
    named = make_safety_copy(here, ANN, tmp_path / "named")
    make_safety_copy(here, ANN, tmp_path / "held", with_models=True)
    assert list(named.models) == ["m1"]
    assert put_back(there, ANN, tmp_path / "named").models_missing == ("m1",)
    done = put_back(there, ANN, tmp_path / "held", replace=True)
    assert (done.models, done.models_missing) == (("m1",), ())
    assert (tmp_path / "b" / "models" / "m1" / "metadata" / "metadata.json").read_text() == "{}"
    (tmp_path / "b" / "models" / "m1" / "metadata" / "metadata.json").write_text("other")
    with pytest.raises(StoreError, match="other files than in the copy"):
        put_back(there, ANN, tmp_path / "held", replace=True)
    for one in (here, there):
        one.store.close()


def test_an_altered_raw_file_is_told_and_not_copied(operation, tmp_path):
    here = installation(tmp_path / "a")
    fill(here.store, operation)
    name = here.store.versions(NAME)[-1].sources["camps.csv"]
    (tmp_path / "a" / "raw" / name).write_bytes(b"other")
    made = make_safety_copy(here, ANN, tmp_path / "copy")
    assert made.raw_files == 0
    assert name in made.notes[0]
    assert check_safety_copy(tmp_path / "copy", NO_KEYS).notes == made.notes
    here.store.close()


def test_a_copy_of_an_unknown_maker_is_named_and_taken_only_when_told(copy, operation, tmp_path):
    there = installation(tmp_path / "b")
    key = check_safety_copy(copy, NO_KEYS).signed_by.removeprefix("a key nobody here trusts, ")
    with pytest.raises(StoreError, match=f"signed by a key nobody here trusts, {key}.*Ann made it"):
        restore_safety_copy(there, ANN, copy)
    unsigned = rewritten(copy, tmp_path / "unsigned", lambda m: {n: d for n, d in m.items() if n != "signature.json"})
    with pytest.raises(StoreError, match="signed by nobody") as refused:
        restore_safety_copy(there, ANN, unsigned)
    assert "--trust-this" in refused.value.hint
    assert there.store.operations() == []
    assert put_back(there, ANN, unsigned).signed_by == "nobody"
    own = tmp_path / "own"
    make_safety_copy(there, ANN, own)
    assert restore_safety_copy(there, ANN, own, replace=True).signed_by == "this installation"
    KnownKeys(secrets_of(there)).trust("Kasulu", key)
    assert restore_safety_copy(there, ANN, copy, replace=True).signed_by == "Kasulu"
    there.store.close()


def test_a_copy_altered_after_it_was_signed_is_never_taken(copy, tmp_path):
    """Its manifest agrees with what was altered: only the signature can tell."""
    there = installation(tmp_path / "b")
    change = honestly_told(other_rows)
    altered = rewritten(copy, tmp_path / "altered", change)
    with pytest.raises(SourceUnavailable, match="altered after it was signed"):
        put_back(there, ANN, altered)
    with pytest.raises(SourceUnavailable, match="altered after it was signed"):
        check_safety_copy(altered, NO_KEYS)
    bundled = rewritten(copy, tmp_path / "bundled", lambda m: {**m, "signature.json": _as_a_bundle(m, tmp_path / "a")})
    with pytest.raises(SourceUnavailable, match="altered after it was signed"):
        put_back(there, ANN, bundled)
    assert there.store.operations() == []
    there.store.close()


def _as_a_bundle(members, home):
    """The same key's signature of the same manifest, made for a bundle."""
    return signature_of(OwnKey(SecretsFolder(home / "secrets")), members["manifest.json"], "bundle")


def test_a_copy_without_accounts_opens_no_installation_that_has_some_unless_told(copy, tmp_path, monkeypatch):
    use_quick_hashing(monkeypatch)
    there = installation(tmp_path / "b")
    root = who_acts(there, "page", with_administrator(there))
    with pytest.raises(StoreError, match="everybody at this machine may do everything") as refused:
        put_back(there, root, copy, replace=True)
    assert "--without-accounts" in refused.value.hint
    assert is_sign_in_required(there)
    done = put_back(there, root, copy, replace=True, without_accounts=True)
    assert done.is_open
    assert not is_sign_in_required(there)
    back = restore_safety_copy(there, ANN, done.kept_before, replace=True)
    assert not back.is_open
    assert is_sign_in_required(there)
    there.store.close()


def test_rights_are_asked_below_every_door(copy, tmp_path):
    there = installation(tmp_path / "b")
    ben = Actor("Ben", frozenset({Role.APPROVER}), "page")
    with pytest.raises(NotAllowed, match="make a safety copy"):
        make_safety_copy(there, ben, tmp_path / "x")
    with pytest.raises(NotAllowed, match="put a safety copy back"):
        put_back(there, ben, copy)
    there.store.close()


def test_every_kind_of_cell_comes_back_as_it_was():
    table = Table(
        "kinds", MetaData(), Column("n", Integer), Column("x", Float), Column("t", DateTime(timezone=True)),
        Column("plain", DateTime()), Column("b", LargeBinary), Column("f", Boolean), Column("s", String),
    )  # fmt: skip
    noon = dt.datetime(2025, 7, 1, 12, 0, 0, 123456)
    row = {
        "n": 2**60,
        "x": float("nan"),
        "t": noon,
        "plain": noon,
        "b": bytes(range(256)),
        "f": True,
        "s": "\x00\u2028",
    }
    back = row_of(row_line(table, row))
    assert str(back.pop("x")) == "nan"
    row.pop("x")
    assert back == {**row, "t": noon.replace(tzinfo=dt.UTC)}
    with pytest.raises(StoreError, match=r"kinds\.s holds a value of kind complex"):
        row_line(table, {**row, "x": 1.0, "s": 1j})
