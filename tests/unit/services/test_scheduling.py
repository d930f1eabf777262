"""When turns are due, with clocks that are set back and forward: never twice, never not at all."""

import datetime as dt

import pytest

from core.errors import DataError
from core.services.flow_steps import Schedule, run_on_schedule

HOUR = 3600.0


class World:
    """A stopwatch, a clock that may be set, and the record of turns, as one process after another finds it."""

    def __init__(self, start="2026-03-01 01:00"):
        self.clock = dt.datetime.fromisoformat(start).replace(tzinfo=dt.UTC)
        self.seconds = 0.0
        self.record = None
        self.turns = []
        self.settings = []

    def pause(self, seconds):
        self.seconds += seconds
        self.clock += dt.timedelta(seconds=seconds)
        if self.settings and self.seconds >= self.settings[0][0]:
            self.clock += dt.timedelta(hours=self.settings.pop(0)[1])

    def take(self, slot):
        self.record = (slot, self.clock)

    def run(self, schedule, turns):
        run_on_schedule(
            schedule,
            lambda: self.record,
            self.take,
            lambda: self.turns.append(self.seconds / HOUR),
            turns=turns,
            now=lambda: self.clock,
            watch=lambda: self.seconds,
            pause=self.pause,
        )
        return [round(turn, 2) for turn in self.turns]


DAILY, SIX_HOURS = Schedule.of(None, "03:00"), Schedule.of(6, None)


def test_turns_are_taken_as_the_schedule_says():
    assert World().run(SIX_HOURS, 3) == [0, 6, 12]
    assert World().run(DAILY, 3) == [2, 26, 50]
    assert World("2026-03-01 05:00").run(DAILY, 2) == [22, 46]


@pytest.mark.parametrize("hours", [-1, -5, -30, -24 * 400])
def test_a_clock_set_back_runs_nothing_twice_and_stops_nothing(hours):
    every = World()
    every.settings = [(7 * HOUR, hours)]
    assert every.run(SIX_HOURS, 4) == [0, 6, 12, 18]
    daily = World()
    daily.settings = [(2.5 * HOUR, hours)]
    first, second, third = daily.run(DAILY, 3)
    assert first == 2
    assert 12 <= second - first <= 54
    assert 12 <= third - second <= 25


@pytest.mark.parametrize("hours", [5, 30, 24 * 400])
def test_a_clock_set_forward_runs_nothing_twice_in_half_a_period(hours):
    every = World()
    every.settings = [(7 * HOUR, hours)]
    assert every.run(SIX_HOURS, 3) == [0, 6, 12]
    daily = World()
    daily.settings = [(2.5 * HOUR, hours)]
    first, second, third = daily.run(DAILY, 3)
    assert 12 <= second - first <= 25
    assert 12 <= third - second <= 25


@pytest.mark.parametrize("schedule", [DAILY, SIX_HOURS])
def test_a_new_process_that_finds_a_record_from_the_future_waits_one_period(schedule):
    world = World()
    world.record = ("2036-01-01", dt.datetime(2036, 1, 1, tzinfo=dt.UTC))
    first, second = world.run(schedule, 2)
    assert first == schedule.period_seconds / HOUR
    assert schedule.period_seconds / HOUR / 2 <= second - first <= schedule.period_seconds / HOUR * 1.5


def test_a_new_process_makes_up_for_a_missed_turn_once_and_repeats_none():
    world = World("2026-03-01 09:00")
    world.record = ("2026-02-27", world.clock - dt.timedelta(days=2))
    assert world.run(DAILY, 2) == [0, 18]
    again = World("2026-03-01 09:00")
    again.record = ("2026-03-01", again.clock - dt.timedelta(hours=6))
    assert again.run(DAILY, 1) == [18]
    young = World()
    young.record = ("2026-03-01", young.clock - dt.timedelta(hours=2))
    assert young.run(SIX_HOURS, 1) == [4]


def test_a_lost_lease_ends_the_schedule():
    world = World()

    def check():
        if world.turns:
            raise DataError("lost")

    with pytest.raises(DataError, match="lost"):
        run_on_schedule(
            SIX_HOURS, lambda: world.record, world.take, lambda: world.turns.append(1),
            now=lambda: world.clock, watch=lambda: world.seconds, pause=world.pause, check=check,
        )  # fmt: skip
    assert world.turns == [1]


@pytest.mark.parametrize(
    ("every", "at", "words"),
    [
        (None, None, "either"),
        (5, "03:00", "either"),
        (0, None, "above 0"),
        (float("nan"), None, "above 0"),
        (None, "24:00", "24:00"),
        (None, "noon", "noon"),
    ],
)
def test_what_says_no_time_is_refused(every, at, words):
    with pytest.raises(DataError, match=words):
        Schedule.of(every, at)
