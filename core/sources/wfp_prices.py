"""WFP food prices by market and month, with both of its headers (with and without ids of market and commodity)."""

import pandas as pd

from core.domain.countries import iso3
from core.domain.schemas import Depots, Offers
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, as_text, columns_of, days, fit, number_text, numbers, plain, text_cells
from core.sources.place_names import identifiers, keys
from core.sources.sale_units import masses_kg
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "date": ("date", "#date"),
    "country": ("countryiso3", "#country+code"),
    "admin1": ("admin1", "#adm1+name"),
    "market": ("market", "#loc+market+name"),
    "latitude": ("latitude", "#geo+lat"),
    "longitude": ("longitude", "#geo+lon"),
    "commodity": ("commodity", "#item+name"),
    "unit": ("unit", "#item+unit"),
    "flag": ("priceflag", "#item+price+flag"),
    "kind": ("pricetype", "#item+price+type"),
    "currency": ("currency", "#currency"),
    "usd": ("usdprice", "#value+usd"),
}
AVERAGES = ("total", "nationalaverage", "marketaverage", "average")
"""Markets that are an average of markets, as ``plain`` writes them."""

KINDS = ("Wholesale", "Farm Gate", "Producer", "Retail")
"""Kinds of price, the one nearest to what an agency pays for tonnes first; prices of two kinds are never mixed."""

RECENT_DAYS = 366
"""Age, counted back from the last price of the file, up to which a price is an offer; older ones stay in ``prices``."""


class WfpPrices(Source):
    """``depots`` of kind supplier and ``offers`` in USD per tonne; every price is kept in the table ``prices``."""

    identifier = "wfp_prices"
    title = "WFP food prices"

    def recognise(self, found: FoundTable) -> float:
        """Needs date, market, commodity and unit, and a price in USD or one in a currency."""
        at = columns_of(found, ROLES)
        needed = ("date", "market", "commodity", "unit", "kind")
        return fit(at, needed, ("usd", "flag", "currency", "latitude", "longitude"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """The last price of a market and commodity that is one of our items; the others are asked about."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        prices = _prices(found, at, told)
        depots = _markets(found, at, prices, told)
        offers = _offers(prices, at, context, told)
        for role in ("date", "market", "commodity", "unit", "kind"):
            told.went(at[role], "prices", role)
        told.went(at.get("usd"), "prices", "price_usd_per_t")
        own = {at.get(role) for role in ("date", "market", "commodity", "unit", "kind", "latitude", "longitude")}
        shown = prices.drop(columns=["usd", "mass_kg", "value"])
        kept = told.carry("prices", shown, [column for column in found.cells.columns if column not in own])
        return told.done({"prices": kept, "depots": depots, "offers": offers})


def _prices(found: FoundTable, at: dict[str, str], told: Understanding) -> pd.DataFrame:
    """Every price of a mass: date, market, depot_id, commodity, unit, kind, price_usd_per_t as text."""
    market, commodity = text_cells(found, at["market"]), text_cells(found, at["commodity"])
    country = iso3(text_cells(found, at.get("country")))
    where = country.where(country.notna(), text_cells(found, at.get("admin1")))
    rows = pd.DataFrame(
        {
            "date": days(found, at["date"]),
            "market": market,
            "depot_id": "market-" + identifiers(market, where),
            "commodity": commodity,
            "unit": text_cells(found, at["unit"]),
            "kind": text_cells(found, at["kind"]),
            "usd": numbers(found, at.get("usd")),
        }
    )
    rows = _of_markets(rows, found, at, told)
    rows = rows.assign(mass_kg=masses_kg(rows["unit"]))
    _refuse_units(rows, at, told)
    unpriced = rows["mass_kg"].notna() & ~rows["usd"].gt(0)
    if unpriced.any():
        told.says(
            "question",
            "no_usd_price",
            f"{int(unpriced.sum()):,} prices are not given in USD; left aside, as no rate of exchange is known.",
            "Use a file with the column usdprice.",
            at.get("usd", at.get("currency")),
        )
    rows = rows[rows["mass_kg"].notna() & ~unpriced]
    value = rows["usd"] / rows["mass_kg"] * 1000
    return rows.assign(value=value, price_usd_per_t=as_text(value.round(9)))


def _of_markets(rows: pd.DataFrame, found: FoundTable, at: dict[str, str], told: Understanding) -> pd.DataFrame:
    """Rows of one market each, that were seen there."""
    names = {market: plain(market) for market in rows["market"].dropna().unique()}
    average = rows["market"].isin([market for market, name in names.items() if name in AVERAGES])
    if average.any():
        told.says(
            "note",
            "average_of_markets",
            f"{int(average.sum()):,} prices are averages (“{rows.loc[average, 'market'].iloc[0]}”); left aside.",
            "",
            at["market"],
        )
    foreseen = text_cells(found, at.get("flag")).str.casefold().eq("forecast").fillna(False)
    if foreseen.any():
        told.says(
            "note", "foreseen_price", f"{int(foreseen.sum()):,} prices are forecasts; left aside.", "", at["flag"]
        )
    whole = rows[["date", "market", "commodity", "unit"]].notna().all(axis=1)
    told.says_of_rows(
        "note",
        rows.loc[~whole, ["market", "commodity"]].fillna("blank"),
        at["market"],
        "incomplete_price",
        lambda row: (
            f"The price of “{row['commodity']}” at “{row['market']}” lacks date, market, good or unit; left aside."
        ),
        "Fill in what is missing.",
    )
    return rows[~average & ~foreseen & whole]


def _refuse_units(rows: pd.DataFrame, at: dict[str, str], told: Understanding) -> None:
    no_mass = rows.loc[rows["mass_kg"].isna(), ["unit", "commodity"]]
    for unit, of_unit in no_mass.groupby("unit", sort=True):
        goods = sorted(of_unit["commodity"].unique())
        named = ", ".join(f"“{good}”" for good in goods[:3]) + (f" and {len(goods) - 3} more" if len(goods) > 3 else "")
        told.says(
            "question",
            "unit_is_no_mass",
            f"{len(of_unit):,} prices are per “{unit}” ({named}), which is no mass; they give no price per tonne.",
            "Weigh what one is, and give the price per kg.",
            at["unit"],
        )


def _markets(found: FoundTable, at: dict[str, str], prices: pd.DataFrame, told: Understanding) -> pd.DataFrame:
    first = prices.drop_duplicates("depot_id")
    for role, ours in (
        ("market", "name"),
        ("country", "country"),
        ("latitude", "latitude"),
        ("longitude", "longitude"),
    ):
        told.went(at.get(role), "depots", ours)
    if len(first) and not {"latitude", "longitude"} <= set(at):
        told.says("question", "no_coordinates", "The file has no coordinates of its markets.", "Add them to depots.")
    country = iso3(text_cells(found, at.get("country")).reindex(first.index))
    depots = pd.DataFrame(
        {
            Depots.depot_id: first["depot_id"],
            Depots.name: first["market"],
            Depots.kind: "supplier",
            Depots.latitude: number_text(found, at.get("latitude")).reindex(first.index),
            Depots.longitude: number_text(found, at.get("longitude")).reindex(first.index),
        }
    )
    return depots.assign(country=country) if country.notna().any() else depots


def _offers(prices: pd.DataFrame, at: dict[str, str], context: SourceContext, told: Understanding) -> pd.DataFrame:
    """The last price of each market and item, of one kind, not older than a year before the last of the file."""
    item = _items(prices["commodity"], at, context, told)
    rank = prices["kind"].map({kind: place for place, kind in enumerate(KINDS)}).fillna(len(KINDS))
    at_date = pd.to_datetime(prices["date"], format="%Y-%m-%d", errors="coerce")
    mine = prices.assign(item=item, rank=rank, at=at_date)[item.notna() & at_date.notna()]
    old = mine["at"] < at_date.max() - pd.Timedelta(days=RECENT_DAYS)
    last = mine[~old].sort_values(["rank", "at"], ascending=[True, False], kind="stable")
    last = last.drop_duplicates(["depot_id", "item"]).sort_index()
    if old.any():
        pairs = mine[["depot_id", "item"]].drop_duplicates()
        without = len(pairs) - len(last)
        if without:
            words = f"{without:,} goods of a market have no price of the last {RECENT_DAYS} days; they are no offers."
            told.says("note", "old_prices", words, "", at["date"])
    if len(last):
        told.because("An offer is the last price of a market and good; wholesale before retail, never mixed.")
        told.went(at["commodity"], "offers", "item_id")
        told.went(at["market"], "offers", "depot_id")
        told.went(at["usd"], "offers", "price_usd_per_t")
    return pd.DataFrame(
        {
            Offers.depot_id: last["depot_id"],
            Offers.item_id: last["item"],
            Offers.price_usd_per_t: last["price_usd_per_t"],
            "price_date": last["date"],
            "price_kind": last["kind"],
            "sale_unit": last["unit"],
            "sale_price_usd": as_text(last["usd"]),
            "commodity": last["commodity"],
        }
    )


def _items(commodity: pd.Series, at: dict[str, str], context: SourceContext, told: Understanding) -> pd.Series:
    """Our item of each commodity: the one answered, else the one whose name or identifier is the same."""
    ours: dict[str, str] = {}
    if context.items is not None:
        for column in ("name", "item_id"):
            names = keys(context.items[column].astype("str"))
            once = ~names.duplicated(keep=False)
            ours |= dict(zip(names[once], context.items.loc[once, "item_id"].astype("str"), strict=True))
    goods = commodity.dropna().unique()
    chosen = {good: context.answers.get(f"item {good}", ours.get(plain(good))) for good in goods}
    unknown = sorted(good for good, item in chosen.items() if item is None)
    if unknown:
        listed = ", ".join(f"“{good}”" for good in unknown[:10]) + (
            f" and {len(unknown) - 10} more" if len(unknown) > 10 else ""
        )
        told.says(
            "question",
            "which_item",
            f"{len(unknown):,} goods are no items of the operation: {listed}. Their prices are kept, without offers.",
            f"Answer “item {unknown[0]}” with the identifier of an item, and so on, or add the items.",
            at["commodity"],
        )
    return commodity.map(chosen).astype("str")
