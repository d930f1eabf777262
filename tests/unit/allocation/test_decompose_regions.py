"""Region by region: every camp is in one region, and a plan gets no dearer and keeps every shared limit."""

import numpy as np
import pytest

from core.allocation.decompose import regions as regions_module, search, solve_in_parts
from core.allocation.decompose.blocks import Blocks, split
from core.allocation.decompose.by_region import ByRegion
from core.allocation.decompose.regions import in_pairs, regions_of, share_of_goods
from core.allocation.decompose.watch import Watch
from core.allocation.model import build_model
from core.allocation.problem import build_problem
from core.allocation.solve_plan import solve_plan
from core.audit import audit_plan
from tests.benchmark._instances import START, Instance, Size, draw_instance

WIDE = Size(camps=48, depots=8, items=3, weeks=3, links=2)
FEW = 12
WITHIN = 1e-6


@pytest.fixture(scope="module")
def instance() -> Instance:
    return draw_instance(WIDE)


@pytest.fixture(scope="module")
def blocks(instance: Instance) -> Blocks:
    problem = build_problem(instance.operation(), instance.needs, instance.scenario, START)
    found = split(problem, build_model(problem))
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def small_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions_module, "MOST_BLOCKS", FEW)


@pytest.mark.parametrize("is_turned", [False, True])
def test_every_camp_is_in_one_region_and_regions_are_small_and_local(blocks: Blocks, is_turned: bool) -> None:
    regions = regions_of(blocks, is_turned=is_turned)
    columns = np.concatenate([region.columns for region in regions])
    assert np.array_equal(np.sort(columns), np.flatnonzero(blocks.of_column >= 0))
    assert max(np.unique(blocks.of_column[region.columns]).size for region in regions) <= FEW
    assert share_of_goods(blocks, regions) < 1.0


def test_regions_planned_at_a_time_share_no_goods(blocks: Blocks) -> None:
    regions = regions_of(blocks)
    pairs = in_pairs(blocks, regions)
    assert sorted(id(region) for pair in pairs for region in pair) == sorted(id(region) for region in regions)
    assert any(len(pair) == 2 for pair in pairs)
    for pair in pairs:
        free = np.concatenate([region.free for region in pair])
        assert np.unique(free).size == free.size


def test_a_turn_of_the_regions_makes_a_plan_cheaper_and_keeps_the_shared_limits(
    instance: Instance, blocks: Blocks
) -> None:
    program = blocks.program
    nothing_sent = search._nothing_sent(blocks, Watch(60.0, None, None))
    assert nothing_sent is not None
    start = np.where(np.isin(np.arange(program.n_columns), blocks.free_columns), 0.0, nothing_sent)
    # what nobody fetches lies where it is
    lies = _left_where_it_is(blocks, start)
    better = ByRegion(blocks, Watch(60.0, None, None)).bettered(lies, regions_of(blocks))
    assert program.cost @ better < 0.5 * (program.cost @ lies)
    used = blocks.sharing @ better
    lower, upper = program.row_lower[blocks.shared_rows], program.row_upper[blocks.shared_rows]
    room = 1e-7 * float(np.abs(used).max())
    assert (used >= lower - room).all()
    assert (used <= upper + room).all()
    optimum = solve_plan(instance.operation(), instance.needs, instance.scenario, START).summary["objective"]
    assert program.cost @ better >= optimum * (1 - WITHIN)


def _left_where_it_is(blocks: Blocks, start: np.ndarray) -> np.ndarray:
    """Depots hold all that comes to them."""
    from core.allocation.decompose.mixing import Mixing

    mixing = Mixing(blocks, Watch(60.0, None, None))
    mixing.add(start)
    mixed = mixing.best()
    assert mixed is not None
    return mixed[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_optimum_lies_between_the_bound_and_the_plan_made_by_regions(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(search, "MOST_OF_GOODS", 1.0)
    monkeypatch.setattr(search, "STEPS_A_ROUND", 100)
    drawn = draw_instance(WIDE, seed)
    operation = drawn.operation()
    problem = build_problem(operation, drawn.needs, drawn.scenario, START)
    program = build_model(problem)
    told: list[str] = []
    found = solve_in_parts(
        problem, program, time_limit_seconds=60.0, wanted_gap=0.005, progress=lambda share, words: told.append(words)
    )
    assert found is not None
    assert any("regions" in words for words in told)
    assert found.gap <= 0.005
    cost, best = float(program.cost @ found.values), solve_plan(operation, drawn.needs, drawn.scenario, START)
    assert cost * (1 - found.gap) <= best.summary["objective"] * (1 + WITHIN)
    assert cost >= best.summary["objective"] * (1 - WITHIN)


def test_a_plan_by_regions_passes_the_audit_and_comes_out_the_same_twice(
    monkeypatch: pytest.MonkeyPatch, instance: Instance
) -> None:
    monkeypatch.setattr(search, "MOST_OF_GOODS", 1.0)
    operation = instance.operation()
    plans = [solve_plan(operation, instance.needs, instance.scenario, START, most_columns_at_once=0) for _ in range(2)]
    assert audit_plan(operation, plans[0]).passed
    for name, table in plans[0].tables.items():
        assert table.equals(plans[1].tables[name]), name
