"""Key factors: a planted one is found, noise is not claimed, and no sentence says why."""

import ast
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest

from core.history import examples_of, key_factors
from core.history.examples import Examples
from core.history.factors import LEAST_CASES
from core.locale import LANGUAGES
from core.services.tell_factors import TellFactors
from core.services.what_goes_with import what_goes_with
from core.settings import PROJECT
from tests.builders import small_operation

WHY = re.compile(r"\b(caus\w*|because|due to|leads? to|drives?|driven|results? in|explains?|responsible for)\b", re.I)
TOLD = ("core/services/tell_factors.py", "ui/past_page/factors.py", "ui/past_page/words.py", "ui/past_page/tables.py")


@cache
def planted():
    return key_factors(cases())


def cases(n=600, seed=3, planted=True):
    rng = np.random.default_rng(seed)
    place = rng.choice(["near", "far"], n)
    factors = pd.DataFrame({"place": place, "season": rng.choice(["wet", "dry", "cool"], n)})
    outcome = rng.uniform(0, 0.2, n) + (np.where(place == "far", 0.5, 0.0) if planted else 0.0)
    when = np.repeat(pd.date_range("2024-01-01", periods=n // 10, freq="7D").to_numpy(), 10)
    return Examples("shortage", factors, outcome, when)


def test_a_planted_factor_is_found_with_its_cases_and_the_other_is_not_claimed():
    found = planted()
    assert found.is_known
    assert found.factors["factor"].tolist() == ["place"]
    assert 0.8 < found.skill_low < found.skill < 1
    values = found.values.set_index("value")
    assert values["cases"].sum() == 600
    assert values.loc["far", "expected"] - values.loc["near", "expected"] == pytest.approx(0.5, abs=0.05)
    assert TellFactors(found).finding() == "Shortage goes with place"
    assert f"{found.later_cases} later cases" in TellFactors(found).grounds()


@pytest.mark.parametrize("seed", range(2))
def test_noise_is_not_claimed(seed):
    found = key_factors(cases(n=300, planted=False, seed=seed))
    assert not found.is_known
    assert found.factors.empty
    assert TellFactors(found).finding() == "We do not know what shortage goes with"
    assert "not surely better than no model" in TellFactors(found).grounds()


def test_too_few_cases_are_not_looked_at():
    found = key_factors(cases(n=LEAST_CASES - 10))
    assert (found.is_known, found.skill) == (False, None)
    assert str(LEAST_CASES) in TellFactors(found).grounds()


def test_cases_that_all_came_to_the_same_are_not_looked_at():
    even = cases()
    found = key_factors(Examples(even.about, even.factors, np.full(600, 0.3), even.when))
    assert found.skill is None


def test_a_factor_that_turns_around_later_is_not_claimed():
    turned = cases()
    late = np.arange(600) >= 300
    outcome = np.where(late, 0.7 - turned.outcome, turned.outcome)
    found = key_factors(Examples(turned.about, turned.factors, outcome, turned.when))
    assert not found.is_known


@pytest.mark.parametrize("about", ["shortage", "delay", "loss"])
def test_an_operation_without_records_says_that_it_is_not_known(about):
    found = what_goes_with(small_operation(deliveries=None), about)
    assert (found.cases, found.is_known) == (0, False)


def test_rare_values_are_put_together_and_quantities_are_quarters():
    receipts = pd.DataFrame(
        {
            "waybill_id": [f"w{n}" for n in range(100)],
            "place_id": ["north"] * 60 + ["south"] * 38 + ["east"] * 2,
            "item_id": "soap",
            "date": "2025-03-01",
            "sent": np.arange(1, 101) * 10,
            "good": np.arange(1, 101) * 9,
            "damaged": np.arange(1, 101),
            "missing": 0,
        }
    )
    found = examples_of(small_operation(receipts=receipts), "loss", pd.DataFrame())
    assert found.outcome.tolist() == pytest.approx([0.1] * 100)
    assert set(found.factors["place"]) == {"North Camp", "South Camp", "other"}
    assert found.factors["size"].value_counts().tolist() == [25, 25, 25, 25]
    assert "item" not in found.factors  # one item tells nothing


def test_no_sentence_claims_a_reason():
    said = [
        node.value
        for path in TOLD
        for node in ast.walk(ast.parse((PROJECT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert any("goes with" in words for words in said)
    assert [words for words in said if WHY.search(words)] == []


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_language_tells_it(code):
    words = TellFactors(planted(), LANGUAGES[code])
    assert words.finding()
    assert len(words.factor_table()) == 1
    assert len(words.value_table(4)) == 2
