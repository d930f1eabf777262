"""The bias table as Markdown, for the model card that goes with the files."""

from core.forecasting.bias import breaches
from core.forecasting.evaluation import Evaluation

PART_TITLES = {
    "all": "All",
    "place": "Emergency or country",
    "size": "People in the camp",
    "age": "Age of the camp, weeks",
    "staleness": "Days since the last count",
    "counts": "Counts known",
}
"""Words for how a bias table is parted."""

_GROUPS = {
    "all": "all camps together",
    "place": "{}",
    "size": "camps of {} people",
    "age": "camps {} weeks old",
    "staleness": "counts {} days old",
    "counts": "camps with {} counts",
}


def group_words(by: str, group: str) -> str:
    """A group of a bias table in a sentence.

    Examples
    --------
    >>> group_words("age", "under 13")
    'camps under 13 weeks old'
    """
    return _GROUPS.get(by, "{}").format(group)


def bias_markdown(evaluation: Evaluation) -> str:
    """Bias by kind of camp, what is beyond the bounds marked; empty where nothing was measured."""
    if evaluation.bias.empty:
        return ""
    bounds = evaluation.measured["bounds"]
    lighter = " of a lighter recipe" if evaluation.measured["kind"] == "training" else ""
    beyond = len(breaches(evaluation.bias))
    lines = [
        "",
        "### Bias by kind of camp",
        "",
        f"On real emergencies left out, by refits{lighter}, 1 to {evaluation.measured['weeks']} weeks ahead. Bias: "
        "mean of median less later count over the larger of last and later count; below zero the forecast was too "
        f"low. Held to at most {bounds['most_bias_share']:.0%} bias and at least {bounds['least_coverage']:.0%} of "
        f"counts inside the 80 % interval, where there are {bounds['fewest_forecasts']} forecasts of "
        f"{bounds['fewest_camps']} camps. "
        f"{beyond or 'No'} group{'' if beyond == 1 else 's'} beyond.",
        "",
        "| Part | Group | Forecasts | Camps | Bias | 80 % interval holds | Beyond |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    lines += [
        f"| {PART_TITLES.get(row['by'], row['by'])} | {row['group']} | {row['n']:,} | {row['camps']} | "
        f"{row['bias_share']:+.1%} | {row['coverage_80']:.2f} | {row['breach'].replace(' ', ', ')} |"
        for row in evaluation.bias.to_dict("records")
    ]
    return "\n".join([*lines, ""])
