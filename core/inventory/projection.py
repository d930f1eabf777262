"""Shelves of one item day by day over many futures: what comes in, is sent, handed out, is lacking, expires."""

from dataclasses import dataclass

import numpy as np

from core.domain.weeks import DAYS_PER_WEEK

ROUNDING = 1e-6
"""A lack of so small a share of what is wanted on a day is none; a solver's tolerance is of this size."""


@dataclass(frozen=True, eq=False)
class Feeding:
    """Without a plan: a depot is asked for what the camps it feeds need and do not hold.

    Attributes
    ----------
    depot
        Key of the depot that feeds each camp, -1 where none does, shape (n_camps,).
    held
        Keys of goods reserved for a camp elsewhere, and the keys of those camps, which alone get them: in rounds, in
        each of which a camp stands once.
    """

    depot: np.ndarray
    held: tuple[tuple[np.ndarray, np.ndarray], ...]


@dataclass(frozen=True, eq=False)
class Legs:
    """With a plan: what it sends. What is not there waits for goods and leaves late.

    Attributes
    ----------
    origin, destination
        Keys, shape (n_legs,).
    lead_days
        Days on the way; with 0 goods arrive on the day they leave.
    level
        Order of legs within one day: a junction passes on what it has just received.
    planned
        Units that are to leave from a day on, shape (n_legs, n_days).
    in_time
        Units that would still leave in their week if they left after a day, shape (n_legs, n_days): more than that
        makes the place they leave from one without.
    """

    origin: np.ndarray
    destination: np.ndarray
    lead_days: np.ndarray
    level: np.ndarray
    planned: np.ndarray
    in_time: np.ndarray


@dataclass(frozen=True, eq=False)
class ItemShelves:
    """Shelves of one item and all that moves on them.

    A key is a shelf: first one per camp, then one per depot, then one per place and camp for goods reserved for a camp
    elsewhere. Goods with one last day of use make a class; classes come in the order of that day.

    Attributes
    ----------
    n_camps, n_depots
        How many keys are camps and depots.
    place_of_key
        Key of the place where each key lies, shape (n_keys,).
    opening
        Units at the start, shape (n_classes, n_keys).
    last_day
        Last day of use of each class, shape (n_classes,); days after the horizon are all alike.
    coming_key, coming_class, coming_units
        Of each lot on its way, shape (n_coming,); ``coming_day`` has the shape (n_coming, n_futures).
    need
        Units newly needed a week at each camp, shape (n_camps, n_weeks, n_futures).
    waits
        Whether need that is not met waits for the next day.
    moves
        What is sent, or who feeds whom.
    """

    n_camps: int
    n_depots: int
    place_of_key: np.ndarray
    opening: np.ndarray
    last_day: np.ndarray
    coming_key: np.ndarray
    coming_class: np.ndarray
    coming_units: np.ndarray
    coming_day: np.ndarray
    need: np.ndarray
    waits: bool
    moves: Feeding | Legs

    def by_place(self, units: np.ndarray) -> np.ndarray:
        """Units of keys, shape (n_keys,), summed by place; those a camp keeps for another are left out."""
        place = self.place_of_key
        told = (place == np.arange(len(place))) | (place >= self.n_camps)
        return np.bincount(place[told], units[told], minlength=self.n_camps + self.n_depots)


@dataclass(frozen=True, eq=False)
class Projection:
    """What becomes of the shelves of places; camps first, then depots.

    Attributes
    ----------
    out_share, lack, stock
        Per place and day, shape (n_places, n_days): share of futures without, and means of units lacking and of units
        left at the day's end. The shelf of a camp leaves out what is reserved for another.
    first_out
        First day without, shape (n_places, n_futures); the day after the last where there is none.
    lack_in_all
        Units lacking over all days, shape (n_places, n_futures); of what waits, what waits at the end.
    expired
        Units that expire unused, shape (n_classes, n_keys, n_futures).
    came_in, handed_out, closing
        Units in all places, shape (n_futures,): opening + came_in = handed_out + expired + closing. What is handed out
        includes what depots give to the camps they feed; what closes, what is still on the road.
    """

    out_share: np.ndarray
    lack: np.ndarray
    stock: np.ndarray
    first_out: np.ndarray
    lack_in_all: np.ndarray
    expired: np.ndarray
    came_in: np.ndarray
    handed_out: np.ndarray
    closing: np.ndarray


def project(shelves: ItemShelves) -> Projection:
    """Follow the shelves day by day; goods that expire first are used first.

    A day needs a seventh of its week. Each day goods come in, then what the plan sends leaves and arrives, then people
    receive, then goods on their last day of use expire. A day is one without where less is there than is wanted. A plan
    counts in whole weeks: with one, a camp is without only once a day's need lacks without a break, and then from the
    day on which that began; what lacks is told in any case.
    """
    run = _Run(shelves)
    for day in range(1, run.n_days + 1):
        run.bring_in(day)
        if isinstance(shelves.moves, Legs):
            run.send(shelves.moves, day)
            run.hand_out(day)
        else:
            run.hand_out(day)
            run.feed(shelves.moves)
        run.expire(day)
        run.record(day)
    return run.outcome()


class _Run:
    """State of a projection; every array has the futures last."""

    def __init__(self, shelves: ItemShelves) -> None:
        self.of = shelves
        n_weeks, futures = shelves.need.shape[1:]
        self.n_days = n_weeks * DAYS_PER_WEEK
        self.camps, self.places = slice(0, shelves.n_camps), slice(0, shelves.n_camps + shelves.n_depots)
        self.depots = slice(self.camps.stop, self.places.stop)
        self.keeps = np.full((self.places.stop, 1), shelves.waits)
        self.keeps[self.depots] |= isinstance(shelves.moves, Legs)
        self.units = np.repeat(shelves.opening[:, :, None].astype(float), futures, axis=2)
        self.expired = np.zeros_like(self.units)
        shape = (self.places.stop, futures)
        self.wanted, self.lacking, self.lack_in_all = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self.newly = np.zeros((shelves.n_camps, futures))
        if isinstance(shelves.moves, Feeding):
            by_depot = np.argsort(shelves.moves.depot, kind="stable")
            self.fed = by_depot[shelves.moves.depot[by_depot] >= 0]
            self.feeds, self.runs = np.unique(shelves.moves.depot[self.fed], return_index=True)
        self.in_spell, self.began = np.zeros(shape), np.zeros(shape, dtype=int)
        """What lacks since the last day on which nothing did, and the day on which that began."""
        self.first_out = np.full(shape, self.n_days + 1)
        self.out_share, self.lack, self.stock = (np.zeros((shape[0], self.n_days)) for _ in range(3))
        self.came_in, self.handed_out = np.zeros(futures), np.zeros(futures)
        self.on_the_road: dict[int, list[tuple[int, np.ndarray, np.ndarray]]] = {}
        self.due = np.zeros((len(shelves.moves.origin) if isinstance(shelves.moves, Legs) else 0, futures))
        lot, future = np.nonzero(shelves.coming_day <= self.n_days)
        order = np.argsort(shelves.coming_day[lot, future], kind="stable")
        self.lot, self.future = lot[order], future[order]
        in_order = shelves.coming_day[self.lot, self.future]
        self.begins = np.searchsorted(in_order, np.arange(1, self.n_days + 2))

    def bring_in(self, day: int) -> None:
        """Lots on their way come in, and shipments arrive; what comes after its last day of use is lost."""
        part = slice(self.begins[day - 1], self.begins[day])
        lot, future = self.lot[part], self.future[part]
        amount = self.of.coming_units[lot]
        of_lot, keys = self.of.coming_class[lot], self.of.coming_key[lot]
        spoilt = self.of.last_day[of_lot] < day
        for units, these in ((self.units, ~spoilt), (self.expired, spoilt)):
            np.add.at(units, (of_lot[these], keys[these], future[these]), amount[these])
        np.add.at(self.came_in, future, amount)
        for of_class, keys, amounts in self.on_the_road.pop(day, []):
            units = self.expired if self.of.last_day[of_class] < day else self.units
            np.add.at(units[of_class], keys, amounts)

    def send(self, legs: Legs, day: int) -> None:
        """What is due leaves as far as goods are there, shared in proportion where they are not enough."""
        self.due += legs.planned[:, day - 1, None]
        self.wanted[:] = self._at_places(legs, self.due)
        moving = np.flatnonzero(self.due.any(axis=1))
        for level in np.unique(legs.level[moving]):
            at = moving[legs.level[moving] == level]
            origin, before = legs.origin[at], self.due[at]
            rest = before
            for of_class, here in enumerate(self.units):
                asked = np.zeros_like(here)
                np.add.at(asked, origin, rest)
                share = np.divide(np.minimum(here, asked), asked, out=np.zeros_like(here), where=asked > 0)
                sent = rest * share[origin]
                taken = np.zeros_like(here)
                np.add.at(taken, origin, sent)
                np.maximum(here - taken, 0.0, out=here)
                rest = rest - sent
                self._deliver(legs, at, sent, of_class, day)
            self.due[at] = np.where(rest > ROUNDING * before, rest, 0.0)
        self.lacking[:] = self._at_places(legs, np.maximum(self.due - legs.in_time[:, day - 1, None], 0.0))

    def hand_out(self, day: int) -> None:
        """People receive what is due to them, as far as it is there."""
        waiting = self.lacking[self.camps] * self.of.waits
        due = self.of.need[:, (day - 1) // DAYS_PER_WEEK] / DAYS_PER_WEEK + waiting
        lack = due.copy()
        for here in self.units:
            self._take(here[self.camps], lack)
        self.newly = np.maximum(lack - waiting, 0.0)
        self.wanted[self.camps], self.lacking[self.camps] = due, lack

    def feed(self, feeding: Feeding) -> None:
        """Depots give what their camps lack: what is reserved for a camp first, then what is free."""
        lack = self.newly
        for keys, camps in feeding.held:
            for here in self.units:
                part = np.minimum(here[keys], lack[camps])
                here[keys] -= part
                lack[camps] -= part
                self.handed_out += part.sum(axis=0)
        asked = np.zeros_like(self.wanted)
        if len(self.fed):
            # camps stand by depot, and adding up such runs is ten times as fast as adding one by one
            asked[self.feeds] = np.add.reduceat(lack[self.fed], self.runs, axis=0)
        rest = asked[self.depots] + self.lacking[self.depots] * self.of.waits
        self.wanted[self.depots] = rest
        rest = rest.copy()
        for here in self.units:
            self._take(here[self.depots], rest)
        self.lacking[self.depots] = rest

    def expire(self, day: int) -> None:
        """What is not used by its last day is lost."""
        for of_class in np.flatnonzero(self.of.last_day <= day):
            self.expired[of_class] += self.units[of_class]
            self.units[of_class] = 0.0

    def record(self, day: int) -> None:
        """Keep what is told of the day."""
        out = self.lacking > ROUNDING * self.wanted
        self.began = np.where(out & (self.in_spell <= 0), day, self.began)
        self.in_spell = np.where(out, self.in_spell + self.lacking, 0.0)
        if isinstance(self.of.moves, Legs):
            out[self.camps] &= self.in_spell[self.camps] >= (1 - ROUNDING) * self.wanted[self.camps]
        self.first_out = np.where(out & (self.first_out > self.n_days), self.began, self.first_out)
        self.out_share[:, day - 1] = out.mean(axis=1)
        self.lack[:, day - 1] = self.lacking.mean(axis=1)
        self.lack_in_all = self.lacking + np.where(self.keeps, 0.0, self.lack_in_all)
        self.stock[:, day - 1] = self.of.by_place(self.units.sum(axis=0).mean(axis=-1))

    def outcome(self) -> Projection:
        """Everything told of all days."""
        on_the_road = sum(
            (amounts.sum(axis=0) for landing in self.on_the_road.values() for _, _, amounts in landing),
            start=np.zeros_like(self.came_in),
        )
        return Projection(
            out_share=self.out_share,
            lack=self.lack,
            stock=self.stock,
            first_out=self.first_out,
            lack_in_all=self.lack_in_all,
            expired=self.expired,
            came_in=self.came_in,
            handed_out=self.handed_out,
            closing=self.units.sum(axis=(0, 1)) + on_the_road,
        )

    def _take(self, here: np.ndarray, wanted: np.ndarray) -> None:
        """Take what is wanted from a shelf, both changed in place."""
        part = np.minimum(here, wanted)
        here -= part
        wanted -= part
        self.handed_out += part.sum(axis=0)

    def _at_places(self, legs: Legs, units: np.ndarray) -> np.ndarray:
        """Units of legs by the place they leave from; camps that send on keep what is told of their people."""
        summed = np.zeros_like(self.wanted)
        np.add.at(summed, self.of.place_of_key[legs.origin], units)
        summed[self.camps] = self.lacking[self.camps]
        return summed

    def _deliver(self, legs: Legs, at: np.ndarray, sent: np.ndarray, of_class: int, day: int) -> None:
        for days in np.unique(legs.lead_days[at]):
            these = legs.lead_days[at] == days
            keys, amounts = legs.destination[at[these]], sent[these]
            if days:
                self.on_the_road.setdefault(day + int(days), []).append((of_class, keys, amounts))
            else:
                np.add.at(self.units[of_class], keys, amounts)
