"""The words of the page Health: its answer, its figures, its tables."""

from collections.abc import Callable, Mapping

import pandas as pd

from core.domain import wording
from core.locale import message
from core.metrics import metric_names as m
from core.metrics.alerts import Raised
from core.metrics.conditions import Either
from core.metrics.metric_names import Metric
from core.services.health import CoverageTable, DriftTable, Health
from core.services.watch_over import HOURS, Watch, meanings
from ui import text
from ui.components import KeyFigure
from ui.language import language, say

MOST_NAMED = 3
"""Things an alert names before it only counts them."""
GIGABYTE = 1e9

SEVERITIES = {"critical": message("Now"), "warning": message("Today")}

BASES = {
    "on record": message("forecasts as they were made at the time"),
    "replayed": message("forecasts as the model of today would have made them then"),
    "nothing yet": message("no later count yet"),
}

TOO_FEW = "too few"

VERDICTS = {
    "holds": message("holds"),
    "too narrow": message("too narrow"),
    "too wide": message("wider than needed"),
    TOO_FEW: message("too few camps to judge"),
}

GROUPED = {
    "all": message("All camps"),
    "country": message("Country {group}"),
    "size": message("{group} people"),
    "age": message("{group} weeks since the first count"),
    "staleness": message("last count {group} days old"),
}

KINDS = {
    "page": message("page"),
    "service": message("use case"),
    "work": message("worker"),
    "solve": message("solver"),
}

OUTCOMES = {
    "running": message("running"),
    "done": message("done"),
    "kept": message("nothing new"),
    "failed": message("failed"),
}

NOT_KNOWN_YET = message("not known yet")


def answer(watch: Watch) -> str:
    """Title: the worst that holds, or that nothing does."""
    if not watch.raised:
        return say("Everything that is known is within its limits")
    worst, others = watch.raised[0], len(watch.raised) - 1
    said = say(worst.alert.says)
    if not others:
        return said
    more = language().counted(others, "{count} more thing to look at", "{count} more things to look at")
    return say("{said}; {more}", said=said, more=more)


def lead(watch: Watch) -> str:
    """Under the title: by which limits."""
    return say(
        "Limits are those of monitoring.toml; Prometheus calls by the same ones once something has held for {minutes}.",
        minutes=language().counted(watch.limits.hold_minutes, "{count}\u00a0minute", "{count}\u00a0minutes"),
    )


def key_figures(watch: Watch, health: Health | None) -> list[KeyFigure]:
    """Coverage, age of the data, disk, queue."""
    return [_coverage(health), _age(health), _disk(watch), _queue(watch)]


def _coverage(health: Health | None) -> KeyFigure:
    label = say("Later counts inside the 80\u00a0% interval")
    row = health.overall if health is not None else None
    if health is None or row is None:
        return KeyFigure(label, text.NOT_KNOWN, say(NOT_KNOWN_YET))
    scored = say(
        "{forecasts}, {camps}",
        forecasts=text.counted(int(row[CoverageTable.forecasts]), "forecast"),
        camps=text.counted(int(row[CoverageTable.camps]), "camp"),
    )
    between = text.percent_between(row[CoverageTable.low], row[CoverageTable.high])
    return KeyFigure(label, text.percent(row[CoverageTable.coverage_80]), between, scored)


def _age(health: Health | None) -> KeyFigure:
    label = say("Newest count")
    if health is None or health.data_age.newest_days is None:
        return KeyFigure(label, text.NOT_KNOWN, say(NOT_KNOWN_YET))
    age = health.data_age
    never = text.counted(len(age.never), "camp")
    return KeyFigure(
        label,
        text.age(age.newest_days),
        say("the oldest {age}", age=text.age(age.oldest_days)),
        say("{camps} never counted", camps=never) if age.never else say("every camp was counted"),
    )


def _disk(watch: Watch) -> KeyFigure:
    label, free = say("Free on the disk"), watch.one(m.HOME_FREE_BYTES)
    if free is None:
        return KeyFigure(label, text.NOT_KNOWN, say(NOT_KNOWN_YET))
    share = say("{share} of the disk", share=text.percent(watch.one(m.HOME_FREE_SHARE)))
    return KeyFigure(
        label, _gigabytes(free), share, say("at least {least}", least=_gigabytes(watch.limits.home_free_bytes))
    )


def _queue(watch: Watch) -> KeyFigure:
    waiting, oldest = watch.one(m.QUEUE_LENGTH), watch.one(m.QUEUE_OLDEST)
    label = say("Waiting for the worker")
    if waiting is None:
        return KeyFigure(label, text.NOT_KNOWN, say("nothing was asked of it yet"))
    spread = say("the oldest since {seconds}", seconds=text.duration(oldest or 0)) if waiting else ""
    return KeyFigure(label, text.whole(waiting), spread)


def alerts(watch: Watch, operation: str) -> list[tuple[str, str]]:
    """The alerts that hold, each as a bold beginning and its rest; the page's own operation is not named again."""
    return [
        (
            say("{when}: {what}.", when=say(SEVERITIES[one.alert.severity]), what=say(one.alert.says)),
            " ".join((f"{place}." if (place := where(one, operation)) else "", say(one.alert.mend))).strip(),
        )
        for one in watch.raised
    ]


def where(one: Raised, operation: str) -> str:
    """What is beyond its limit, the first few with their value."""
    condition = one.alert.condition
    found = list(one.found.items())
    told = [
        ": ".join(
            part
            for part in (
                _place({name: label for name, label in labels if (name, label) != ("operation", operation)}),
                "" if isinstance(condition, Either) else _value(condition.metrics()[0], value),
            )
            if part
        )
        for labels, value in found[:MOST_NAMED]
    ]
    more = len(found) - len(told)
    return "; ".join([*told, *([say("{number} more", number=text.whole(more))] if more > 0 else [])])


def _place(labels: Mapping[str, str]) -> str:
    words = dict(labels)
    if "feature" in words:
        words["feature"] = say(meanings([words["feature"]])[words["feature"]])
    if "group" in words:
        by, _, name = words["group"].partition(": ")
        words["group"] = _group(by, name)
    if "rule" in words:
        words["rule"] = say(wording.FAIRNESS[words["rule"]])
    return ", ".join(words.values())


def _value(metric: Metric, value: float) -> str:
    tell = _AS_WORDS.get(metric.unit)
    return tell(value) if tell else ""  # that something is so needs no number beside it


def coverage_finding(health: Health) -> str:
    """Heading of the table of coverage."""
    row = health.overall
    if row is None:
        return say("No forecast can be scored yet")
    share = text.percent(row[CoverageTable.coverage_80])
    if row[CoverageTable.skill] is None or pd.isna(row[CoverageTable.skill]):
        return say("The 80\u00a0% interval held {share} of later counts", share=share)
    skill = float(row[CoverageTable.skill])
    if skill <= 0:
        return say(
            "The 80\u00a0% interval held {share} of later counts; forecasts were no better than the last count",
            share=share,
        )
    return say(
        "The 80\u00a0% interval held {share} of later counts; forecasts missed by {skill} less than the last count",
        share=share,
        skill=text.percent(skill),
    )


def judged(health: Health) -> pd.DataFrame:
    """Groups with enough camps to be judged: all camps, then the least covered first."""
    c = CoverageTable
    of_all = health.coverage[health.coverage[c.by] == "all"]
    groups = health.coverage[(health.coverage[c.by] != "all") & (health.coverage[c.verdict] != TOO_FEW)]
    return pd.concat([of_all, groups.sort_values(c.coverage_80, kind="stable")])


def coverage(table: pd.DataFrame) -> pd.DataFrame:
    """Coverage and skill by group, ready to read."""
    c = CoverageTable
    return pd.DataFrame(
        [
            {
                message("Camps"): _group(row[c.by], row[c.group]),
                message("Inside 80\u00a0%"): text.percent(row[c.coverage_80]),
                message("Between"): text.percent_between(row[c.low], row[c.high]),
                message("Better than last count"): text.signed_percent(row[c.skill])
                if text.known(row[c.skill])
                else text.NOT_KNOWN,
                message("Forecasts"): text.whole(row[c.forecasts]),
                message("Of camps"): text.whole(row[c.camps]),
                message("The interval"): say(VERDICTS[row[c.verdict]]),
            }
            for row in table.to_dict("records")
        ]
    )


COVERAGE_NUMBERS = (
    "Inside 80\u00a0%",
    "Between",
    "Better than last count",
    "Forecasts",
    "Of camps",
)


def _group(by: str, name: str) -> str:
    """A kind of camp in words; parts are named ``under 8``, ``8 to 28``, ``57 or more`` where they are worked out."""
    words = name.split(" ")
    if words[0] == "under":
        name = say("under {number}", number=words[1])
    elif words[1:] == ["or", "more"]:
        name = say("{number} or more", number=words[0])
    elif len(words) == 3 and words[1] == "to":
        name = say("{low} to {high}", low=words[0], high=words[2])
    return say(GROUPED[by], group=name)


def coverage_explained(health: Health) -> tuple[str, ...]:
    """What stands under the table of coverage."""
    return (
        say("Scored: {basis}, over the last half year.", basis=say(BASES[health.coverage_basis])),
        say("“Between” is where the share lies in 95 of 100 such samples; misses of one camp count as related."),
        say("The model learnt from this operation, which flatters it here.") if health.has_learnt_from_it else "",
    )


def drift_finding(health: Health) -> str:
    """Heading of the table of drift."""
    if health.drift.empty:
        return say("Drift is not known yet")
    drifted = len(health.drifted)
    if not drifted:
        return say("The camps are like those the model learnt from")
    return say(
        "{drifted} of {all_} inputs differ from what the model learnt from by more than chance",
        drifted=text.whole(drifted),
        all_=text.whole(len(health.drift)),
    )


def drift(table: pd.DataFrame) -> pd.DataFrame:
    """Drift of inputs, ready to read."""
    d, known = DriftTable, meanings([str(name) for name in table[DriftTable.input]])
    number = language().number
    return pd.DataFrame(
        [
            {
                message("Input"): say(known[str(row[d.input])]),
                message("PSI"): number(row[d.psi], 2),
                message("by chance up to"): number(row[d.psi_limit], 2),
                message("KS"): number(row[d.ks], 2),
                message("KS by chance"): number(row[d.ks_limit], 2),
                message("Drifted"): say("yes") if row[d.has_drifted] else say("no"),
            }
            for row in table.to_dict("records")
        ]
    )


DRIFT_NUMBERS = ("PSI", "by chance up to", "KS", "KS by chance")


def drift_explained(health: Health) -> tuple[str, ...]:
    """What stands under the table of drift."""
    if health.drift.empty:
        return (health.drift_absent,)
    camps = int(health.drift[DriftTable.camps].iloc[0])
    learnt = int(health.drift[DriftTable.reference_camps].iloc[0])
    return (
        say("{camps} now beside {learnt} learnt from.", camps=text.counted(camps, "camp"), learnt=text.whole(learnt)),
        say(
            "Limits come from drawing as many camps from those learnt from, again and again: in {share} of such draws "
            "any input at all is called drifted.",
            share=text.percent(health.false_alarms),
        ),
    )


def model(watch: Watch) -> list[tuple[str, str]]:
    """Which model answers, as a bold beginning and its rest."""
    if watch.served is None:
        return [(say("No model is served."), say("Run “aid train”, then “aid promote VERSION”."))]
    if watch.served.is_fallback:
        return [
            (
                say("Model {version} answers in place of {named}.", **_versions(watch)),
                watch.served.fault,
            )
        ]
    return [(say("Model {version} is served.", **_versions(watch)), say("Its files agree with their hashes."))]


def _versions(watch: Watch) -> dict[str, str]:
    assert watch.served is not None
    return {"version": watch.served.version, "named": watch.served.named}


def times(watch: Watch, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Times of the last day, ready to read."""
    chosen = watch.times[watch.times["kind"].isin(kinds)]
    return pd.DataFrame(
        [
            {
                message("Of"): _named(row["kind"], row["name"]),
                message("Half within"): _time(row["median_seconds"]),
                message("95 of 100 within"): _time(row["p95_seconds"]),
                message("Times"): text.whole(row["n"]),
            }
            for row in chosen.to_dict("records")
        ]
    )


TIME_NUMBERS = ("Half within", "95 of 100 within", "Times")


def _named(kind: str, name: str) -> str:
    told = say(wording.FAIRNESS[name]) if kind == "solve" else name.replace("_", " ")
    return say("{kind}: {name}", kind=say(KINDS[kind]), name=told)


def gaps(watch: Watch) -> str:
    """How far plans may be from the best, in a sentence."""
    if watch.gaps.empty:
        return say("No plan was solved within a day.")
    worst = watch.gaps.sort_values("p95_share").iloc[-1]
    return say(
        "95 of 100 plans are within {share} of the best ({rule}, {plans}).",
        share=text.percent(worst["p95_share"]),
        rule=say(wording.FAIRNESS[worst["rule"]]),
        plans=text.counted(int(worst["n"]), "plan"),
    )


def failures_finding(watch: Watch) -> str:
    """Heading of the table of errors."""
    total = int(watch.failures["n"].sum())
    if not total:
        return say("No request ended with an error within a day")
    return language().counted(
        total,
        "{count} request ended with an error within a day",
        "{count} requests ended with an error within a day",
    )


def failures(watch: Watch) -> pd.DataFrame:
    """Errors of the last day, ready to read."""
    return pd.DataFrame(
        {
            message("Door"): watch.failures["door"],
            message("Error"): watch.failures["kind"],
            message("Number"): [text.whole(n) for n in watch.failures["n"]],
        }
    )


def rest(watch: Watch) -> tuple[str, ...]:
    """Sign-ins and kept results, in sentences."""
    found = (
        say("{share} of looks into the kept results found one.", share=text.percent(watch.found_share))
        if watch.found_share is not None
        else ""
    )
    refused = language().counted(
        watch.refused_sign_ins, "{count} sign-in was refused.", "{count} sign-ins were refused."
    )
    return refused, found, say("All of the last {hours} hours.", hours=text.whole(HOURS))


def runs(health: Health | None) -> pd.DataFrame:
    """The newest steps of flows, ready to read."""
    return pd.DataFrame(
        [
            {
                message("Flow"): run.flow,
                message("Step"): run.step.replace("_", " "),
                message("Began"): f"{text.date(run.started)} {run.started:%H:%M}",
                message("Outcome"): say(OUTCOMES[run.outcome.value]),
                message("What came of it"): run.message,
            }
            for run in (health.runs if health is not None else ())
        ]
    )


def _time(seconds: float) -> str:
    if seconds >= 2 * 86_400:
        return text.days_long(seconds / 86_400)
    if seconds < 1:
        return say("{number}\u00a0s", number=language().number(seconds, 2))
    return text.duration(seconds)


def _gigabytes(number: float) -> str:
    return say("{number}\u00a0GB", number=language().number(number / GIGABYTE, 0 if number >= 10 * GIGABYTE else 1))


_AS_WORDS: Mapping[str, Callable[[float], str]] = {
    "seconds": _time,
    "share": text.percent,
    "bytes": _gigabytes,
    "days": text.days_long,
    "camps": lambda value: text.counted(round(value), "camp"),
    "forecasts": lambda value: text.counted(round(value), "forecast"),
    "failures": lambda value: text.counted(round(value), "error"),
    "tries": lambda value: text.counted(round(value), "try", "tries"),
}
"""How the value of a metric is told, by its unit."""
