"""What holds for every ration: cheaper prices never cost more, people scale the cost, the auditor agrees."""

import pytest
from hypothesis import given, settings, strategies as st

from core.audit import audit_ration
from core.domain.ration import RationQuestion
from core.errors import Infeasible
from core.ration import design_ration
from tests.unit.ration.cases import camps, contents, foods, hand_made, links, offers, requirements

FOODS = ("f0", "f1", "f2", "f3")
SUPPLIERS = ("port", "crossing")
amount = st.floats(0.01, 100).map(lambda v: round(v, 4))


@st.composite
def questions(draw):
    """An operation of four foods, three nutrients, two suppliers and two camps that has a ration."""
    given_amounts = {food: {f"n{n}": draw(amount) for n in range(3)} for food in FOODS}
    prices = [(s, food, draw(st.floats(1, 5000))) for s in SUPPLIERS for food in FOODS]
    freight = [round(draw(st.floats(0, 900)), 2) for _ in range(4)]
    pairs = (("port", "crossing"), ("port", "a"), ("crossing", "a"), ("crossing", "b"))
    return {
        "items": foods(FOODS),
        "nutrients": contents(given_amounts),
        "nutrient_requirements": requirements({f"n{n}": draw(st.floats(0.1, 1000)) for n in range(3)}),
        "offers": offers(prices),
        "routes": links([(*pair, usd) for pair, usd in zip(pairs, freight, strict=True)]),
        **camps({"a": draw(st.integers(1, 100_000)), "b": draw(st.integers(1, 100_000))}),
    }


def cost(tables, days=30):
    return design_ration(hand_made(**tables), RationQuestion(days)).summary["cost_usd"]


@settings(max_examples=8, deadline=None)
@given(questions(), st.floats(0.1, 1.0), st.integers(0, 7))
def test_a_cheaper_price_never_raises_the_cost(tables, factor, at):
    cheaper = tables["offers"].copy()
    cheaper.loc[at, "price_usd_per_t"] *= factor
    assert cost(tables | {"offers": cheaper}) <= cost(tables) * (1 + 1e-9)


@settings(max_examples=8, deadline=None)
@given(questions(), st.integers(2, 50))
def test_more_people_or_days_scale_the_cost(tables, times):
    before = cost(tables)
    counts = tables["population"].assign(population=tables["population"]["population"] * times)
    assert cost(tables | {"population": counts}) == pytest.approx(before * times, rel=1e-9)
    assert cost(tables, days=30 * times) == pytest.approx(before * times, rel=1e-9)


@settings(max_examples=8, deadline=None)
@given(questions())
def test_the_auditor_agrees_and_a_dropped_food_never_saves(tables):
    operation = hand_made(**tables)
    design = design_ration(operation, RationQuestion())
    assert audit_ration(operation, design).violations.empty
    assert (design.tables["substitutes"]["more_usd"].dropna() >= 0).all()


@settings(max_examples=8, deadline=None)
@given(questions())
def test_a_unit_more_costs_what_a_ration_that_requires_it_costs_more(tables):
    design = design_ration(hand_made(**tables), RationQuestion())
    told = design.tables["nutrients"].set_index("nutrient")
    assert (told["one_more_usd"] >= told["price_usd"]).all()
    before = design.summary["usd_per_person_day"]
    for nutrient in told.index:
        required = tables["nutrient_requirements"].copy()
        required.loc[required["nutrient"] == nutrient, "amount_per_person_day"] += 1
        more = design_ration(hand_made(**tables | {"nutrient_requirements": required}), RationQuestion())
        after = more.summary["usd_per_person_day"]
        assert before + told.loc[nutrient, "one_more_usd"] == pytest.approx(after, rel=1e-9)


@settings(max_examples=8, deadline=None)
@given(questions(), st.floats(0.001, 100))
def test_weekly_limits_that_hold_never_make_a_ration_cheaper(tables, tonnes):
    limited = tables["offers"].assign(quantity_t_per_week=tonnes)
    try:
        held = design_ration(hand_made(**tables | {"offers": limited}), RationQuestion(weekly_limits="hold"))
    except Infeasible as error:
        held = error
    if isinstance(held, Infeasible):
        assert held.limits
        return
    assert held.summary["cost_usd"] >= cost(tables) * (1 - 1e-9)
