"""Totals: means add up exactly, a place of one camp is that camp, groups add up to everybody."""

import numpy as np
import pandas as pd
import pytest

from core.domain.group_partitions import EVERYBODY, OTHERS, group_parts
from core.domain.schemas import QUANTILES, TotalsTable
from core.forecasting.coherent_totals import coherent_totals
from core.forecasting.dependence import MEASURED
from tests.builders import PLANNING_START, small_operation, small_tables

LEVELS = list(QUANTILES)
WEEKS = 3


def forecast_of(people, spread=0.1, weeks=WEEKS):
    """A forecast around a median per camp; wider and skewed upwards."""
    sundays = pd.date_range(PLANNING_START + pd.Timedelta(days=7), periods=weeks, freq="7D")
    shape = np.array([-1.0, -0.7, -0.45, -0.2, 0.0, 0.3, 0.7, 1.2, 2.0])
    rows = [
        (camp, sunday, at + 1, *(middle * (1 + spread * (at + 1) * shape)), PLANNING_START, "m")
        for camp, middle in people.items()
        for at, sunday in enumerate(sundays)
    ]
    columns = ["camp_id", "week", "horizon_weeks", *LEVELS, "last_count_date", "model_version"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(mean=table[LEVELS].mean(axis=1))


def two_countries():
    camps = small_tables()["camps"].assign(country=["TZA", "TZA", "UGA"], admin1=["Kigoma", "Kigoma", None])
    return small_operation(camps=camps)


PEOPLE = {"north": 12_000.0, "south": 20_000.0, "east": 5_000.0}


def everybody(totals, level, country=""):
    rows = totals[(totals["level"] == level) & (totals["country"] == country) & (totals["by"] == EVERYBODY)]
    return rows.set_index("horizon_weeks")


def test_totals_keep_their_schema_and_name_every_place_once():
    totals = coherent_totals(two_countries(), forecast_of(PEOPLE), PLANNING_START, MEASURED)
    checked = TotalsTable.validate(totals.astype(dict.fromkeys(("level", "country", "region", "by", "group"), "str")))
    assert not checked.duplicated(list(TotalsTable.key_columns())).any()
    places = totals.loc[totals["by"] == EVERYBODY, ["level", "country", "region", "camps"]].drop_duplicates()
    assert places.to_numpy().tolist() == [
        ["operation", "", "", 3],
        ["country", "TZA", "", 2],
        ["country", "UGA", "", 1],
        ["region", "TZA", "Kigoma", 2],
        ["region", "UGA", "", 1],
    ]


def test_means_add_up_from_camps_to_the_operation():
    forecast = forecast_of(PEOPLE)
    totals = coherent_totals(two_countries(), forecast, PLANNING_START, MEASURED)
    whole = everybody(totals, "operation")["mean"]
    np.testing.assert_allclose(whole, forecast.groupby("horizon_weeks")["mean"].sum())
    parts = everybody(totals, "country", "TZA")["mean"] + everybody(totals, "country", "UGA")["mean"]
    np.testing.assert_allclose(whole, parts)


def test_a_country_of_one_camp_has_the_quantiles_of_that_camp():
    forecast = forecast_of(PEOPLE)
    totals = coherent_totals(two_countries(), forecast, PLANNING_START, MEASURED)
    own = forecast[forecast["camp_id"] == "east"][LEVELS].to_numpy()
    np.testing.assert_allclose(everybody(totals, "country", "UGA")[LEVELS], own)


def test_the_band_of_a_total_is_narrower_than_the_sum_of_the_bands_and_wider_than_any_of_them():
    forecast = forecast_of(PEOPLE)
    whole = everybody(coherent_totals(two_countries(), forecast, PLANNING_START, MEASURED), "operation")
    width = (whole["q90"] - whole["q10"]).to_numpy()
    own = forecast.assign(width=forecast["q90"] - forecast["q10"]).groupby("horizon_weeks")["width"]
    assert (width < own.sum().to_numpy()).all()
    assert (width > own.max().to_numpy()).all()


@pytest.mark.parametrize("level", ["operation", "country"])
def test_groups_of_a_partition_add_up_to_everybody(level):
    tables = small_tables()
    people = tables["population"]["population"]
    population = tables["population"].assign(
        women=people * 0.27, children_5_17=people * 0.4, older_people=people * 0.05, disabled=np.nan
    )
    population.loc[population["camp_id"] == "east", "older_people"] = np.nan
    totals = coherent_totals(small_operation(population=population), forecast_of(PEOPLE), PLANNING_START, MEASURED)
    rows = totals[totals["level"] == level]
    means = rows.pivot_table(index="by", columns="horizon_weeks", values="mean", aggfunc="sum")
    assert list(means.index) == ["age", EVERYBODY, "sex"]
    for by in ("age", "sex"):
        np.testing.assert_allclose(means.loc[by], means.loc[EVERYBODY])


def test_shares_of_each_camp_sum_to_one_even_where_its_groups_are_more_than_its_people():
    tables = small_tables()
    people = tables["population"]["population"]
    population = tables["population"].assign(children_under_5=people * 0.6, children_5_17=people * 0.7)
    parts = group_parts(small_operation(population=population), pd.Index(PEOPLE), PLANNING_START)
    columns = [at for at, (by, _) in enumerate(parts.parts) if by == "age"]
    np.testing.assert_allclose(parts.shares[:, columns].sum(axis=1), 1.0)
    assert parts.parts[columns[-1]] == ("age", OTHERS)
    np.testing.assert_allclose(parts.shares[:, columns[-1]], 0.0, atol=1e-12)
    assert not parts.estimated.any()


def test_a_camp_that_never_counted_a_group_has_the_mean_of_the_others_and_says_so():
    population = small_tables()["population"]
    population.loc[population["camp_id"] == "east", "children_under_5"] = np.nan
    parts = group_parts(small_operation(population=population), pd.Index(PEOPLE), PLANNING_START)
    at = parts.parts.index(("age", "children_under_5"))
    assert parts.estimated[:, at].tolist() == [False, False, True]
    assert parts.shares[2, at] == pytest.approx(parts.shares[:2, at].mean(), rel=1e-9)


def test_planning_figures_among_the_camps_are_counted():
    totals = coherent_totals(two_countries(), forecast_of(PEOPLE), PLANNING_START, MEASURED, planned=["east"])
    found = totals[totals["by"] == EVERYBODY].drop_duplicates(["level", "country"]).set_index(["level", "country"])
    assert found["planning_figures"].tolist() == [1, 0, 1, 0, 1]
