"""What more stock at one place changes: the same futures played with and without it."""

from dataclasses import replace

import numpy as np

from core.inventory.projection import Feeding, ItemShelves


def part_around(shelves: ItemShelves, place: int) -> tuple[ItemShelves, int]:
    """The shelves that decide what happens at one place, and its position among them.

    With a plan these are all. Without one they are a camp's own; of a depot those of the camps it feeds as well.
    """
    moves = shelves.moves
    if not isinstance(moves, Feeding):
        return shelves, place
    is_camp = place < shelves.n_camps
    camps = np.array([place]) if is_camp else np.flatnonzero(moves.depot == place)
    own = camps if is_camp else np.append(camps, place)
    held = [(keys[np.isin(of, camps)], of[np.isin(of, camps)]) for keys, of in moves.held]
    held_keys = np.concatenate([keys for keys, _ in held]) if held and not is_camp else np.zeros(0, int)
    kept = np.concatenate([own, held_keys]).astype(int)
    new = np.full(shelves.opening.shape[1], -1)
    new[kept] = np.arange(len(kept))
    rounds = () if is_camp else tuple((new[keys], np.searchsorted(camps, of)) for keys, of in held if len(keys))
    coming = np.isin(shelves.coming_key, kept)
    # goods held elsewhere lie at no place of this part
    place_of_key = np.where(np.isin(shelves.place_of_key[kept], own), new[shelves.place_of_key[kept]], -1)
    part = replace(
        shelves,
        n_camps=len(camps),
        n_depots=len(own) - len(camps),
        place_of_key=place_of_key,
        opening=shelves.opening[:, kept],
        coming_key=new[shelves.coming_key[coming]],
        coming_class=shelves.coming_class[coming],
        coming_units=shelves.coming_units[coming],
        coming_day=shelves.coming_day[coming],
        need=shelves.need[camps],
        moves=Feeding(np.full(len(camps), -1 if is_camp else len(camps)), rounds),
    )
    return part, int(new[place])


def with_extra(shelves: ItemShelves, key: int, units: float, last_day: int) -> ItemShelves:
    """The same shelves with more units on one of them, which may be used up to and with a day."""
    last_day = min(last_day, int(shelves.last_day[-1]))
    at = int(np.searchsorted(shelves.last_day, last_day))
    opening, days, coming_class = shelves.opening.copy(), shelves.last_day, shelves.coming_class
    if days[at] != last_day:
        opening = np.insert(opening, at, 0.0, axis=0)
        days = np.insert(days, at, last_day)
        coming_class = coming_class + (coming_class >= at)
    opening[at, key] += units
    return replace(shelves, opening=opening, last_day=days, coming_class=coming_class)
