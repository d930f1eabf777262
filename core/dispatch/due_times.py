"""When goods should be at a place from which others of them go on in the same week."""

from collections.abc import Sequence
from dataclasses import replace

from core.dispatch.demands import Goods, Leg, Piece
from core.dispatch.fleet import Kind, Vehicle
from core.dispatch.trips import WEEK_SECONDS, Job, run
from core.dispatch.week import Week

STEP_SECONDS = 3 * 3600
"""Moments tried, from the end of the week back."""


class DueTimes:
    """Latest moments, leg by leg, at which handing over leaves time for what goes on from there.

    Found on the clock, with a vehicle that has nothing else to do, from the end of the chain back to its beginning.
    """

    def __init__(self, week: Week, goods: Sequence[Goods], waiting: dict[tuple[str, str, str | None], float]) -> None:
        self._week = week
        places = {place for place, _, _ in waiting}
        self._onward: dict[str, list[Goods]] = {}
        for good in goods:
            if good.leg.origin_id in places and (good.leg.origin_id, good.item_id, good.lot_id) in waiting:
                self._onward.setdefault(good.leg.origin_id, []).append(good)
        self._known: dict[Leg, int] = {}

    def of(self, leg: Leg) -> int:
        """Seconds after Monday by which goods of a leg should be handed over; its deadline where nothing goes on."""
        if leg not in self._known:
            self._known[leg] = leg.deadline  # goods that go round in a circle wait for nothing
            if leg.lead_weeks == 0:
                onward = {good.leg: good for good in self._onward.get(leg.destination_id, [])}
                latest = [self._latest_loading(good) for good in onward.values()]
                self._known[leg] = min([leg.deadline, *(moment for moment in latest if moment > 0)])
        return self._known[leg]

    def _latest_loading(self, good: Goods) -> int:
        """Latest moment from which one unit can still be loaded and handed over in time; 0 where there is none."""
        due = self.of(good.leg)
        kinds = [kind for kind in dict.fromkeys(v.kind for v in self._week.vehicles) if self._may_carry(kind, good)]
        for moment in range(WEEK_SECONDS, 0, -STEP_SECONDS):
            job = Job((Piece(good.leg, (replace(good, quantity=1e-3),), release=moment),))
            for kind in kinds:
                done = run(self._week.ground, Vehicle(kind, 1), [job])
                if not isinstance(done, tuple) and done[0].calls[-2].departs <= due:
                    return moment
        return 0

    def _may_carry(self, kind: Kind, good: Goods) -> bool:
        return self._week.may_carry(kind, Piece(good.leg, (replace(good, quantity=1e-3),)))
