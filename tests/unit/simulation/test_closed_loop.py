"""The closed loop: what a policy may know, how a week goes, and that goods and needs add up."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.allocation import solve_plan
from core.allocation.model import build_model
from core.allocation.read_back import plan_figures, read_flows
from core.allocation.solve import Session
from core.domain.operation import Operation
from core.domain.scenario import Closure, Scenario
from core.domain.schemas import Deliveries, NeedsInput, Population, Stock
from core.domain.simulation import POLICY_NAMES
from core.errors import InvalidScenario, SimulationFault
from core.forecasting.predict import forecast_population
from core.needs import compute_needs
from core.services.simulate_policies import people_ahead
from core.simulation import POLICIES, Ground, World, drawn_worlds, lay_ground, real_worlds, run_policy
from core.simulation.conservation import check_conservation
from core.simulation.known import what_is_known
from core.simulation.outcomes import figures_of
from core.simulation.policies import FirstWeek
from core.simulation.state import first_state
from core.simulation.week import live_through
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.domain.test_arrival_delays import orders

WEEKS, AHEAD = 5, 4
AS_OF = pd.Timestamp(PLANNING_START)


@pytest.fixture
def model(resources):
    return resources.registry.load()


def ground_of(operation: Operation, **scenario) -> Ground:
    return lay_ground(operation, Scenario(weeks=AHEAD, **scenario), AS_OF, WEEKS)


def forecaster(ground, model):
    return lambda day, counts: people_ahead(ground, day, counts, ground.horizon, model)


def as_last_counted(ground):
    """A forecast that costs nothing: everybody stays."""

    def ahead(_day, counts):
        last = counts.groupby(Population.camp_id)[Population.population].last()
        people = last.reindex(ground.operation.camps["camp_id"]).fillna(0.0).to_numpy(float)
        return np.broadcast_to(people[:, None, None], (len(people), ground.horizon, 9)).copy()

    return ahead


def growing() -> Operation:
    """The small operation, with counts after its start: one camp doubles, and its arrivals come when they like."""
    tables = small_tables()
    later = [AS_OF + pd.Timedelta(days=days) for days in (9, 17, 30)]
    rows = pd.DataFrame({"camp_id": "north", "date": later, "population": [9e3, 12e3, 15e3]})
    population = pd.concat([tables["population"], rows], ignore_index=True)
    arrivals = tables["arrivals"].assign(delay_days_sd=9.0)
    return small_operation(population=population, arrivals=arrivals)


def equal(one: FirstWeek, other: FirstWeek) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__)


def forgotten(world: World, as_of: pd.Timestamp, week: int) -> World:
    """The same future without what comes after a day: no later count, other people, every open arrival far away."""
    n = len(world.counts_until(as_of))
    return World(
        np.full_like(world.people, 1.0),
        world.counts.iloc[:n].reset_index(drop=True),
        world.camp[:n],
        np.where(world.lands >= week, world.lands + 7, world.lands),
    )


@pytest.mark.parametrize("name", POLICY_NAMES)
def test_a_decision_is_the_same_bit_for_bit_when_the_future_is_cut_away(name, model):
    closure = Closure(depot_id="hub", start=(AS_OF + pd.Timedelta(days=18)).date())
    policy, operation = POLICIES[name], growing()
    ground = ground_of(operation, closures=(closure,))
    world = real_worlds(ground, [3])[0]
    state, week = first_state(ground), 2
    for before in range(week):
        known = what_is_known(ground, world, state, before, forecaster(ground, model))
        live_through(ground, world, state, before, policy.decide(known))
    as_of = ground.as_of(week)
    seen = policy.decide(what_is_known(ground, world, state, week, forecaster(ground, model)))

    past = operation.population[operation.population[Population.date] <= as_of]
    blind = ground_of(operation.replaced(population=past))
    cut = policy.decide(what_is_known(blind, forgotten(world, as_of, week), state, week, forecaster(blind, model)))
    assert seen.units.size
    assert equal(seen, cut)
    assert len(past) < len(operation.population)
    assert as_of < pd.Timestamp(closure.start)


def test_a_later_count_does_change_the_decisions_made_after_it(model):
    """The test above could pass for a policy that looks at nothing."""
    ground = ground_of(growing())
    world = real_worlds(ground, [3])[0]
    state = first_state(ground)
    blind = forgotten(world, AS_OF, 0)
    seen, unseen = (
        POLICIES["planner"].decide(what_is_known(ground, w, state, 4, forecaster(ground, model)))
        for w in (replace(world, lands=blind.lands), blind)
    )
    assert not equal(seen, unseen)


def test_the_first_plan_is_the_plan_of_the_product(model):
    """Stock, arrivals, roads and needs laid out as arrays are those of the tables."""
    operation = small_operation()
    ground = ground_of(operation)
    state, world = first_state(ground), real_worlds(ground, [0])[0]
    known = what_is_known(ground, world, state, 0, forecaster(ground, model))
    needs = compute_needs(operation, forecast_population(operation, AS_OF, AHEAD, model), AS_OF).table
    plan = solve_plan(operation, needs, Scenario(weeks=AHEAD), AS_OF)
    pairs = pd.MultiIndex.from_product([operation.camps["camp_id"], operation.items["item_id"], known.problem.weeks])
    by_table = needs.set_index([NeedsInput.camp_id, NeedsInput.item_id, NeedsInput.week])[NeedsInput.need]
    need = known.need(known.forecast[:, :, 4])
    assert need.ravel() == pytest.approx(by_table.reindex(pairs).fillna(0.0).to_numpy())

    problem = replace(known.problem, need=need)
    program = build_model(problem)
    session = Session(problem, program, time_limit_seconds=30)
    session.minimise(program.cost, "")
    figures = plan_figures(problem, program, read_flows(problem, program, session.solution.values))
    assert figures["objective"] == pytest.approx(plan.summary["objective"], rel=1e-6)


def test_what_was_handed_out_lowers_the_need_of_once_items_as_deliveries_do(model):
    operation = small_operation()
    ground = ground_of(operation)
    state = first_state(ground)
    world = real_worlds(ground, [0])[0]
    known = what_is_known(ground, world, state, 0, forecaster(ground, model))
    live_through(ground, world, state, 0, POLICIES["planner"].decide(known))
    camp, item = np.nonzero(state.handed[:, :, 0])
    assert ground.standards.once[item].any()
    given = pd.DataFrame(
        {
            Deliveries.camp_id: operation.camps["camp_id"].to_numpy()[camp],
            Deliveries.item_id: operation.items["item_id"].to_numpy()[item],
            Deliveries.date: ground.sundays[0],
            Deliveries.quantity: state.handed[camp, item, 0],
        }
    )
    with_given = small_operation(deliveries=pd.concat([small_tables()["deliveries"], given], ignore_index=True))
    second = ground.sundays[0]
    needs = compute_needs(with_given, forecast_population(with_given, second, AHEAD, model), second).table
    known = what_is_known(ground, world, state, 1, forecaster(ground, model))
    pairs = pd.MultiIndex.from_product([operation.camps["camp_id"], operation.items["item_id"], known.problem.weeks])
    by_table = needs.set_index([NeedsInput.camp_id, NeedsInput.item_id, NeedsInput.week])[NeedsInput.need]
    got = known.need(known.forecast[:, :, 4]).ravel()
    assert got == pytest.approx(by_table.reindex(pairs).fillna(0.0).to_numpy())


@pytest.mark.parametrize("name", POLICY_NAMES)
def test_need_is_delivered_or_unmet_and_money_stays_within_the_budget(name):
    ground = ground_of(growing(), budget_usd_per_week=900.0)
    world = real_worlds(ground, [1])[0]
    run = run_policy(ground, world, POLICIES[name], as_last_counted(ground))
    assert (run.delivered <= run.need * (1 + 1e-9)).all()
    assert run.delivered.sum() > 0
    assert (run.need <= run.needed * (1 + 1e-9) + 1e-9).all()
    assert (run.transport_usd + run.purchase_usd <= 900.0 * (1 + 1e-6)).all()
    figures = figures_of(ground, run)
    assert 0 <= figures["worst_coverage"] <= 1
    assert 0 <= figures["gini"] <= 1


def test_money_for_all_weeks_is_not_spent_twice():
    ground = ground_of(growing(), budget_usd=1500.0)
    world = real_worlds(ground, [1])[0]
    run = run_policy(ground, world, POLICIES["planner"], as_last_counted(ground))
    assert 0 < (run.transport_usd + run.purchase_usd).sum() <= 1500.0 * (1 + 1e-6)


def test_more_than_is_there_is_cut_by_the_same_share_and_nothing_is_made():
    ground = ground_of(small_operation(arrivals=None))
    state = first_state(ground)
    world = real_worlds(ground, [0])[0]
    known = what_is_known(ground, world, state, 0, as_last_counted(ground))
    decided = POLICIES["planner"].decide(known)
    asked = replace(decided, units=decided.units * 1e4)
    before = state.in_all()
    done = live_through(ground, world, state, 0, asked)
    check_conservation(before, done, state.in_all())
    assert done.cut_t > 0
    assert (state.stock >= 0).all()


def test_nothing_departs_on_a_road_that_closes_in_the_week_itself():
    monday = (AS_OF + pd.Timedelta(days=2)).date()
    names = growing().depots["depot_id"]
    ground = ground_of(growing(), closures=tuple(Closure(depot_id=name, start=monday) for name in names))
    world, state = real_worlds(ground, [0])[0], first_state(ground)
    known = what_is_known(ground, world, state, 0, as_last_counted(ground))
    decided = POLICIES["planner"].decide(known)
    done = live_through(ground, world, state, 0, decided)
    assert decided.units.sum() > 0
    assert done.sent_t == 0
    assert done.transport_usd == 0


def test_goods_that_appear_are_found():
    ground = ground_of(small_operation())
    state, world = first_state(ground), real_worlds(ground_of(small_operation()), [0])[0]
    known = what_is_known(ground, world, state, 0, as_last_counted(ground))
    before = state.in_all()
    done = live_through(ground, world, state, 0, POLICIES["planner"].decide(known))
    with pytest.raises(SimulationFault, match="do not add up"):
        check_conservation(before, done, state.in_all() + 1.0)


def test_people_between_two_real_counts_go_evenly_and_stay_after_the_last():
    ground = ground_of(growing())
    world = real_worlds(ground, [0])[0]
    north = world.people[list(ground.operation.camps["camp_id"]).index("north")]
    counted = growing().population.query("camp_id == 'north'").groupby("date")["population"].last()
    on = np.interp(ground.sundays[:WEEKS].astype("int64"), counted.index.astype("int64"), counted.to_numpy())
    assert north == pytest.approx(on)
    assert north[-1] == 15_000


def test_drawn_futures_follow_their_seed_and_use_no_count_after_the_start(model):
    ground = ground_of(growing())
    past = growing().population
    past = past[past[Population.date] <= AS_OF]
    quantiles = people_ahead(ground, AS_OF, past, WEEKS, model)
    one, again, other = (drawn_worlds(ground, quantiles, [seed])[0] for seed in (5, 5, 6))
    assert np.array_equal(one.people, again.people)
    assert np.array_equal(one.lands, again.lands)
    assert not np.array_equal(one.people, other.people)
    blind = ground_of(growing().replaced(population=past))
    assert np.array_equal(drawn_worlds(blind, quantiles, [5])[0].people, one.people)
    new = one.counts[one.counts[Population.date] > AS_OF]
    assert len(new)
    assert (new[Population.date].dt.day_of_week == 6).all()


def test_expired_goods_are_lost_and_never_handed_out():
    stock = small_tables()["stock"].assign(expires=AS_OF + pd.Timedelta(days=1))
    ground = ground_of(small_operation(stock=stock, arrivals=None, offers=None))
    world, state = real_worlds(ground, [0])[0], first_state(ground)
    total = ground.kinds.opening.sum()
    known = what_is_known(ground, world, state, 0, as_last_counted(ground))
    done = live_through(ground, world, state, 0, POLICIES["planner"].decide(known))
    assert done.expired.sum() == pytest.approx(total)
    assert done.delivered.sum() == 0
    assert total == pytest.approx(stock[Stock.quantity].astype(float).sum())


def test_a_price_of_lying_at_camps_keeps_goods_at_the_depot_and_costs_nobody_anything():
    stock = small_tables()["stock"].assign(quantity=lambda rows: rows["quantity"] * 3)
    ground = ground_of(small_operation(stock=stock, arrivals=None))
    state, world = first_state(ground), real_worlds(ground, [0])[0]
    known = what_is_known(ground, world, state, 0, as_last_counted(ground))
    lying, objective = {}, {}
    for price in (0.0, 1.0):
        problem = replace(known.problem, need=known.need(known.forecast[:, :, 4]), keep_back_usd_per_t=price)
        program = build_model(problem)
        session = Session(problem, program, time_limit_seconds=30)
        session.minimise(program.cost, "")
        flows = read_flows(problem, program, session.solution.values)
        at_camp = problem.commodities.site_place < problem.n_camps
        weight = problem.weight_kg[problem.commodities.item[problem.commodities.site_commodity]]
        lying[price] = float((flows.stock * weight)[:, at_camp].sum())
        objective[price] = plan_figures(problem, program, flows)["objective"]
    assert lying[1.0] < 0.9 * lying[0.0]
    assert objective[1.0] == pytest.approx(objective[0.0], rel=1e-3)


def test_a_scenario_that_fixes_shipments_is_refused():
    with pytest.raises(InvalidScenario, match="plans anew every week"):
        lay_ground(small_operation(), Scenario(promised="plan"), AS_OF, WEEKS)


def test_goods_really_come_around_the_day_as_told_whatever_chance_they_are_planned_with():
    told, careful = ground_of(growing()), ground_of(growing(), arrival_service_level=0.9)
    lands = [real_worlds(ground, [3])[0].lands for ground in (told, careful)]
    assert np.array_equal(*lands)
    assert (careful.kinds.arrival_day == told.kinds.arrival_day).all()
    assert (careful.kinds.arrival_week > told.kinds.arrival_week).all()


def test_orders_recorded_after_the_start_are_not_known_to_a_simulation():
    blank = small_tables()["arrivals"].assign(delay_days_sd=np.nan)
    operation = small_operation(arrivals=blank, orders=orders(range(40), recorded="2025-06-20"))
    scenario = Scenario(weeks=AHEAD, arrival_service_level=0.9)
    assert lay_ground(operation, scenario, AS_OF, WEEKS).kinds.arrival_week.size
    with pytest.raises(InvalidScenario, match="Nothing tells how late"):
        lay_ground(operation, scenario, AS_OF - pd.Timedelta(weeks=4), WEEKS)


@pytest.mark.parametrize("basis", ["expected_demand", "larger"])
def test_a_need_other_than_the_standard_is_refused_in_words(basis):
    with pytest.raises(InvalidScenario, match=f"needs_basis “{basis}”"):
        ground_of(small_operation(), needs_basis=basis)


def lands_of(**tables):
    ground = ground_of(small_operation(**tables))
    return ground, np.array([real_worlds(ground, [seed])[0].lands for seed in range(30)])


def test_arrivals_without_a_spread_come_as_late_as_past_orders_did():
    blank = small_tables()["arrivals"].assign(delay_days_sd=np.nan)
    ground, lands = lands_of(arrivals=blank, orders=orders([0] * 20 + [21] * 20, recorded="2025-05-01"))
    assert np.array_equal(np.unique(lands - ground.kinds.arrival_week), [0, 3])
    assert "as late as past orders did" in ground.notes[-1]


def test_arrivals_of_whose_delay_nothing_is_known_come_on_their_day_and_that_is_said():
    blank = small_tables()["arrivals"].assign(delay_days_sd=[np.nan, 20.0, np.nan])
    ground, lands = lands_of(arrivals=blank, orders=orders([5] * 3, recorded="2025-05-01"))
    assert (lands[:, [0, 2]] == ground.kinds.arrival_week[[0, 2]]).all()
    assert len(np.unique(lands[:, 1])) > 1
    assert "2 arrivals tell no spread of their delay and come on their day in every future" in ground.notes[-1]
    told = lands_of(arrivals=blank.assign(delay_days_sd=3.0))[0]
    assert told.notes == list(told.problem.notes)
