"""The model card: what a trained model is for, how good it is, and where it ends."""

from typing import Any

import pandas as pd

from core.forecasting.blend import BlendWeights
from core.forecasting.example_weights import SIMULATED
from core.forecasting.plots import METHOD_TITLES
from core.forecasting.train import TrainedModels

MEASURES = {
    "mse": ("MSE (people²)", "{:,.0f}"),
    "mae": ("MAE (people)", "{:,.0f}"),
    "rmse": ("RMSE (people)", "{:,.0f}"),
    "sql": ("SQL", "{:.3f}"),
    "wql": ("WQL", "{:.4f}"),
    "coverage_80": ("80 % interval holds", "{:.3f}"),
}
"""Measures of the tables: title and number format."""


HEADINGS = (
    "What it is for",
    "Inputs and outputs",
    "How it works",
    "Data and dates",
    "How good it is",
    "Limits",
    "Deployment and maintenance",
)
"""Parts every model card must have."""


def model_card(trained: TrainedModels, notes: str = "") -> str:
    """Text of the model card, Markdown.

    Parameters
    ----------
    trained
        The training run.
    notes
        Further measures or remarks, Markdown, put under "How good it is".
    """
    p = trained.provenance
    weights, young = (
        ", ".join(f"{METHOD_TITLES[name]} {weight:.2f}" for name, weight in part.items())
        for part in (trained.model.blend.settled, trained.model.blend.young)
    )
    choices = trained.hyperparameters
    return f"""# Model {trained.model.version}: people per camp, 1 to {choices.examples.longest_lead_weeks} weeks ahead

## What it is for

Planning relief: quantiles of the number of people at a camp at the end of each coming week. A coordinator decides
with them; they are no figure to report, and say nothing about any person.

## Inputs and outputs

- In: dated counts per camp (`population`), as they are: irregular, with gaps. Only counts on or before the day of
  the forecast are looked at; counts copied forward are left out.
- Out: q10 to q90 per camp and week, their mean, the date of the last count. Announced arrivals and departures are
  added afterwards and are no part of the model.
- Longer horizons than the trained one are answered with intervals that widen with the square root of time.

## How it works

Damped trend from the last registration with pooled residual quantiles; gradient boosting and a forest (scikit-learn)
and a small neural net (Keras) of the residual over the camp's own scale of movement; their blend ({weights};
for young camps {young}). {_reach(trained.model.blend)}
Every input is scale-free: ten times the counts give ten times the forecast. Prediction uses plain arrays; neither
scikit-learn nor TensorFlow is loaded.

## Data and dates

Trained on {p["data"][SIMULATED]["counts"]:,} simulated counts of {choices.simulation.camps} camps
(`core/forecasting/simulate.py`, seed {p["seed"]}){_real(p["real"])}
The simulated calendar runs from {p["data_first"]} to {p["data_last"]}; these dates mean nothing. The demonstration
operation was not learnt from, so the errors shown for it are honest.

## How good it is

Split in time: fitted on the first {choices.split.fit_share:.0%} of the calendar, calibrated (if chosen) on the
next {choices.split.weigh_share:.1%}, scored on the rest, which nothing was learnt from.
SQL is the quantile loss over the camp's mean weekly change, WQL the same over all people, both less is better.

{metrics_markdown(trained.metrics)}

Plots: `artifacts/evaluation/`.
{notes}
## Limits

- It does not know of conflict, politics, weather or plans; announced changes must be entered as `expected`.
- Re-counts, moves between camps and errors of a single count look alike to it.
- Camps younger than two months: an influx that stops from one day to the next is carried on too far.
- Simulated camps are not real ones. Compare it with "same as last count" on your own operation (`aid backtest`).

## Deployment and maintenance

- Served when `models/CURRENT` names it (`aid promote {trained.model.version}`); files are compared with their hashes
  first.
- Made again with `aid train`: hyperparameters `{p["hyperparameters_sha256"][:12]}`, {p["training_seconds"]:.0f} s.
- Train again when the share of counts inside the 80 % interval leaves 0.70 to 0.90 for two months, or when an
  operation of a new kind begins; `aid train --data DIR` learns from real operations too.
"""


def _reach(blend: BlendWeights) -> str:
    """What is done to the mixed quantiles, in words."""
    stop = ", and q10 at most at it: an influx may end" if blend.young_may_stop else ""
    stale = ", ".join(
        f"{factor:g} at {weeks:g} weeks" for weeks, factor in zip(blend.stale_weeks, blend.stale_spread, strict=True)
    )
    return (
        f"Below {blend.young_from_weeks:g} weeks of age\nevery level lies {blend.young_reach:g} times as far from the "
        f"last count{stop}; this fades until {blend.young_until_weeks:g} weeks.\nThe band of older camps is multiplied "
        f"by the age of the last count: {stale}, even between."
    )


def _real(learnt: list[dict[str, Any]]) -> str:
    """What was learnt from real counts, with its terms."""
    if not learnt:
        return ". It has seen no real operation."
    rows = "\n".join(f"| {r['emergency']} | {r['camps']} | {r['views']:,} | {r['licence']} |" for r in learnt)
    return (
        " and on real series, kept as `artifacts/real_examples.npz` (figures over the camp's own scale of movement).\n"
        "**Do not judge it on these**: it has seen them. Its honest figures come from refits without the emergency.\n\n"
        f"| Emergency | Camps | Views | Source and terms |\n|---|---:|---:|---|\n{rows}\n"
    )


def metrics_markdown(metrics: pd.DataFrame) -> str:
    """Measures per method as a Markdown table."""
    head = "| Method | " + " | ".join(title for title, _ in MEASURES.values()) + " |"
    lines = [head, "|---|" + "---:|" * len(MEASURES)]
    for row in metrics.to_dict("records"):
        cells = [form.format(row[name]) for name, (_, form) in MEASURES.items()]
        lines.append(f"| {METHOD_TITLES.get(row['method'], row['method'])} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
