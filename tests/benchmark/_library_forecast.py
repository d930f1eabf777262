"""Median of five statsforecast models; run by the benchmark in an environment of its own: VIEWS.csv ANSWER.csv."""

import sys
import warnings

import numpy as np
import pandas as pd

HORIZON = 8


def main() -> None:
    """Forecast every view."""
    from statsforecast import StatsForecast
    from statsforecast.models import AutoARIMA, AutoETS, AutoTheta, Naive, RandomWalkWithDrift

    warnings.simplefilter("ignore")
    views = pd.read_csv(sys.argv[1], parse_dates=["cutoff", "ds"], dtype={"camp_id": str})
    key = ["case", "camp_id", "cutoff"]
    views["unique_id"] = views.groupby(key).ngroup()
    names = views.drop_duplicates("unique_id").set_index("unique_id")[key]
    models = [AutoETS(model="ZZN"), AutoARIMA(), AutoTheta(), RandomWalkWithDrift(), Naive()]
    tool = StatsForecast(models=models, freq="W-SUN", n_jobs=1, fallback_model=Naive())
    made = tool.forecast(df=views[["unique_id", "ds", "y"]], h=HORIZON, level=[20, 40, 60, 80])
    answer = names.loc[made["unique_id"]].reset_index(drop=True)
    answer["horizon_weeks"] = made.groupby("unique_id").cumcount().to_numpy() + 1
    aliases = [model.alias for model in models]
    sides = {10: "-lo-80", 20: "-lo-60", 30: "-lo-40", 40: "-lo-20", 50: "", 60: "-hi-20", 70: "-hi-40", 80: "-hi-60"}
    columns = []
    for side in (sides | {90: "-hi-80"}).values():
        each = np.column_stack([np.nan_to_num(made[a + side].to_numpy(float), nan=np.nan) for a in aliases])
        middle = np.column_stack([made[a].to_numpy(float) for a in aliases])
        columns.append(np.nanmedian(np.where(np.isnan(each), middle, each), axis=1))
    quantiles = np.sort(np.maximum(np.column_stack(columns), 0.0), axis=1)
    for index in range(9):
        answer[f"q{index + 1}0"] = quantiles[:, index]
    answer.to_csv(sys.argv[2], index=False)


if __name__ == "__main__":
    main()
