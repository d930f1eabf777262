"""What is too old goes and is said; what anything names, a version or a decision, stays."""

import datetime as dt
import os

import pytest
from sqlalchemy import Column, DateTime, Integer, String, Table

from core.domain.access import Actor, Role
from core.errors import DataError, NotAllowed
from core.safety_copy import Retention, read_retention
from core.services.make_safety_copy import copies_folder, make_safety_copy
from core.services.tidy_up import SHIPPED, retention_of, tidy_up
from core.store.database import KEPT_DAYS, metadata
from tests.accepted_plans import accept_plan
from tests.unit.safety_copy.test_safety_copies import ANN, NAME, fill, installation, operation

__all__ = ["operation"]
NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


def age(path, days):
    old = (NOW - dt.timedelta(days=days)).timestamp()
    os.utime(path, (old, old))


@pytest.fixture
def here(tmp_path, operation):
    built = installation(tmp_path / "a")
    fill(built.store, operation)
    built.store.now = lambda: NOW
    yield built
    built.store.close()


def test_only_what_nothing_names_and_is_too_old_goes(here, tmp_path):
    raw = here.store.raw
    named = here.store.versions(NAME)[-1].sources["camps.csv"]
    old, young, again = raw.keep(b"old"), raw.keep(b"young"), raw.keep(b"again")
    for name, days in ((named, 999), (old, 91), (young, 89), (again, 999)):
        age(raw.folder / name, days)
    raw.keep(b"again")  # whoever keeps a file again is about to name it
    trial = tidy_up(here, ANN, dry_run=True)
    assert [(entry.kind, entry.name) for entry in trial] == [("raw file", old)]
    assert (raw.folder / old).exists()
    assert tidy_up(here, ANN) == trial
    assert {path.name for path in raw.folder.iterdir()} == {named, young, again}
    assert tidy_up(here, ANN) == []
    assert len(here.store.versions(NAME)) == 2


def test_a_raw_file_that_any_record_names_stays(here):
    name = here.store.raw.keep(b"named by a plan")
    age(here.store.raw.folder / name, 999)
    from core.domain.scenario import Scenario

    accept_plan(here.store, NAME, "b" * 64, "f" * 64, Scenario(), {"seen": f"file {name}"})
    assert tidy_up(here, ANN) == []


def test_the_newest_safety_copies_and_whatever_is_no_copy_stay(here):
    folder = copies_folder(here)
    for number in range(12):
        make = folder / f"before-restore-{number:02d}.aidcopy"
        folder.mkdir(exist_ok=True)
        make.write_bytes(b"x")
        age(make, 100 - number)
    (folder / "mine.txt").write_text("kept")
    age(folder / "mine.txt", 999)
    gone = tidy_up(here, ANN)
    assert [entry.name for entry in gone] == ["before-restore-01.aidcopy", "before-restore-00.aidcopy"]
    assert len(list(folder.iterdir())) == 11
    make_safety_copy(here, ANN, folder / "safety-copy-now.aidcopy")


def test_results_that_nobody_asked_for_go(here):
    results = here.settings.home / "results"
    for name, days in (("a" * 64, 61), ("b" * 64, 59)):
        (results / name).mkdir(parents=True)
        (results / name / "entry.json").write_text("{}")
        age(results / name, days)
    assert [(entry.kind, entry.name) for entry in tidy_up(here, ANN)] == [("cached result", "a" * 64)]
    assert [path.name for path in results.iterdir()] == ["b" * 64]


def test_what_killed_copies_left_behind_goes_after_a_day(here):
    home = here.settings.home
    copies_folder(here).mkdir()
    for name, days in ((".safety-copy-old", 2), (".safety-copy-young", 0)):
        (home / name).mkdir()
        (home / name / "copy.sqlite").write_bytes(b"123")
        age(home / name, days)
    draft = copies_folder(here) / ".x.aidcopy.abc.draft"
    draft.write_bytes(b"1")
    age(draft, 2)
    assert [(e.name, e.amount) for e in tidy_up(here, ANN)] == [(".safety-copy-old", 3), (draft.name, 1)]
    assert (home / ".safety-copy-young" / "copy.sqlite").exists()


def test_rows_of_a_table_that_says_so_go_by_its_setting(here):
    table = Table(
        "knocks", metadata, Column("id", Integer, primary_key=True), Column("who", String(20)),
        Column("at", DateTime(timezone=True)), info={KEPT_DAYS: ("failed_sign_in_days", "at")},
    )  # fmt: skip
    try:
        with here.store._transaction() as connection:
            table.create(connection)
            for days in (89, 91):
                connection.execute(table.insert().values(who="x", at=NOW - dt.timedelta(days=days)))
        assert [(e.kind, e.name, e.amount) for e in tidy_up(here, ANN, dry_run=True)] == [("rows", "knocks", 1)]
        assert len(tidy_up(here, ANN)) == 1
        assert tidy_up(here, ANN) == []
    finally:
        metadata.remove(table)


def test_the_shipped_settings_are_whole_and_each_is_explained():
    text = SHIPPED.read_text(encoding="utf-8")
    assert read_retention(SHIPPED.parent / "nowhere", SHIPPED)
    for name in Retention.model_fields:
        block = text.split(f"\n{name} = ")[0].split("\n\n")[-1]
        assert block.startswith("#"), name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("raw_file_days = 0\nsession_days = -1", "raw_file_days.*session_days"),
        ("nonsense", "cannot be read"),
        ('safety_copies = "many"', "safety_copies"),
        ("data_version_days = 3", "data_version_days"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_all_at_once_and_nothing_goes(here, text, words):
    name = here.store.raw.keep(b"old")
    age(here.store.raw.folder / name, 999)
    (here.settings.home / "retention.toml").write_text(text)
    with pytest.raises(DataError, match=f"(?s){words}"):
        tidy_up(here, ANN)
    assert (here.store.raw.folder / name).exists()


def test_the_working_folder_has_the_last_word_and_not_everybody_may_tidy(here):
    own = SHIPPED.read_text(encoding="utf-8").replace("session_days = 30", "session_days = 7")
    (here.settings.home / "retention.toml").write_text(own)
    assert retention_of(here).session_days == 7
    with pytest.raises(NotAllowed):
        tidy_up(here, Actor("Ben", frozenset({Role.ANALYST}), "page"))
