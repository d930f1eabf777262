"""People's own figures in the store: kept as entered, one per person, camp and week, withdrawn but never lost."""

import datetime as dt
from dataclasses import replace

import pytest

from core.errors import StoreError
from core.store import Override
from tests.builders import small_operation

NAME = "Small operation"


@pytest.fixture
def figure(store):
    version = store.save_version(small_operation(), None, "Ann")
    return Override(
        operation=NAME,
        camp_id="north",
        week=dt.date(2025, 7, 27),
        people=12_000.0,
        low=11_000.0,
        high=None,
        reason="two buses a day, '); DROP TABLE overrides; --",
        author="Amina",
        as_of=dt.date(2025, 6, 29),
        data_version=version.id,
        model_version="m1",
        model_low=None,
        model_median=10_900.5,
        model_high=11_500.0,
        last_count=10_800.0,
        last_count_date=dt.date(2025, 6, 29),
    )


def test_a_figure_is_read_as_it_was_entered(store, figure):
    kept = store.overrides.add(figure)
    assert store.overrides.of(NAME) == [kept]
    assert replace(kept, id=0, created=None) == figure
    assert kept.created.tzinfo is not None
    assert store.overrides.of("another operation") == []


def test_a_second_figure_of_the_same_person_for_a_week_is_refused_until_the_first_is_withdrawn(store, figure):
    first = store.overrides.add(figure)
    with pytest.raises(StoreError, match="Amina has entered a figure"):
        store.overrides.add(replace(figure, people=1.0))
    store.overrides.add(replace(figure, author="Baraka"))
    store.overrides.withdraw(NAME, first.id, "Chantal")
    store.overrides.add(replace(figure, people=1.0))
    kept = {o.id: o for o in store.overrides.of(NAME)}
    assert len(kept) == 3
    assert (kept[first.id].withdrawn_by, kept[first.id].people) == ("Chantal", 12_000)
    assert kept[first.id].withdrawn > kept[first.id].created


def test_a_figure_is_withdrawn_once_and_only_in_its_own_operation(store, figure):
    kept = store.overrides.add(figure)
    with pytest.raises(StoreError, match="no such figure"):
        store.overrides.withdraw("another operation", kept.id, "Amina")
    store.overrides.withdraw(NAME, kept.id, "Amina")
    with pytest.raises(StoreError, match="withdrawn already"):
        store.overrides.withdraw(NAME, kept.id, "Amina")


def test_a_database_made_before_there_were_overrides_gets_their_table(store, url, tmp_path, figure):
    from sqlalchemy import text

    from core.store import Store

    with store._engine.begin() as connection:
        connection.execute(text("DROP TABLE overrides"))
    store.close()
    again = Store(url, tmp_path / "raw", store.now)
    assert again.overrides.of(NAME) == []
    assert again.overrides.add(figure).id == 1
    again.close()
