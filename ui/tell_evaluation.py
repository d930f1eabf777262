"""The words of an evaluation on the model card: what speaks against promotion, what methods and features add."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.locale import message
from core.services.describe_model import StoredModel
from core.services.score_forecasts import METHOD_TITLES
from ui import text
from ui.language import say

METHOD_NUMBERS = (
    message("Loss without it"),
    message("Loss alone"),
    message("Share"),
    message("Share, young camps"),
    message("80\u00a0% holds without it"),
)
FAMILY_NUMBERS = (
    message("Loss when shuffled"),
    message("Loss when left out"),
    message("Worse in"),
    message("Features"),
)
FEATURE_NUMBERS = (message("Loss when shuffled"), message("Spread"))
"""Columns of the tables that are numbers."""

MOST_NAMED = 3
CLEAR = 0.0005
"""Changes of loss nearer to zero than this are printed as 0."""


def how_to_measure(version: str) -> str:
    """What to run where nothing was measured."""
    return say(
        "Run “aid models evaluate {version} --data DIR”, where DIR holds counts of real "
        "emergencies. It takes minutes; the result is kept beside the version and shown here.",
        version=version,
    )


def promotion(model: StoredModel) -> tuple[str, str] | None:
    """What a promotion of this version needs, or the reason it was given; None where nothing is to be said."""
    if reason := str(model.promoted.get("reason", "")):
        return say("Promoted on {day} with a reason", day=text.date(model.promoted.get("day"), year=True)), reason
    if not model.speaks_against:
        return None
    shown = "; ".join(model.speaks_against[:MOST_NAMED])
    left = len(model.speaks_against) - MOST_NAMED
    more = say("; and {left} more", left=left) if left > 0 else ""
    return say("Promotion needs a written reason"), f"{shown}{more}."


def bias_measured_on(measured: Mapping[str, Any]) -> str:
    """On what the bias table rests."""
    made = say(" on {made}", made=text.date(measured["made"], year=True)) if measured.get("made") else ""
    data = str(measured.get("data_sha256", ""))[:12]
    sizes = "" if measured.get("sizes_known") else say(" Sizes of camps are not known without raw counts.")
    number = text.counted(len(measured["parts"]), "refit")
    recipe = say("the whole recipe") if measured["kind"] == "refits" else say("a lighter recipe")
    return say(
        "Real emergencies, 1 to {weeks} weeks ahead, by {number} of {recipe}, each without the "
        "emergencies it forecasts{made}; data {data}.{sizes}",
        weeks=measured["weeks"],
        number=number,
        recipe=recipe,
        made=made,
        data=data,
        sizes=sizes,
    )


def methods_finding(ablation: pd.DataFrame) -> str:
    """Heading: which method adds most."""
    if ablation.empty:
        return say("What each method adds was not measured")
    first = ablation.iloc[0]
    name = METHOD_TITLES.get(first["method"], first["method"])
    if first["loss_without"] - 1 <= CLEAR:
        return say("No single method is missed when it is left out of the blend")
    return say(
        "{name} adds most: without it the loss grows by {grown}", name=name, grown=_grown(first["loss_without"] - 1)
    )


def methods(ablation: pd.DataFrame) -> pd.DataFrame:
    """What each method adds, as words."""
    rows = [
        (
            METHOD_TITLES.get(row["method"], row["method"]),
            text.signed_percent(row["loss_without"] - 1, 1),
            text.signed_percent(row["loss_alone"] - 1, 1),
            text.percent(row["weight"]),
            text.percent(row["weight_young"]),
            text.percent(row["coverage_without"]),
        )
        for row in ablation.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=[message("Method"), *METHOD_NUMBERS])


def methods_explained(measured: Mapping[str, Any]) -> list[str]:
    """What the columns of the table of methods are, and on what it was measured."""
    return [
        say(
            "Loss: quantile loss against that of the whole blend, geometric mean over camps; above "
            "zero the method is missed. The others take over its share."
        ),
        _on(measured.get("ablation_on")),
    ]


def families_finding(families: pd.DataFrame) -> str:
    """Heading: which families earn their place."""
    if families.empty:
        return say("Features were not selected")
    earn = families[families["earns_place"].astype(bool)]
    if earn.empty:
        return say("No family of features is missed for itself: they stand in for one another")
    names = text.joined([str(name).lower() for name in earn["family"]])
    number = text.counted(len(earn), "family", "families")
    return say("{number} of {families} cannot be left out: {names}", number=number, families=len(families), names=names)


def families(families_: pd.DataFrame) -> pd.DataFrame:
    """Families of features, as words."""
    rows = [
        (
            row["family"],
            "needed" if row["earns_place"] else say("others stand in"),
            text.signed_percent(row["shuffled_share"], 1),
            say(
                "{loss} ({low} to {high})",
                loss=text.signed_percent(row["left_out_share"], 1),
                low=text.signed_percent(row["least"], 1),
                high=text.signed_percent(row["most"], 1),
            ),
            say("{part} of {all_}", part=row["folds_worse"], all_=row["folds"]),
            text.whole(row["features"]),
        )
        for row in families_.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=[message("Family"), message("Found"), *FAMILY_NUMBERS])


def families_explained(measured: Mapping[str, Any]) -> list[str]:
    """What the columns of the table of families are."""
    return [
        say("Shuffled: growth of the loss of the blend when the whole family tells it nothing."),
        _on(measured.get("importance_on")),
        say(
            "Left out: growth of the error of a small model fitted without it, by time-ordered "
            "cross-validation on the simulated calendar: mean, and least to most over its folds."
        ),
    ]


def features_title(features_: pd.DataFrame) -> str:
    """Words on the lid of the feature table."""
    return say("All {counted}: meaning, unit, importance", counted=text.counted(len(features_), "feature"))


def features(features_: pd.DataFrame) -> pd.DataFrame:
    """The feature table, as words."""
    rows = [
        (
            row["name"],
            row["meaning"],
            row["unit"],
            text.signed_percent(row["loss_share"], 1),
            f"{row['spread'] * 100:.1f}\u00a0points",
        )
        for row in features_.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["Feature", message("Meaning"), message("Unit"), *FEATURE_NUMBERS])


def features_explained(measured: Mapping[str, Any]) -> str:
    """What importance is."""
    between = "refits" if measured.get("importance_on") == "emergencies" else "shuffles"
    return say(
        "Importance: growth of the loss of the blend when the feature is shuffled; features that "
        "say much the same stand in for one another. {on} Spread: between {between}.",
        on=_on(measured.get("importance_on")),
        between=between,
    )


def _on(what: Any) -> str:
    if what == "emergencies":
        return say("Measured on real emergencies left out of the refit that forecast them.")
    return say("Measured on the last part of the simulated calendar, which nothing was learnt from.")


def _grown(share: float) -> str:
    return text.signed_percent(share, 1).removeprefix("+")
