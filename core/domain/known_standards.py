"""Items beside known standards: which standard an item is for, and how much of it the item gives."""

import numpy as np
import pandas as pd

from core.domain.indicators import WEEKS_PER_BASIS
from core.domain.measures import measure
from core.domain.schemas import HOUSEHOLD_BASES, ONCE_BASES, Items, Nutrients, Standards

ENERGY = "energy_kcal"
"""Name in ``nutrients`` of the energy of a food."""
GRAMS_100_PER_KG = 10.0
LITRES_PER_M3 = 1000.0

STANDARD_KEY = [Standards.profile, Standards.phase, Standards.standard, Standards.group]
"""What tells one known standard from another; blank groups are written as empty text here."""


def match_items(
    items: pd.DataFrame,
    nutrients: pd.DataFrame,
    standards: pd.DataFrame,
    household_size: float,
    *,
    guess: bool = False,
) -> pd.DataFrame:
    """Pairs of an item and a known standard, with what the item gives in the standard's unit and basis.

    Parameters
    ----------
    items, nutrients, standards
        ``Items``, ``Nutrients``, ``Standards``.
    household_size
        People per household, to read a household's quantity as a person's.
    guess
        Whether items that name no standard are matched as well: by their name where sector and group agree
        (``Blanket, grey`` to ``blanket``; the standard with most words wins), and foods for everybody with known
        contents to energy.

    Returns
    -------
    pandas.DataFrame
        The columns of ``Standards``; then ``row`` (index label of the item), item_id, name, quantity; matched_by
        (``column``, ``name``, ``contents``); worth: what one unit of the item's quantity is in the standard's unit and
        basis; here: what the item gives, blank where it cannot be compared; why: the reason, else empty.
    """
    known = standards.assign(**{Standards.group: standards[Standards.group].astype(object).fillna("")})
    told = items.rename_axis("row").reset_index()
    told = pd.DataFrame(
        {
            "row": told["row"],
            "item_id": told[Items.item_id],
            "name": told[Items.name],
            "item_sector": told[Items.sector],
            "item_unit": told[Items.unit].astype(object).fillna(""),
            "item_basis": told[Items.need_basis],
            "item_group": told[Items.group].astype(object).fillna(""),
            "named": told[Items.standard],
            "quantity": told[Items.need_quantity],
            "kg": told[Items.weight_kg],
            "m3": told[Items.volume_m3],
            "kcal_per_100g": told[Items.item_id].map(_energy(nutrients)).astype("float64"),
        }
    )
    pairs = [told.merge(known, left_on="named", right_on=Standards.standard).assign(matched_by="column")]
    if guess:
        silent = told[told["named"].isna()]
        pairs += [_by_name(silent, known), _by_contents(silent, known)]
    joined = pd.concat([p for p in pairs if len(p)] or pairs[:1], ignore_index=True)
    return _valued(_of_the_same_group(joined), household_size)


def summed(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs added up by known standard, as several items may share one: soap for bathing and for laundry.

    Returns
    -------
    pandas.DataFrame
        A row per known standard that any item matches: its columns; row, item_id and name of the first item; items:
        how many; here: their sum, blank where any of them cannot be compared; why: the first reason.
    """
    if pairs.empty:
        return pairs.assign(items=pd.Series(dtype="int64"))
    groups = pairs.groupby(STANDARD_KEY, sort=False, dropna=False)
    first = groups.first()
    blank = groups["here"].apply(lambda values: values.isna().any())
    first["here"] = groups["here"].sum().mask(blank)
    first["items"] = groups.size()
    first["why"] = groups["why"].max()
    return first.reset_index()


def _energy(nutrients: pd.DataFrame) -> pd.Series:
    rows = nutrients[nutrients[Nutrients.nutrient] == ENERGY].drop_duplicates(Nutrients.item_id)
    return rows.set_index(Nutrients.item_id)[Nutrients.amount_per_100g]


def _by_name(items: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Pairs of items whose name holds every word of a standard of their sector and group."""
    names = items["name"].astype("str").str.lower()
    known = known[known[Standards.unit] != "kcal"]
    found = []
    for standard in known[Standards.standard].unique():
        words = standard.split("_")
        holds = np.ones(len(items), dtype=bool)
        for word in words:
            holds &= names.str.contains(rf"\b{word}s?\b", regex=True).fillna(False).to_numpy(bool)
        found.append(items[holds].assign(matched=standard, words=len(words)))
    if not found:
        return items.iloc[:0]
    pairs = pd.concat(found).merge(known, left_on="matched", right_on=Standards.standard)
    # a water container is no water: what is handed out in pieces has no volume by its name alone
    wanted, ours = _parts(pairs[Standards.unit].map(measure))[0], _parts(pairs["item_unit"].map(measure))[0]
    fits = (wanted == ours) | ((wanted == "mass") & (ours != "volume"))
    pairs = pairs[
        fits & (pairs["item_sector"] == pairs[Standards.sector]) & (pairs["item_group"] == pairs[Standards.group])
    ].sort_values("words", ascending=False, kind="stable")
    pairs = pairs.drop_duplicates(["row", Standards.profile, Standards.phase]).sort_index()
    return pairs.drop(columns=["matched", "words"]).assign(matched_by="name")


def _by_contents(items: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Pairs of foods for everybody with the energy they are to give together."""
    foods = items[(items["item_sector"] == "food") & (items["item_group"] == "") & items["kcal_per_100g"].notna()]
    energy = known[(known[Standards.unit] == "kcal") & (known[Standards.group] == "")]
    return foods.merge(energy, how="cross").assign(matched_by="contents")


def _of_the_same_group(pairs: pd.DataFrame) -> pd.DataFrame:
    """Without pairs of another group where the profile has the standard for the item's own group."""
    same = pairs["item_group"] == pairs[Standards.group]
    key = ["row", Standards.profile, Standards.phase, Standards.standard]
    has_own = same.groupby([pairs[k] for k in key]).transform("any") if len(pairs) else same
    return pairs[same | ~has_own].reset_index(drop=True)


def _valued(pairs: pd.DataFrame, household_size: float) -> pd.DataFrame:
    ours, theirs = pairs["item_unit"].map(measure), pairs[Standards.unit].map(measure)
    kind, per_unit = _parts(ours)
    wanted, per_standard = _parts(theirs)
    kg = np.where(kind == "mass", per_unit, pairs["kg"].to_numpy(float))
    is_water_by_weight = (kind == "mass") & (pairs["item_sector"] == "water").to_numpy()
    litres = np.where(
        kind == "volume",
        per_unit,
        np.where(is_water_by_weight, per_unit, pairs["m3"].to_numpy(float) * LITRES_PER_M3),
    )
    kcal = kg * GRAMS_100_PER_KG * pairs["kcal_per_100g"].to_numpy(float)
    pieces = np.where(kind == "count", 1.0, np.nan)
    amount = np.select(
        [wanted == "mass", wanted == "volume", wanted == "energy", wanted == "count"],
        [kg, litres, kcal, pieces],
        np.nan,
    )
    of_group = (pairs["item_group"] == pairs[Standards.group]).to_numpy()
    times = _times(pairs, household_size)
    worth = np.where(of_group, amount / per_standard * times, np.nan)
    why = np.select(
        [~of_group, np.isnan(times), (wanted == "energy") & np.isnan(amount), np.isnan(amount)],
        [
            "it is for another group",
            "one is needed once, the other again and again",
            "its energy is not in nutrients",
            "the units measure different things",
        ],
        "",
    )
    kept = [*Standards.column_names(), "row", "item_id", "name", "quantity", "matched_by"]
    return pairs[kept].assign(worth=worth, here=worth * pairs["quantity"].to_numpy(float), why=why)


def _parts(measures: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    known = measures.notna()
    kinds = measures.where(known, None).map(lambda m: m[0] if m else "").to_numpy(object)
    sizes = measures.where(known, None).map(lambda m: m[1] if m else np.nan).to_numpy(float)
    return kinds, sizes


def _times(pairs: pd.DataFrame, household_size: float) -> np.ndarray:
    """What a quantity of the item's basis is in the standard's basis; blank where only one of them is once."""
    ours, theirs = pairs["item_basis"], pairs[Standards.basis]
    often = ours.map(WEEKS_PER_BASIS).to_numpy(float) / theirs.map(WEEKS_PER_BASIS).to_numpy(float)
    people = np.where(theirs.isin(HOUSEHOLD_BASES), household_size, 1.0) / np.where(
        ours.isin(HOUSEHOLD_BASES), household_size, 1.0
    )
    same_kind = ours.isin(ONCE_BASES).to_numpy() == theirs.isin(ONCE_BASES).to_numpy()
    return np.where(same_kind, often * people, np.nan)
