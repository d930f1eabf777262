"""Numbers in sentences: never more digits than they bear, signs and spaces that print well."""

import pandas as pd
import pytest

from core.domain import wording

S = wording.SPACE


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (wording.people(74321), f"74,000{S}people"),
        (wording.people(1), f"1{S}person"),
        (wording.people(0), f"0{S}people"),
        (wording.tonnes(9.96), f"10{S}t"),
        (wording.tonnes(9.94), f"9.9{S}t"),
        (wording.tonnes(-0.04), f"0.0{S}t"),
        (wording.tonnes(-12), f"−12{S}t"),
        (wording.usd(-10800), f"USD{S}−10,800"),
        (wording.usd(1_310_000), f"USD{S}1.3{S}million"),
        (wording.percent(0.999), f"99{S}%"),
        (wording.percent(0.001), f"1{S}%"),
        (wording.percent(1.0), f"100{S}%"),
        (wording.points(0.004), f"0{S}points"),
        (wording.points(-0.01), f"−1{S}point"),
        (wording.day(pd.Timestamp("2025-11-03")), f"3{S}Nov"),
        (wording.weeks(pd.to_datetime(["2025-11-30", "2025-12-07"])), f"the weeks of 30{S}Nov and 7{S}Dec"),
        (wording.weeks(pd.date_range("2025-11-02", periods=6, freq="7D")), f"every week from 2{S}Nov to 7{S}Dec"),
        (wording.in_sentence("ORS"), "ORS"),
        (wording.in_sentence("Maize flour"), "maize flour"),
    ],
)
def test_words_for_numbers(shown, expected):
    assert shown == expected
