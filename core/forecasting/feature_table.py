"""What every feature means, in words, with its unit and its family."""

from dataclasses import dataclass

FAMILIES = {
    "horizon": "How far ahead",
    "freshness": "How old and how close the counts are",
    "age": "How long the camp is known",
    "direction": "Where the counts were heading",
    "movement": "How much the counts moved",
    "size": "Movement and last count against the camp's size",
    "stillness": "Weeks without change",
}
"""Family to its words; features of a family say much the same."""

_LOG = "log of 1 + "
_OWN = "asinh of people per week over the camp's scale of movement"


@dataclass(frozen=True)
class FeatureMeaning:
    """One feature for people to read.

    Attributes
    ----------
    family
        Key of ``FAMILIES``.
    meaning
        What it is.
    unit
        What it is measured in; every feature stays the same when all counts are multiplied.
    """

    family: str
    meaning: str
    unit: str


def _slope(weeks: int) -> FeatureMeaning:
    over = "the last week" if weeks == 1 else f"the last {weeks} weeks"
    return FeatureMeaning("direction", f"Mean weekly change over {over} before the last count", _OWN)


def _movement(weeks: int) -> FeatureMeaning:
    words = f"Mean absolute weekly change over the last {weeks} weeks before the last count"
    return FeatureMeaning("movement", words, f"{_LOG}the scale of movement")


MEANINGS: dict[str, FeatureMeaning] = {
    "lead_weeks": FeatureMeaning("horizon", "Weeks from the cutoff to the day asked for", "weeks"),
    "lead_log": FeatureMeaning("horizon", "The same, small leads told apart better", f"{_LOG}weeks"),
    "stale_log": FeatureMeaning("freshness", "Time since the last count", f"{_LOG}weeks"),
    "age_log": FeatureMeaning("age", "Time since the camp's first count that matters", f"{_LOG}weeks"),
    "counts_log": FeatureMeaning("age", "Counts known", f"{_LOG}counts"),
    "gap_log": FeatureMeaning("freshness", "Mean distance of the last four counts", f"{_LOG}weeks"),
    **{f"slope_{weeks}": _slope(weeks) for weeks in (1, 2, 4, 8, 13, 26)},
    **{f"movement_{weeks}": _movement(weeks) for weeks in (2, 4, 8, 26)},
    "largest_movement_26": FeatureMeaning(
        "movement", "Largest weekly change of the last 26 weeks", f"{_LOG}the scale of movement"
    ),
    "scale_of_level": FeatureMeaning("size", "Scale of movement over the last count", "log of a share per week"),
    "benchmark_scale_of_level": FeatureMeaning(
        "size", "Mean absolute weekly change of all weeks over the last count", "log of a share per week"
    ),
    "level_of_peak": FeatureMeaning("size", "Last count over the largest count known", "share"),
    "last_step": FeatureMeaning("direction", "Last count less the one before it", "asinh of the scale of movement"),
    "still_share_8": FeatureMeaning("stillness", "Weeks without change among the last 8", "share"),
    "still_share_26": FeatureMeaning("stillness", "Weeks without change among the last 26", "share"),
    "still_weeks": FeatureMeaning("stillness", "Weeks since the last change", f"{_LOG}weeks"),
    "slope_change": FeatureMeaning("direction", "Change over 4 weeks less that over 13: speeding up or slowing", _OWN),
    "trend_displacement": FeatureMeaning(
        "direction",
        "What the damped trend adds to the last count by the day asked for",
        "asinh of the scale of movement",
    ),
}
"""Feature to its meaning."""

NOT_DESCRIBED = FeatureMeaning("", "Not described", "")


def meaning_of(feature: str) -> FeatureMeaning:
    """Meaning of a feature; of one another version had and this one does not know, that it is not described."""
    return MEANINGS.get(feature, NOT_DESCRIBED)


def family_of(feature: str) -> str:
    """Family of a feature; empty where it is not described."""
    return meaning_of(feature).family
