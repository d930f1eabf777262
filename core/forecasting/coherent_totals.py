"""Totals of a forecast: regions, countries and the operation, and their groups, as quantiles of joint samples."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from core.domain.group_partitions import GroupParts, group_parts
from core.domain.operation import Operation
from core.domain.schemas import QUANTILES, Camps, ForecastTable, TotalsTable
from core.domain.weeks import as_day
from core.forecasting.dependence import Dependence
from core.forecasting.joint_paths import SAMPLES, CampForecasts, region_samples
from core.forecasting.scores import LEVEL_ARRAY


def coherent_totals(
    operation: Operation,
    forecast: pd.DataFrame,
    as_of: pd.Timestamp,
    dependence: Dependence,
    planned: Collection[str] = (),
    samples: int = SAMPLES,
) -> pd.DataFrame:
    """What the camps of a forecast add up to.

    Means are the sums of the camps' means. Quantiles are those of the sum over joint samples; a place of one camp has
    that camp's own quantiles. The people of a group are the camps' people times the group's last known share there, in
    every sample, so the groups of a partition add up to everybody; that shares may change is not part of the spread.

    Parameters
    ----------
    forecast
        ``ForecastTable``, every camp with the same weeks. Camps without a forecast are in no total.
    as_of
        Day of the forecast; later counts of groups are not seen.
    planned
        Camps whose forecast rests on a planning figure; they are counted in the table.
    samples
        Even number of futures.

    Returns
    -------
    pandas.DataFrame
        ``TotalsTable``: the operation first, then countries, then regions, in the order of their names; groups for
        the operation and the countries.
    """
    forecast = forecast.sort_values([ForecastTable.camp_id, ForecastTable.week], kind="stable")
    ids = pd.Index(forecast[ForecastTable.camp_id].unique())
    weeks = pd.DatetimeIndex(forecast[ForecastTable.week].unique())
    horizons = forecast[ForecastTable.horizon_weeks].to_numpy()[: len(weeks)]
    shape = (len(ids), len(weeks))
    places = operation.camps.set_index(Camps.camp_id).reindex(ids)
    camps = CampForecasts(
        camp_ids=ids.to_numpy(dtype=object),
        country=places[Camps.country].fillna("").to_numpy(dtype=object),
        region=places[Camps.admin1].fillna("").to_numpy(dtype=object),
        quantiles=forecast[list(QUANTILES)].to_numpy(dtype=float).reshape(*shape, len(QUANTILES)),
        weeks=horizons.astype(float),
        occasion=str(weeks[0].date()) if len(weeks) else "",
    )
    groups = group_parts(operation, ids, as_day(as_of))
    total = _Totals(
        camps,
        groups,
        mean=forecast[ForecastTable.mean].to_numpy(dtype=float).reshape(shape),
        is_planned=ids.isin(list(planned)),
        weeks=weeks,
        horizons=horizons,
        version=str(forecast[ForecastTable.model_version].min()),
    )
    tables: dict[str, list[pd.DataFrame]] = {"operation": [], "country": [], "region": []}
    everybody, of_country = np.zeros((len(groups.parts), len(weeks), samples)), None
    country = ""
    rows_of_country: list[np.ndarray] = []

    def close_country() -> None:
        if of_country is not None:
            tables["country"].append(total.table("country", country, "", np.concatenate(rows_of_country), of_country))

    for found in region_samples(camps, groups.shares, dependence, samples):
        if of_country is None or found.country != country:
            close_country()
            country, rows_of_country, of_country = found.country, [], np.zeros_like(everybody)
        of_country += found.people
        everybody += found.people
        rows_of_country.append(found.rows)
        tables["region"].append(total.table("region", country, found.region, found.rows, found.people[:1]))
    close_country()
    tables["operation"].append(total.table("operation", "", "", np.arange(len(ids)), everybody))
    made = pd.concat([table for level in tables.values() for table in level], ignore_index=True)
    return made[TotalsTable.column_names()]


class _Totals:
    """Turns samples of a place into rows of the table."""

    def __init__(
        self,
        camps: CampForecasts,
        groups: GroupParts,
        *,
        mean: np.ndarray,
        is_planned: np.ndarray,
        weeks: pd.DatetimeIndex,
        horizons: np.ndarray,
        version: str,
    ) -> None:
        self.camps, self.groups, self.mean, self.is_planned = camps, groups, mean, is_planned
        self.weeks, self.horizons, self.version = weeks, horizons, version

    def table(self, level: str, country: str, region: str, rows: np.ndarray, people: np.ndarray) -> pd.DataFrame:
        """Rows of one place; ``people`` has the first of the parts, shape (n_parts or 1, n_weeks, n_samples)."""
        parts = self.groups.parts[: len(people)]
        shares = self.groups.shares[rows, : len(people)]
        if len(rows) == 1:
            quantiles = shares[0][:, None, None] * self.camps.quantiles[rows[0]]
        else:
            quantiles = np.moveaxis(np.quantile(people, LEVEL_ARRAY, axis=-1), 0, -1)
        n = len(parts) * len(self.weeks)
        flat = quantiles.reshape(n, len(QUANTILES))
        by, group = zip(*parts, strict=True)
        return pd.DataFrame(
            {
                TotalsTable.level: level,
                TotalsTable.country: country,
                TotalsTable.region: region,
                TotalsTable.by: np.repeat(by, len(self.weeks)),
                TotalsTable.group: np.repeat(group, len(self.weeks)),
                TotalsTable.week: np.tile(self.weeks.to_numpy(), len(parts)),
                TotalsTable.horizon_weeks: np.tile(self.horizons, len(parts)),
                **{name: flat[:, at] for at, name in enumerate(QUANTILES)},
                TotalsTable.mean: (shares.T @ self.mean[rows]).ravel(),
                TotalsTable.camps: len(rows),
                TotalsTable.planning_figures: int(self.is_planned[rows].sum()),
                TotalsTable.model_version: self.version,
            }
        )
