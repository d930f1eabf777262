"""Data versions, scenarios and plans: saved whole, never lost, never overwritten unseen."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from core.domain.scenario import Closure, Scenario
from core.errors import AidError, StoreError
from core.store import Store
from core.store.packing import pack, unpack
from tests.accepted_plans import accept_plan
from tests.builders import small_operation
from tests.unit.store.conftest import Clock

ROOT = Path(__file__).parents[3]
NAME = "Small operation"


@pytest.fixture(scope="module")
def operation():
    return small_operation()


@pytest.fixture(scope="module")
def changed():
    return small_operation(settings={"budget_usd_per_week": 70000})


def test_a_version_loads_as_it_was_saved(store, operation):
    saved = store.save_version(operation, None, "Ann", "first", {"camps.csv": b"raw content"})
    assert store.latest_version(NAME) == saved
    assert store.versions(NAME) == [saved]
    assert store.operations() == [NAME]
    assert store.load_version(saved.id).fingerprint == operation.fingerprint == saved.fingerprint
    assert saved.sources == {"camps.csv": hashlib.sha256(b"raw content").hexdigest()}
    assert store.raw.read(saved.sources["camps.csv"]) == b"raw content"
    assert (saved.number, saved.parent, saved.author) == (1, None, "Ann")
    assert saved.created.tzinfo is not None


def test_a_change_to_an_older_version_is_refused_and_changes_nothing(store, operation, changed):
    first = store.save_version(operation, None, "Ann")
    second = store.save_version(changed, first.id, "Ben")
    with pytest.raises(StoreError, match=r"A newer version .* number 2, saved by Ben") as caught:
        store.save_version(operation, first.id, "Cleo")
    assert "newest version" in caught.value.hint
    with pytest.raises(StoreError, match="newer version"):
        store.save_version(operation, None)
    assert [version.id for version in store.versions(NAME)] == [second.id, first.id]


def test_operations_have_versions_of_their_own(store, operation):
    store.save_version(operation, None)
    other = store.save_version(operation, None, name="Other")
    assert other.number == 1
    assert store.operations() == ["Other", NAME]


def test_an_unknown_version_is_said_so(store):
    assert store.latest_version("nothing") is None
    with pytest.raises(StoreError, match="no data version 7"):
        store.load_version(7)


def test_a_scenario_is_saved_replaced_listed_and_deleted(store):
    scenario = Scenario(name="Bridge out", weeks=6, closures=(Closure(route_id="hub_south"),))
    store.scenarios.save(NAME, scenario)
    first = store.scenarios.of(NAME)["Bridge out"]
    assert first.scenario == scenario
    store.scenarios.save(NAME, scenario.model_copy(update={"weeks": 7}))
    again = store.scenarios.of(NAME)["Bridge out"]
    assert (again.scenario.weeks, again.created) == (7, first.created)
    assert again.updated > first.updated
    with pytest.raises(StoreError, match="exists"):
        store.scenarios.save(NAME, scenario, replace=False)
    store.scenarios.delete(NAME, "Bridge out")
    assert store.scenarios.of(NAME) == {}
    with pytest.raises(StoreError, match="no scenario"):
        store.scenarios.delete(NAME, "Bridge out")


def test_an_accepted_plan_is_recorded_once(store):
    scenario = Scenario(name="A", weeks=3)
    accept_plan(store, NAME, "k" * 64, "f" * 64, scenario, {"cost_usd": 5.0}, "Ann")
    accept_plan(store, NAME, "k" * 64, "f" * 64, scenario, {"cost_usd": 6.0}, "Ben")
    accept_plan(store, NAME, "m" * 64, "f" * 64, Scenario(), {}, "Ben")
    assert [(plan.key[0], plan.author) for plan in store.plans(NAME)] == [("m", "Ben"), ("k", "Ann")]
    assert store.plans(NAME)[1].summary == {"cost_usd": 5.0}
    assert store.plans(NAME)[1].scenario == scenario


def test_hostile_names_are_only_text(store, operation):
    name = "'); DROP TABLE data_versions; --"
    store.save_version(operation, None, "<script>", "=1+1", name=name)
    assert store.latest_version(name).author == "<script>"
    with pytest.raises(StoreError, match="1 to 200"):
        store.save_version(operation, None, name="x" * 201)


@pytest.mark.parametrize("address", ["mysql://a/b", "no address", "postgresql://aid@127.0.0.1:1/none"])
def test_an_address_that_cannot_be_used_is_said_so(address, tmp_path):
    with pytest.raises(StoreError):
        Store(address, tmp_path, Clock()).operations()


def run(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from sqlalchemy import event
    from core.store import Store
    from tests.builders import small_operation
    from tests.unit.store.conftest import Clock
    store = Store(sys.argv[1], Path(sys.argv[2]), Clock())
    parent = store.latest_version("Small operation").id
    # the row is written but not committed: the worst moment
    event.listen(store._engine, "commit", lambda connection: os.kill(os.getpid(), signal.SIGKILL))
    store.save_version(small_operation(settings={"budget_usd_per_week": 1}), parent, "killed")
"""


def test_a_process_killed_while_saving_leaves_the_old_version_whole(url, store, operation, changed, tmp_path):
    first = store.save_version(operation, None, "Ann")
    process = run(KILLED, url, tmp_path / "raw")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, errors
    assert store.versions(NAME) == [first]
    assert store.load_version(first.id).fingerprint == operation.fingerprint
    assert store.save_version(changed, first.id).number == 2


APPEND = """
    import sys
    from pathlib import Path
    from core.domain.scenario import Scenario
    from core.errors import StoreError
    from core.store import Store
    from tests.builders import small_operation
    from tests.unit.store.conftest import Clock
    url, raw, writer = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    store, operation, saved, refused = Store(url, raw, Clock()), small_operation(), 0, 0
    while saved < 5:
        newest = store.latest_version("Small operation")
        try:
            store.save_version(operation, newest.id if newest else None, writer)
            saved += 1
        except StoreError as error:
            assert "newer version" in str(error), error
            refused += 1
        store.scenarios.save("Small operation", Scenario(name="shared", weeks=saved + 1))
    print(saved)
"""


def test_processes_that_save_at_once_lose_no_version(url, store, tmp_path):
    writers = [run(APPEND, url, tmp_path / "raw", f"writer {number}") for number in range(3)]
    for writer in writers:
        out, errors = writer.communicate(timeout=180)
        assert writer.returncode == 0, errors
        assert out.strip() == "5"
    versions = store.versions(NAME)
    assert [version.number for version in versions] == list(range(15, 0, -1))
    assert [version.parent for version in versions[:-1]] == [version.id for version in versions[1:]]
    assert list(store.scenarios.of(NAME)) == ["shared"]


def test_a_stored_version_that_was_altered_is_refused(tmp_path, operation):
    import sqlite3

    store = Store(f"sqlite:///{tmp_path / 'a.sqlite'}", tmp_path / "raw", Clock())
    version = store.save_version(operation, None)
    store.close()
    with sqlite3.connect(tmp_path / "a.sqlite") as connection:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute("UPDATE data_versions SET note = 'other'")
        connection.execute("DROP TRIGGER data_versions_stay_update")
        connection.execute("UPDATE data_versions SET fingerprint = ?", ("0" * 64,))
    connection.close()
    with pytest.raises(StoreError, match="was stored as"):
        store.load_version(version.id)
    store.close()


def test_a_stored_version_with_any_byte_damaged_is_refused_or_whole(operation):
    content = pack(operation)
    refused = 0
    for place in range(0, len(content), len(content) // 40):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        try:
            assert unpack(bytes(damaged), operation.fingerprint).fingerprint == operation.fingerprint
        except AidError:
            refused += 1
    assert refused > 20


def test_a_damaged_database_is_told_with_the_way_out_and_stays_as_it_is(tmp_path, operation):
    file = tmp_path / "planner.sqlite"
    store = Store(f"sqlite:///{file}", tmp_path / "raw", Clock())
    store.save_version(operation, None)
    store.close()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])
    before = file.read_bytes()
    damaged = Store(f"sqlite:///{file}", tmp_path / "raw", Clock())
    with pytest.raises(StoreError, match="damaged") as told:
        damaged.save_version(operation, None)
    assert "safety copy" in told.value.hint
    damaged.close()
    assert file.read_bytes() == before


def test_a_raw_file_that_was_altered_is_refused(tmp_path):
    store = Store("sqlite://", tmp_path, Clock())
    name = store.raw.keep(b"content")
    assert store.raw.keep(b"content") == name
    (tmp_path / name).write_bytes(b"other")
    with pytest.raises(StoreError, match="altered"):
        store.raw.read(name)
    with pytest.raises(StoreError, match="not there"):
        store.raw.read("../" + "0" * 64)


def test_an_emptied_database_is_told_and_not_begun_anew(tmp_path):
    (tmp_path / "planner.sqlite").write_bytes(b"")
    emptied = Store(f"sqlite:///{tmp_path / 'planner.sqlite'}", tmp_path / "raw", Clock())
    with pytest.raises(StoreError, match="is empty; what it held is gone"):
        emptied.latest_version("Anything")
    assert (tmp_path / "planner.sqlite").stat().st_size == 0


def test_a_copy_of_the_database_file_alone_holds_what_was_saved(tmp_path, operation):
    open_store = Store(f"sqlite:///{tmp_path / 'planner.sqlite'}", tmp_path / "raw", Clock())
    saved = open_store.save_version(operation, parent=None)
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes((tmp_path / "planner.sqlite").read_bytes())
    with_copy = Store(f"sqlite:///{copy}", tmp_path / "raw", Clock())
    assert with_copy.load_version(saved.id).fingerprint == operation.fingerprint
    for store in (open_store, with_copy):
        store.close()


@pytest.mark.parametrize("name", ["a\nb", "a\x00b", "a\u202eb", "a\x1b[31m", "a\u2028b"])
def test_a_name_that_breaks_or_turns_its_line_is_not_stored(store, name):
    with pytest.raises(StoreError, match="cannot be seen"):
        store.save_version(small_operation(), None, name=name)
    assert store.operations() == []
