"""A second look at a dispatch: every limit added up anew from its tables, with no code of the search or the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.domain.dispatch import WEEKDAYS, Dispatch
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import (
    Camps,
    Depots,
    Drives,
    Items,
    Loads,
    PlannedLosses,
    Routes,
    Shipments,
    StockLevels,
    Unserved,
    Vehicles,
    Visits,
)
from core.domain.weeks import DAYS_PER_WEEK, as_day

TOLERANCE_UNITS, TOLERANCE_SHARE = 1e-4, 1e-6
"""Units, and share of the larger figure, that a sum may be off."""
TOLERANCE_SECONDS = 2.0
"""Moments are told to the second."""
DAY = pd.Timedelta(days=1)
TRIP = [Visits.vehicle, Visits.trip]
STOP = [*TRIP, Visits.sequence]
GOODS = ["route_id", "origin_id", "place_id", "item_id", "lot_id"]


@dataclass(frozen=True, eq=False)
class DispatchCheck:
    """What a check says.

    Attributes
    ----------
    violations
        One row per broken limit: ``limit, vehicle, message``.
    limits_checked
        Comparisons made.
    """

    violations: pd.DataFrame
    limits_checked: int

    @property
    def passed(self) -> bool:
        """Whether no limit is broken."""
        return self.violations.empty


@dataclass
class _Case:
    """A dispatch joined with the tables it is held against."""

    operation: Operation
    plan: Plan
    dispatch: Dispatch
    found: list[tuple[str, str, str]] = field(default_factory=list)
    checked: int = 0

    def __post_init__(self) -> None:
        camps, depots = self.operation.camps, self.operation.depots
        columns = [Camps.window_start, Camps.window_end, Camps.service_minutes]
        self.places = pd.concat([camps.set_index(Camps.camp_id)[columns], depots.set_index(Depots.depot_id)[columns]])
        self.depot_ids = set(depots[Depots.depot_id])
        self.items = self.operation.items.set_index(Items.item_id)
        fleet = self.operation.vehicles
        self.fleet = fleet.assign(name=fleet[Vehicles.depot_id] + "/" + fleet[Vehicles.vehicle]).set_index("name")
        self.monday = as_day(self.dispatch.request.week) - pd.Timedelta(days=DAYS_PER_WEEK - 1)
        self.visits = self.dispatch.visits.sort_values(STOP, ignore_index=True)
        self.visits["kind"] = self.visits[Visits.vehicle].str.rsplit("/", n=1).str[0]
        self.loads = self.dispatch.loads
        self.loads["kg"] = self.loads[Loads.quantity] * self.loads[Loads.item_id].map(
            self.items[Items.weight_kg]
        ).astype(float)
        self.loads["m3"] = self.loads[Loads.quantity] * self.loads[Loads.item_id].map(
            self.items[Items.volume_m3]
        ).astype(float)
        sent = self.plan.shipments
        self.sent = sent[sent[Shipments.week] == as_day(self.dispatch.request.week)]

    def hold(self, limit: str, broken: np.ndarray | pd.Series, name: pd.Series, say: Callable[[int], str]) -> None:
        """Count comparisons and keep those that are broken."""
        broken = pd.Series(broken, dtype="boolean").fillna(True).to_numpy(bool)
        self.checked += broken.size
        names = name.to_numpy()
        self.found += [(limit, str(names[n]), say(int(n))) for n in np.flatnonzero(broken)]


def check_dispatch(operation: Operation, plan: Plan, dispatch: Dispatch) -> DispatchCheck:
    """Whether vehicles are over no weight, volume or hours, windows are kept, and everything is carried or explained.

    Parameters
    ----------
    operation
        With the plan's scenario applied.
    """
    case = _Case(operation, plan, dispatch)
    for held in (
        _everything_is_accounted_for,
        _vehicles_exist_and_hold_their_loads,
        _stops_follow_each_other,
        _loads_are_handed_over_where_the_vehicle_is,
        _windows_and_service_are_kept,
        _drivers_work_their_hours,
        _roads_may_be_driven,
        _goods_are_there_before_they_leave,
        _reasons_are_given,
        _figures_add_up,
    ):
        held(case)
    violations = pd.DataFrame(case.found, columns=["limit", "vehicle", "message"], dtype="str")
    return DispatchCheck(violations, case.checked)


def _everything_is_accounted_for(case: _Case) -> None:
    """Shipments = what is carried + what is explained, to the last unit."""
    sent = case.sent.rename(columns={Shipments.destination_id: "place_id"})
    parts = [sent[[*GOODS, "quantity"]].assign(side="sent")]
    parts += [case.loads[[*GOODS, "quantity"]].assign(side="carried")]
    parts += [case.dispatch.unserved[[*GOODS, "quantity"]].assign(side="unserved")]
    everything = pd.concat(parts, ignore_index=True)
    everything["lot_id"] = everything["lot_id"].fillna("")
    sums = everything.pivot_table(index=GOODS, columns="side", values="quantity", aggfunc="sum", fill_value=0.0)
    sums = sums.reindex(columns=["sent", "carried", "unserved"], fill_value=0.0)
    told = sums["carried"] + sums["unserved"]
    off = (sums["sent"] - told).abs() > TOLERANCE_UNITS + TOLERANCE_SHARE * sums["sent"]
    keys = sums.index.to_frame(index=False)
    case.hold(
        "accounted",
        off,
        keys["origin_id"],
        lambda n: (
            f"{keys['item_id'][n]} from {keys['origin_id'][n]} to {keys['place_id'][n]}: the plan sends "
            f"{sums['sent'].iloc[n]:,.3f}, carried and unserved are {told.iloc[n]:,.3f}."
        ),
    )


def _vehicles_exist_and_hold_their_loads(case: _Case) -> None:
    names = pd.Series(case.visits[Visits.vehicle].unique(), dtype="str")
    number = names.str.rsplit("/", n=1).str[1].astype(float)
    there = names.str.rsplit("/", n=1).str[0].map(case.fleet[Vehicles.count]).astype(float).fillna(0)
    case.hold("fleet", (number < 1) | (number > there), names, lambda n: f"The fleet has no {names[n]}.")
    sums = case.loads.groupby(TRIP)[["kg", "m3"]].sum().reset_index()
    kind = sums[Visits.vehicle].str.rsplit("/", n=1).str[0]
    _holds(case, sums, "kg", kind.map(case.fleet[Vehicles.payload_kg]).astype(float))
    _holds(case, sums, "m3", kind.map(case.fleet[Vehicles.volume_m3]).astype(float))


def _holds(case: _Case, sums: pd.DataFrame, unit: str, most: pd.Series) -> None:
    case.hold(
        unit,
        sums[unit] > most * (1 + TOLERANCE_SHARE) + TOLERANCE_UNITS,
        sums[Visits.vehicle],
        lambda n: (
            f"Trip {sums[Visits.trip][n]} of {sums[Visits.vehicle][n]} loads {sums[unit][n]:,.1f} {unit} "
            f"of {most[n]:,.1f}."
        ),
    )


def _stops_follow_each_other(case: _Case) -> None:
    visits = case.visits
    vehicle = visits[Visits.vehicle]
    case.hold(
        "order",
        (visits[Visits.depart] < visits[Visits.arrive]),
        vehicle,
        lambda n: f"{vehicle[n]} leaves {visits[Visits.place_id][n]} before it arrives.",
    )
    again = vehicle.duplicated() & (visits[Visits.arrive] < visits[Visits.depart].shift())
    case.hold("order", again, vehicle, lambda n: f"{vehicle[n]} is at {visits[Visits.place_id][n]} before it left.")
    trips = visits.groupby(TRIP, sort=True)
    first, last = trips.first().reset_index(), trips.last().reset_index()
    home = first["kind"].map(case.fleet[Vehicles.depot_id])
    begins_week = ~first[Visits.vehicle].duplicated()
    ends_week = ~last[Visits.vehicle].duplicated(keep="last")
    where = first[Visits.place_id]
    expected = home.where(begins_week, last[Visits.place_id].shift())
    wrong = [place != other for place, other in zip(where, expected, strict=True)]
    case.hold(
        "home",
        np.array(wrong, bool),
        first[Visits.vehicle],
        lambda n: f"A trip of {first[Visits.vehicle][n]} begins elsewhere.",
    )
    away = ends_week & last[Visits.place_id].ne(home).astype(bool)
    case.hold("home", away, last[Visits.vehicle], lambda n: f"{last[Visits.vehicle][n]} does not come home.")
    at_depot = where.isin(case.depot_ids) | where.isin(case.places.index)
    case.hold("home", ~at_depot, first[Visits.vehicle], lambda n: f"{where[n]} is no place of the operation.")


def _loads_are_handed_over_where_the_vehicle_is(case: _Case) -> None:
    at = case.loads.merge(case.visits, on=STOP, how="left", suffixes=("", "_visited"))
    missing = at[f"{Loads.place_id}_visited"] != at[Loads.place_id]
    case.hold(
        "handover",
        missing,
        at[Loads.vehicle],
        lambda n: f"{at[Loads.vehicle][n]} hands over for {at[Loads.place_id][n]} where it is not.",
    )
    loading = _loading(case)
    seen = at.merge(loading, on=[*TRIP, Loads.origin_id], how="left", suffixes=("", "_loading"))
    late = ~(seen["loaded"] <= seen[Visits.arrive])
    case.hold(
        "loading",
        late,
        seen[Loads.vehicle],
        lambda n: (
            f"{seen[Loads.vehicle][n]} does not load at {seen[Loads.origin_id][n]} before {seen[Loads.place_id][n]}."
        ),
    )
    lead = _lead_weeks(case, seen[Loads.route_id])
    end = case.monday + (lead + 1) * DAYS_PER_WEEK * DAY
    case.hold(
        "lead_time",
        seen[Visits.depart] > end,
        seen[Loads.vehicle],
        lambda n: f"{seen[Loads.vehicle][n]} reaches {seen[Loads.place_id][n]} after its week.",
    )
    start = as_day(case.plan.summary.get("planning_start") or case.operation.planning_start) + DAY
    case.hold(
        "planning_start",
        ~(seen["loading_from"] >= start),
        seen[Loads.vehicle],
        lambda n: f"{seen[Loads.vehicle][n]} loads for {seen[Loads.place_id][n]} before the planning start.",
    )
    case.hold(
        "week",
        ~(seen["loaded"] <= case.monday + DAYS_PER_WEEK * DAY) | ~(seen["loaded"] >= case.monday),
        seen[Loads.vehicle],
        lambda n: f"{seen[Loads.vehicle][n]} loads for {seen[Loads.place_id][n]} outside the week.",
    )


def _lead_weeks(case: _Case, route_id: pd.Series) -> pd.Series:
    lead = case.operation.routes.set_index(Routes.route_id)[Routes.lead_time_weeks]
    return np.ceil(route_id.map(lead).astype(float).fillna(0.0))


def _loading(case: _Case) -> pd.DataFrame:
    """When each trip has loaded at each place it loads at: the first call there, before any handing over."""
    calls = case.visits.rename(columns={Visits.place_id: Loads.origin_id})
    first = calls.groupby([*TRIP, Loads.origin_id], sort=False).first().reset_index()
    return first[[*TRIP, Loads.origin_id, Visits.arrive, Visits.depart]].rename(
        columns={Visits.depart: "loaded", Visits.arrive: "loading_from"}
    )


def _working_calls(case: _Case) -> pd.DataFrame:
    """Calls at which something is loaded or handed over."""
    handed = case.loads[STOP].drop_duplicates()
    handed = case.visits.merge(handed, on=STOP)
    origins = case.loads[[*TRIP, Loads.origin_id]].drop_duplicates().rename(columns={Loads.origin_id: Visits.place_id})
    loaded = case.visits.merge(origins, on=[*TRIP, Visits.place_id]).sort_values(STOP)
    loaded = loaded.groupby([*TRIP, Visits.place_id], sort=False).first().reset_index()
    return pd.concat([handed, loaded], ignore_index=True)


def _windows_and_service_are_kept(case: _Case) -> None:
    calls = _working_calls(case)
    place = calls[Visits.place_id]
    opens = place.map(case.places[Camps.window_start].fillna("00:00"))
    closes = place.map(case.places[Camps.window_end].fillna("24:00"))
    day = calls[Visits.arrive].dt.normalize()
    early = day + pd.to_timedelta(opens + ":00")
    late = day + pd.to_timedelta(closes.str.replace("24:00", "23:59", regex=False) + ":00")
    late += pd.to_timedelta((closes == "24:00").astype(int), unit="min")
    all_day = (opens == "00:00") & (closes == "24:00")
    slack = pd.Timedelta(seconds=TOLERANCE_SECONDS)
    broken = ~all_day & ((calls[Visits.arrive] < early - slack) | (calls[Visits.depart] > late + slack))
    case.hold(
        "window",
        broken,
        calls[Visits.vehicle],
        lambda n: (
            f"{calls[Visits.vehicle][n]} is at {place[n]} from {calls[Visits.arrive][n]} to "
            f"{calls[Visits.depart][n]}; it receives from {opens[n]} until {closes[n]}."
        ),
    )
    minutes = place.map(case.places[Camps.service_minutes]).astype(float).fillna(0.0)
    spent = (calls[Visits.depart] - calls[Visits.arrive]).dt.total_seconds()
    case.hold(
        "service",
        spent < minutes * 60 - TOLERANCE_SECONDS,
        calls[Visits.vehicle],
        lambda n: f"{calls[Visits.vehicle][n]} has {spent[n] / 60:.0f} of {minutes[n]:.0f} min at {place[n]}.",
    )


def _drivers_work_their_hours(case: _Case) -> None:
    """Between the first and the last thing a vehicle does on a day lie no more than its hours; none on idle days."""
    calls = case.visits
    hours = calls["kind"].map(case.fleet[Vehicles.hours_per_day]).astype(float).fillna(24.0)
    moments = pd.concat(
        [
            pd.DataFrame({"vehicle": calls[Visits.vehicle], "moment": calls[column], "hours": hours})
            for column in (Visits.arrive, Visits.depart)
        ],
        ignore_index=True,
    )
    # midnight ends a day as well as it begins one: a vehicle at work around the clock is held to nothing there
    moments = moments[moments["hours"] < 24]
    moments["day"] = (moments["moment"] - pd.Timedelta(seconds=1)).dt.normalize()
    days = moments.groupby(["vehicle", "day"]).agg(
        first=("moment", "min"), last=("moment", "max"), hours=("hours", "first")
    )
    days = days.reset_index()
    spent = (days["last"] - days["first"]).dt.total_seconds()
    case.hold(
        "hours",
        spent > days["hours"] * 3600 + TOLERANCE_SECONDS,
        days["vehicle"],
        lambda n: (
            f"{days['vehicle'][n]} works {spent[n] / 3600:.2f} h on {days['day'][n].date()}; "
            f"{days['hours'][n]:g} are allowed."
        ),
    )
    allowed = {WEEKDAYS.index(day) for day in case.dispatch.request.working_days}
    case.hold(
        "working_days",
        ~days["day"].dt.day_of_week.isin(allowed),
        days["vehicle"],
        lambda n: f"{days['vehicle'][n]} works on {days['day'][n].date()}, no working day.",
    )
    _driving_fits_between_stops(case)


def _driving_fits_between_stops(case: _Case) -> None:
    """The roads to a stop, at the vehicle's speed, need no more time than the working days between two stops have."""
    drives = case.dispatch.tables["drives"]
    kind = drives[Drives.vehicle].str.rsplit("/", n=1).str[0]
    speed = kind.map(case.fleet[Vehicles.speed_kmh]).astype(float).fillna(case.operation.settings.speed_kmh)
    needed = (
        (drives[Drives.distance_km] / speed).groupby([drives[c] for c in STOP]).sum().rename("needed").reset_index()
    )
    calls = case.visits.assign(before=case.visits.groupby(Visits.vehicle)[Visits.depart].shift())
    gaps = needed.merge(calls, on=STOP)
    hours = gaps["kind"].map(case.fleet[Vehicles.hours_per_day]).astype(float).fillna(24.0)
    span = (gaps[Visits.arrive] - gaps["before"]).dt.total_seconds() / 3600
    nights = (gaps[Visits.arrive].dt.normalize() - gaps["before"].dt.normalize()).dt.days
    # every night between two stops takes at least what is not worked of a day
    available = np.minimum(span, span - nights * (24 - hours))
    case.hold(
        "driving",
        gaps["needed"] > available + 0.01,
        gaps[Visits.vehicle],
        lambda n: (
            f"{gaps[Visits.vehicle][n]} needs {gaps['needed'][n]:.2f} h to {gaps[Visits.place_id][n]} "
            f"and has {available[n]:.2f}."
        ),
    )


def _roads_may_be_driven(case: _Case) -> None:
    drives = case.dispatch.tables["drives"]
    drives = drives[drives[Drives.route_id].notna()].reset_index(drop=True)
    routes = case.operation.routes.set_index(Routes.route_id).reindex(drives[Drives.route_id]).reset_index()
    name = drives[Drives.vehicle]
    terrain = name.str.rsplit("/", n=1).str[0].map(case.fleet[Vehicles.terrain])
    mode = routes[Routes.mode].str.strip().str.lower()
    allowed = terrain.str.lower().str.split(r"[\s,;/]+", regex=True)
    wrong = [
        isinstance(words, list) and isinstance(told, str) and told not in words
        for words, told in zip(allowed, mode, strict=True)
    ]
    case.hold(
        "terrain", np.array(wrong, bool), name, lambda n: f"{name[n]} may not drive “{drives[Drives.route_id][n]}”."
    )
    shut = ~routes[Routes.open].fillna(True).astype(bool).to_numpy()
    sunday = case.monday + (DAYS_PER_WEEK - 1) * DAY
    for closure in case.plan.scenario.closures:
        touches = not (closure.start and pd.Timestamp(closure.start) > sunday)
        touches &= not (closure.end and pd.Timestamp(closure.end) < case.monday)
        if touches and closure.route_id:
            shut |= (routes[Routes.route_id] == closure.route_id).to_numpy()
        elif touches:
            shut |= (
                (routes[Routes.origin_id] == closure.depot_id) | (routes[Routes.destination_id] == closure.depot_id)
            ).to_numpy()
    case.hold("closed", shut, name, lambda n: f"{name[n]} drives “{drives[Drives.route_id][n]}”, which is closed.")
    convoy = routes[Routes.convoy_days].fillna("")
    departs = drives[Drives.depart].dt.day_of_week.map(dict(enumerate(WEEKDAYS)))
    ends = (drives[Drives.arrive] - pd.Timedelta(seconds=1)).dt.day_of_week.map(dict(enumerate(WEEKDAYS)))
    alone = [
        bool(days) and not {begin, end} <= set(days.split())
        for days, begin, end in zip(convoy, departs, ends, strict=True)
    ]
    case.hold(
        "convoy",
        np.array(alone, bool),
        name,
        lambda n: f"{name[n]} drives “{drives[Drives.route_id][n]}” without its convoy.",
    )


def _goods_are_there_before_they_leave(case: _Case) -> None:
    """At no moment has more left a place than lay there or had come in: lead times order the legs."""
    loads = case.loads.assign(lot_id=case.loads[Loads.lot_id].fillna(""))
    loading = _loading(case)
    out = loads.merge(loading, on=[*TRIP, Loads.origin_id], how="left")
    out = out.rename(columns={Loads.origin_id: "at"}).assign(
        moment=lambda t: t["loading_from"], signed=lambda t: -t["quantity"]
    )
    into = loads[_lead_weeks(case, loads[Loads.route_id]) == 0].merge(case.visits[[*STOP, Visits.depart]], on=STOP)
    into = into.rename(columns={Loads.place_id: "at"}).assign(
        moment=lambda t: t[Visits.depart], signed=lambda t: t["quantity"]
    )
    key = ["at", "item_id", "lot_id"]
    there = _there_at_first(case).rename("there")
    moves = pd.concat([out[[*key, "moment", "signed"]], into[[*key, "moment", "signed"]]], ignore_index=True)
    # what comes in at a moment may leave at the same one
    moves = moves.sort_values(["moment", "signed"], ascending=[True, False], ignore_index=True)
    moves = moves.join(there, on=key)
    level = moves["there"].fillna(0.0) + moves.groupby(key)["signed"].cumsum()
    scale = moves.groupby(key)["signed"].transform(lambda values: values.abs().max())
    case.hold(
        "goods",
        (moves["signed"] < 0) & (level < -TOLERANCE_UNITS - 10 * TOLERANCE_SHARE * scale),
        moves["at"],
        lambda n: f"{moves['item_id'][n]} leaves {moves['at'][n]} on {moves['moment'][n]} before it came in.",
    )


def _there_at_first(case: _Case) -> pd.Series:
    """Units that may leave at once, by place, item and lot: kept at the week's end + lost + sent - come in."""
    week = as_day(case.dispatch.request.week)

    def sums(table: pd.DataFrame, place: str) -> pd.Series:
        rows = table.assign(lot_id=table["lot_id"].fillna(""))
        return rows.groupby([place, "item_id", "lot_id"])["quantity"].sum().rename_axis(["at", "item_id", "lot_id"])

    stock, lost = case.plan.tables["stock"], case.plan.tables["losses"]
    without_lead = case.sent[_lead_weeks(case, case.sent[Shipments.route_id]) == 0]
    sent = sums(case.sent, Shipments.origin_id)
    kept = sums(stock[stock[StockLevels.week] == week], StockLevels.place_id)
    gone = sums(lost[lost[PlannedLosses.week] == week], PlannedLosses.place_id)
    coming = sums(without_lead, Shipments.destination_id)
    waits = coming.sub(kept, fill_value=0.0).sub(gone, fill_value=0.0).clip(lower=0.0)
    return sent.sub(waits.reindex(sent.index, fill_value=0.0)).clip(lower=0.0)


def _reasons_are_given(case: _Case) -> None:
    left = case.dispatch.unserved
    blank = left[Unserved.reason].fillna("").str.strip().eq("") | left[Unserved.remedy].fillna("").str.strip().eq("")
    case.hold(
        "reason", blank, left[Unserved.place_id], lambda n: f"{left[Unserved.item_id][n]} is left without a reason."
    )


def _figures_add_up(case: _Case) -> None:
    visits, trips, drives = case.visits, case.dispatch.trips, case.dispatch.tables["drives"]
    told = case.dispatch.summary
    left = case.dispatch.unserved
    left_kg = left[Unserved.quantity] * left[Unserved.item_id].map(case.items[Items.weight_kg]).astype(float)
    pairs = [
        ("distance_km", visits[Visits.distance_km].sum(), told["distance_km"]),
        ("distance_km of drives", drives[Drives.distance_km].sum(), told["distance_km"]),
        ("cost_usd", trips["cost_usd"].sum(), told["cost_usd"]),
        ("carried_t", case.loads["kg"].sum() / 1000, told["carried_t"]),
        ("unserved_t", left_kg.sum() / 1000, told["unserved_t"]),
        ("trips", float(visits.groupby(TRIP).ngroups), float(told["trips"])),
    ]
    off = np.array([abs(a - b) > 1e-6 * max(1.0, abs(a), abs(b)) for _, a, b in pairs])
    names = pd.Series(["" for _ in pairs])
    case.hold(
        "figures", off, names, lambda n: f"{pairs[n][0]} is {pairs[n][1]:,.4f}; the summary says {pairs[n][2]:,.4f}."
    )
    kind = trips["vehicle"].str.rsplit("/", n=1).str[0]
    running = trips["distance_km"] * kind.map(case.fleet[Vehicles.cost_usd_per_km]).astype(float)
    running += trips["hours"] * kind.map(case.fleet[Vehicles.cost_usd_per_hour]).astype(float).fillna(0.0)
    day = kind.map(case.fleet[Vehicles.cost_usd_per_day]).astype(float).fillna(0.0)
    days = _days_away(trips)
    case.hold(
        "cost",
        (trips["cost_usd"] - running - day * days).abs() > 1e-6 * trips["cost_usd"] + 1e-6,
        trips["vehicle"],
        lambda n: (
            f"Trip {trips['trip'][n]} of {trips['vehicle'][n]} costs {running[n] + day[n] * days[n]:,.2f} USD, "
            f"told as {trips['cost_usd'][n]:,.2f}."
        ),
    )


def _days_away(trips: pd.DataFrame) -> pd.Series:
    """Calendar days of each trip that no earlier trip of the vehicle has."""
    begin = trips["starts"].dt.normalize()
    end = np.maximum(begin, (trips["ends"] - pd.Timedelta(seconds=1)).dt.normalize())
    shared = trips["vehicle"].duplicated() & (begin <= end.shift())
    return (end - begin).dt.days + 1 - shared.astype(int)
