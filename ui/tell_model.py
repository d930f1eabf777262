"""The words of the model card page: its answer, its figures, its tables of ready words."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from core.locale import message
from core.services.describe_model import StoredModel
from core.services.score_forecasts import NAIVE, SERVED
from ui import text
from ui.components import KeyFigure
from ui.language import say

MEASURES = ("MSE", "MAE", "RMSE", "SQL", "WQL", message("80\u00a0% holds"))
"""Columns of the table of measures."""

USES = pd.DataFrame(
    {
        message("For"): [
            message("Planning relief: people per camp at the end of each coming week, with their spread"),
            message("Needs and plans of this planner, with a coordinator who decides"),
        ],
        message("Not for"): [
            message("Reporting figures, or anything about a single person or family"),
            message("Conflict, politics or weather: announced changes are entered as “expected”"),
        ],
    }
)

NOT_SERVED = (
    message("The file should name the version that makes the forecasts, and names none that is stored."),
    message("Run “aid promote VERSION” with one of the versions listed below."),
)

_LIBRARIES = {"tensorflow": "TensorFlow", "keras": "Keras", "numpy": "NumPy", "scipy": "SciPy"}


def answer(model: StoredModel) -> str:
    """The headline: what is served and how much better it is than the last count."""
    served = (
        say("Model {version} is served", version=model.version)
        if model.is_served
        else say("Model {version} is stored, not served", version=model.version)
    )
    if model.changed:
        return say(
            "{served}, but {counted} of it changed since it was trained",
            served=served,
            counted=text.counted(len(model.changed), "file"),
        )
    gain = _gain(model)
    if gain is None:
        return say("{served}; its errors were not recorded", served=served)
    if gain <= 0:
        return say("{served}; it missed no less than “same as last count”", served=served)
    return say("{served}; it missed by {gain} less than “same as last count”", served=served, gain=text.percent(gain))


def lead(model: StoredModel) -> str:
    """Under the headline: on what it was scored."""
    learnt = (
        say("simulated camps and normalised counts of real ones")
        if model.metadata.get("real")
        else say("simulated camps only")
    )
    return say(
        "It was trained on {learnt}, and scored on a later part of the calendar that it had not "
        "seen. How it does on this operation stands on the Forecast page.",
        learnt=learnt,
    )


def figures(model: StoredModel) -> list[KeyFigure]:
    """Miss, share inside the band, horizon, and whether the files are untouched."""
    best, naive = _row(model, SERVED), _row(model, NAIVE)
    n = _number(best.get("n"))
    scored = say("{n} past forecasts", n=text.whole(n)) if n is not None else ""
    files = len(model.metadata.get("files", {}))
    weeks = model.metadata.get("horizon_weeks")
    fitting = say("Files agree with their hashes") if not model.changed else say("Files that changed")
    return [
        KeyFigure(
            say("Typical miss, MAE"),
            _whole(best.get("mae")) + f"{text.NBSP}people",
            say("same as last count: {miss}", miss=_whole(naive.get("mae"))),
            scored,
        ),
        KeyFigure(
            say("Later counts inside the 80\u00a0% band"),
            _share(best.get("coverage_80")),
            say("80\u00a0% is wanted"),
            scored,
        ),
        KeyFigure(
            say("Trained for"),
            say("{weeks} weeks ahead", weeks=weeks) if weeks else text.NOT_KNOWN,
            say("{number} examples", number=_whole(model.metadata.get("rows"))),
            say("{seconds}\u00a0s of training", seconds=_whole(model.metadata.get("training_seconds"))),
        ),
        KeyFigure(
            fitting,
            say("{part} of {all_}", part=files, all_=files)
            if not model.changed
            else say("{part} of {all_}", part=len(model.changed), all_=files),
            say("compared just now"),
            say("sha256 recorded when it was stored"),
        ),
    ]


def metrics_finding(model: StoredModel) -> str:
    """Heading of the table of measures."""
    gain, held = _gain(model), _number(_row(model, SERVED).get("coverage_80"))
    if gain is None or held is None:
        return say("No measures were recorded")
    than = say("{gain} smaller than", gain=text.percent(gain)) if gain > 0 else say("no smaller than")
    return say(
        "The blend’s miss is {than} that of the last count, and its 80\u00a0% band holds {held}",
        than=than,
        held=text.percent(held),
    )


def measures(model: StoredModel) -> pd.DataFrame:
    """Measures of every method beside "same as last count", as words."""
    columns = [say("Method"), *MEASURES]
    rows = [
        (
            say("{name}, served", name=row["name"]) if row["method"] == SERVED else row["name"],
            _millions(row.get("mse")),
            _whole(row.get("mae")),
            _whole(row.get("rmse")),
            _digits(row.get("sql"), 2),
            _digits(row.get("wql"), 3),
            _share(row.get("coverage_80")),
        )
        for row in model.metrics.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=columns)


def measures_explained(model: StoredModel) -> list[str]:
    """What the measures are, and what they were computed on."""
    return [
        say("MSE in millions of people squared, MAE and RMSE in people, of the median."),
        say("SQL: quantile loss over the camp's mean weekly change; WQL: over all people; of both, less is better."),
        say(
            "Simulated calendar {first} to {last}, split in time.",
            first=model.metadata.get("data_first", "?"),
            last=model.metadata.get("data_last", "?"),
        ),
    ]


def facts(model: StoredModel) -> pd.DataFrame:
    """Data, dates, seed, hyperparameters, libraries."""
    meta = model.metadata
    data = meta.get("data", {})
    rows = [
        (
            say("Data, {name}", name=name),
            say("{number} counts, {hash}", number=_whole(about.get("counts")), hash=_short(about.get("sha256"))),
        )
        for name, about in (data.items() if isinstance(data, Mapping) else ())
        if isinstance(about, Mapping)
    ]
    rows += [
        (say("Calendar"), say("{first} to {last}", first=meta.get("data_first", "?"), last=meta.get("data_last", "?"))),
        (say("Seed"), str(meta.get("seed", "?"))),
        (say("Hyperparameters"), _short(meta.get("hyperparameters_sha256"))),
        (say("Weights"), _weights(meta.get("weights"), model)),
        (say("Code"), str(meta.get("code_version", "?"))),
        (say("Python"), str(meta.get("python", "?"))),
    ]
    libraries = meta.get("libraries", {})
    if isinstance(libraries, Mapping):
        rows += [(_LIBRARIES.get(str(name), str(name)), str(version)) for name, version in libraries.items()]
    return pd.DataFrame(rows, columns=[message("What"), message("Recorded")])


def version_list(versions: Sequence[str], served: str | None) -> pd.DataFrame:
    """Stored versions and which is served."""
    return pd.DataFrame({message("Version"): versions, "": ["served" if v == served else "" for v in versions]})


def where_changed(model: StoredModel) -> str:
    """The files that changed, a few by name."""
    shown = list(model.changed[:4])
    left = len(model.changed) - len(shown)
    named = say("{names} and {left} more", names=", ".join(shown), left=left) if left > 0 else text.joined(shown)
    return f"models/{model.version}: {named}"


def _gain(model: StoredModel) -> float | None:
    best, naive = _number(_row(model, SERVED).get("mae")), _number(_row(model, NAIVE).get("mae"))
    return None if best is None or not naive else 1 - best / naive


def _row(model: StoredModel, method: str) -> Mapping[str, Any]:
    rows = model.metrics[model.metrics["method"] == method].to_dict("records")
    return {str(k): v for k, v in rows[0].items()} if rows else {}


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and text.known(float(value)) else None


def _whole(value: Any) -> str:
    return text.whole(_number(value))


def _digits(value: Any, digits: int) -> str:
    number = _number(value)
    return text.NOT_KNOWN if number is None else f"{number:,.{digits}f}"


def _millions(value: Any) -> str:
    number = _number(value)
    return text.NOT_KNOWN if number is None else f"{number / 1e6:,.1f}"


def _share(value: Any) -> str:
    return text.percent(_number(value))


def _short(value: Any) -> str:
    return str(value)[:12] if value else text.NOT_KNOWN


def _weights(weights: Any, model: StoredModel) -> str:
    if not isinstance(weights, Mapping):
        return text.NOT_KNOWN
    names = dict(zip(model.metrics["method"], model.metrics["name"], strict=True))
    return ", ".join(f"{names.get(name, name)} {_digits(weight, 2)}" for name, weight in weights.items())
