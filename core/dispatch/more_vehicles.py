"""How many more vehicles would carry what is left: packed into loads, and laid on the clock one after the other."""

from collections.abc import Sequence
from dataclasses import replace

from core.dispatch.demands import Piece, cut
from core.dispatch.fleet import DAY_SECONDS, Kind, Vehicle
from core.dispatch.trips import Effort, Job, Trip, effort_of, run, total
from core.dispatch.week import Week

MOST_KINDS = 6
"""Kinds tried, the cheapest by km first."""


def loads_of(pieces: Sequence[Piece], kind: Kind) -> list[Job]:
    """Pieces packed into loads of a kind, heaviest first into the first load that still holds it.

    Pieces that one vehicle of the kind does not hold are left as loads of their own.
    """
    loads: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.kg, -p.m3)):
        for load in loads:
            if load[0].leg == piece.leg and kind.holds(
                piece.kg + sum(p.kg for p in load), piece.m3 + sum(p.m3 for p in load)
            ):
                load.append(piece)
                break
        else:
            loads.append([piece])
    return [Job(tuple(load)) for load in loads]


def cheapest_vehicles(week: Week, pieces: Sequence[Piece], kinds: Sequence[Kind]) -> tuple[Kind, int, Effort] | None:
    """The kind of the fleet, and how many of it standing at the origin, that carry all pieces for least money.

    None where no number of any kind does.
    """
    origin_id = pieces[0].leg.origin_id
    best: tuple[Kind, int, Effort] | None = None
    for kind in sorted(kinds, key=lambda k: (k.cost_usd_per_km, k.name))[:MOST_KINDS]:
        here = _standing_at(week, kind, origin_id)
        whole = [part for piece in pieces for part in _carriable(piece, here)]
        weeks: list[tuple[Job, ...]] = []
        for load in loads_of(whole, here):
            for number, has in enumerate(weeks):
                if not isinstance(run(week.ground, Vehicle(here, 1), (*has, load)), tuple):
                    weeks[number] = (*has, load)
                    break
            else:
                if isinstance(run(week.ground, Vehicle(here, 1), (load,)), tuple):
                    weeks = []
                    break
                weeks.append((load,))
        if not weeks:
            continue
        effort = total([effort_of(week.ground, here, _trips(week, here, jobs)) for jobs in weeks])
        if best is None or effort.cost_usd < best[2].cost_usd:
            best = (here, len(weeks), effort)
    return best


def _carriable(piece: Piece, kind: Kind) -> list[Piece]:
    """A piece cut to what one vehicle holds; goods that were never cut, for no vehicle could carry them, come whole."""
    if kind.holds(piece.kg, piece.m3):
        return [piece]
    pieces, too_much = cut(piece.goods, [kind])
    return [replace(part, release=piece.release) for part in pieces] if not too_much else [piece]


def _standing_at(week: Week, kind: Kind, origin_id: str) -> Kind:
    opens = week.ground.place(origin_id).opens
    begins = (
        kind.duty_begins
        if kind.depot_id == origin_id
        else min(opens or kind.duty_begins, DAY_SECONDS - kind.duty_seconds)
    )
    return replace(kind, depot_id=origin_id, duty_begins=begins)


def _trips(week: Week, kind: Kind, jobs: Sequence[Job]) -> list[Trip]:
    done = run(week.ground, Vehicle(kind, 1), jobs)
    if isinstance(done, tuple):
        raise ValueError(f"Expected jobs that fit, got {done[1]}.")
    return done
