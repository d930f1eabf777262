"""Evaluation plots of a training run: error by horizon, interval coverage, example fans."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from core.forecasting.train import TrainedModels

FOLDER = "artifacts/evaluation"

METHOD_TITLES = {
    "blend": "Blend",
    "damped_trend": "Damped trend",
    "boosting": "Boosting",
    "forest": "Forest",
    "net": "Neural net",
    "last_count": "Same as last count",
    "linear": "Linear baseline",
}
"""Words for each method in plots and on the card."""


def save_plots(trained: "TrainedModels", folder: Path) -> list[Path]:
    """Draw the plots as PNG files under ``artifacts/evaluation`` of a model's folder.

    Matplotlib and Seaborn are imported here only; no display is needed.
    """
    import seaborn
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    table = trained.metrics_by_horizon.assign(Method=trained.metrics_by_horizon["method"].map(METHOD_TITLES))
    saved = []
    with seaborn.axes_style("whitegrid"):
        for name, column, title, label in (
            ("error_by_horizon", "sql", "Scaled quantile loss by horizon (less is better)", "Loss over weekly change"),
            ("interval_coverage", "coverage_80", "Share of later counts inside the 80 % interval", "Share"),
        ):
            figure = Figure(figsize=(8, 4.5), layout="constrained")
            FigureCanvasAgg(figure)
            axes = figure.subplots()
            seaborn.lineplot(data=table, x="horizon_weeks", y=column, hue="Method", style="Method", ax=axes)
            if column == "coverage_80":
                axes.axhline(0.8, color="black", linewidth=1, linestyle=":")
                axes.set_ylim(0, 1)
            axes.set(title=title, xlabel="Weeks ahead", ylabel=label)
            saved.append(target / f"{name}.png")
            _write(figure, saved[-1])
        figure = Figure(figsize=(11, 6), layout="constrained")
        FigureCanvasAgg(figure)
        for axes, fan in zip(figure.subplots(2, 3).ravel(), trained.fans, strict=False):
            axes.plot(fan.history_weeks, fan.history_people, color="black", linewidth=1)
            for low in range(4):
                axes.fill_between(
                    fan.lead_weeks, fan.quantiles[:, low], fan.quantiles[:, 8 - low], color="C0", alpha=0.2, linewidth=0
                )
            axes.plot(fan.lead_weeks, fan.quantiles[:, 4], color="C0")
            axes.plot(fan.lead_weeks, fan.truth, "k.", markersize=4)
            axes.set_title(fan.title, fontsize=9)
            top = np.nanmax(np.concatenate([fan.history_people, fan.truth, fan.quantiles[:, 8]]))
            axes.set_ylim(0, 1.1 * float(max(top, 1.0)))
        figure.supxlabel("Weeks from the cutoff")
        figure.supylabel("People")
        saved.append(target / "example_fans.png")
        _write(figure, saved[-1])
    return saved


def _write(figure: "Figure", path: Path) -> None:
    """A PNG of 256 colours: charts have few, and the file is a third as large."""
    from PIL import Image

    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=90, format="png", metadata={"Software": None})
    Image.open(drawn).convert("RGB").quantize(256).save(path, optimize=True)
