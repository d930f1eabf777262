"""Answers, preferences and complaints by camp, item and group, set against the others', as proposed weights."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

import pandas as pd

from core.domain.evidence import Counted, rate, share
from core.domain.indicators import vulnerability_weights
from core.domain.monitored import FEWEST_ASKED
from core.domain.operation import Operation
from core.domain.schemas import NEEDED_MOST, Complaints, Items, Monitoring, Population
from core.services.heard import SHARE, heard

FEWEST_COMPLAINTS = 10
"""Complaints of a camp under which their rate says too little."""
LEAST_GAP = 0.1
"""Share by which a place must lie off the others to be worth a proposal: ten of a hundred people."""
LEAST_TIMES = 2.0
"""Times the rate of complaints of the others from which a camp's is worth a proposal."""
LARGEST_FACTOR = 1.5
"""By which a proposal raises a weight at most; a choice of values, made small so that nobody else is left without."""

OF_SHORTAGE = ("received", "received_in_full", NEEDED_MOST, "not received", "less than due")
"""Statements and complaints that more goods can answer. Bad quality, lateness, fear or a wrong list they cannot: those
are put before a person without a weight."""

About = Literal["camp", "item", "look"]


@dataclass(frozen=True)
class Evidence:
    """One thing that was said about one place, item or group.

    Attributes
    ----------
    said
        Statement of the answers, or category of the complaints.
    is_complaint
        Whether ``here`` is complaints a person, else it is the share that agrees.
    here
        What was counted.
    others
        The same of all the others together.
    """

    said: str
    is_complaint: bool
    here: Counted
    others: Counted

    @property
    def factor(self) -> float:
        """By how much it speaks for a larger weight: one tenth for ten points of share, or for a doubled rate."""
        if self.is_complaint:
            raised = 0.1 * (self.here.value / self.others.value - 1) if self.others.value else LARGEST_FACTOR - 1
        else:
            raised = abs(self.here.value - self.others.value)
        return min(LARGEST_FACTOR, 1 + raised)


@dataclass(frozen=True)
class ProposedPriority:
    """A weight that what people said speaks for.

    Attributes
    ----------
    about
        ``camp`` (its vulnerability), ``item`` (its priority), or ``look``: no weight of a plan reaches a group of a
        camp or mends quality; a person looks at the distribution there.
    camp_id, item_id, group
        What it is about; None where it does not apply.
    now, proposed
        The weight in the tables, and the one proposed; both 0 where there is none.
    evidence
        What speaks for it, the strongest first.
    """

    about: About
    camp_id: str | None
    item_id: str | None
    group: str | None
    now: float
    proposed: float
    evidence: tuple[Evidence, ...]

    @property
    def key(self) -> str:
        """Names it: ``camp:mahama``, ``item:soap``, ``look:mahama:women``."""
        return ":".join(part for part in (self.about, self.camp_id, self.item_id, self.group) if part)

    @property
    def fingerprint(self) -> str:
        """sha256 of its weights and evidence; an answer holds as long as it is the same."""
        told = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class Priorities:
    """What people said, weighed.

    Attributes
    ----------
    since
        First day looked at.
    proposed
        The strongest evidence first.
    too_few
        Key and statement to the people asked (or complaints), where they are too few to say anything.
    """

    since: pd.Timestamp
    proposed: tuple[ProposedPriority, ...]
    too_few: tuple[tuple[str, str, float], ...]


def propose_priorities(operation: Operation) -> Priorities:
    """Weights that answers, preferences and complaints of the weeks that count speak for.

    A camp, item or group is named where the 99 % interval of its share lies wholly on the worse side of that of all
    the others together, and its share at least ten points off. Nothing is ever proposed to be lowered.
    """
    said = heard(operation)
    answers = _counted(said.monitoring)
    m = Monitoring
    everybody = answers[answers[m.group].isna()]
    found: dict[tuple[About, str, str, str], list[Evidence]] = {}
    too_few: list[tuple[str, str, float]] = []
    of_camps = everybody[everybody[m.item_id].isna() & everybody[m.indicator].ne(NEEDED_MOST)]
    _compare(of_camps, "camp", [m.camp_id], found, too_few)
    _compare(everybody[everybody[m.item_id].notna()], "item", [m.item_id], found, too_few)
    _compare_groups(answers[answers[m.item_id].isna()], found, too_few)
    _complaints(operation, said.complaints, found, too_few)
    weights = vulnerability_weights(operation)
    items = operation.items.set_index(Items.item_id)[Items.priority]
    proposed = [_proposal(key, evidence, weights, items) for key, evidence in found.items()]
    return Priorities(said.since, tuple(sorted(proposed, key=lambda one: -one.evidence[0].factor)), tuple(too_few))


def _counted(monitoring: pd.DataFrame) -> pd.DataFrame:
    """Answers with people asked and a share, and the people who agree in ``yes``."""
    asked = monitoring[Monitoring.people_asked]
    known = monitoring[asked.gt(0) & monitoring[SHARE].notna()]
    return known.assign(yes=known[SHARE] * known[Monitoring.people_asked])


def _compare(
    answers: pd.DataFrame,
    about: About,
    by: list[str],
    found: dict[tuple[About, str, str, str], list[Evidence]],
    too_few: list[tuple[str, str, float]],
) -> None:
    """Each place or item against all the others that were asked about the same statement."""
    for statement, of_statement in answers.groupby(Monitoring.indicator, sort=True):
        sums = of_statement.groupby(by[0], sort=True)[["yes", Monitoring.people_asked]].sum()
        for name, (yes, asked) in zip(sums.index, sums.to_numpy(), strict=True):
            rest = sums.drop(index=name).sum()
            key = (about, str(name) if about == "camp" else "", str(name) if about == "item" else "", "")
            _weigh(key, str(statement), (yes, asked), (rest["yes"], rest[Monitoring.people_asked]), found, too_few)


def _compare_groups(
    answers: pd.DataFrame,
    found: dict[tuple[About, str, str, str], list[Evidence]],
    too_few: list[tuple[str, str, float]],
) -> None:
    """Each group of a camp against everybody who was asked there."""
    m = Monitoring
    sums = answers.assign(**{m.group: answers[m.group].fillna("")})
    table = sums.groupby([m.indicator, m.camp_id, m.group], sort=True)[["yes", m.people_asked]].sum()
    for (statement, camp, group), (yes, asked) in zip(table.index, table.to_numpy(), strict=True):
        if group and (statement, camp, "") in table.index:
            all_yes, all_asked = table.loc[(statement, camp, "")]
            key: tuple[About, str, str, str] = ("look", str(camp), "", str(group))
            _weigh(key, str(statement), (yes, asked), (all_yes, all_asked), found, too_few)


def _weigh(
    key: tuple[About, str, str, str],
    statement: str,
    here: tuple[float, float],
    others: tuple[float, float],
    found: dict[tuple[About, str, str, str], list[Evidence]],
    too_few: list[tuple[str, str, float]],
) -> None:
    if here[1] < FEWEST_ASKED or others[1] < FEWEST_ASKED:
        too_few.append((_key(key), statement, min(here[1], others[1])))
        return
    counted, rest = share(float(here[0]), float(here[1])), share(float(others[0]), float(others[1]))
    is_worse = counted.is_above(rest) if statement == NEEDED_MOST else counted.is_below(rest)
    if is_worse and abs(counted.value - rest.value) >= LEAST_GAP:
        found.setdefault(_answered_by(key, statement), []).append(Evidence(statement, False, counted, rest))


def _complaints(
    operation: Operation,
    complaints: pd.DataFrame,
    found: dict[tuple[About, str, str, str], list[Evidence]],
    too_few: list[tuple[str, str, float]],
) -> None:
    """Complaints a person by camp and kind, against the other camps that had any complaint."""
    c = Complaints
    people = _last_counts(operation)
    sums = complaints.groupby([c.category, c.camp_id])[c.complaints].sum()
    heard_of = set(complaints[c.camp_id]) & set(people.index)
    for (category, camp), count in zip(sums.index, sums.to_numpy(), strict=True):
        others = [other for other in heard_of if other != camp]
        if camp not in people.index or not others:
            continue
        if count < FEWEST_COMPLAINTS:
            too_few.append((f"camp:{camp}", str(category), float(count)))
            continue
        here = rate(float(count), float(people[camp]))
        of_others = sums.xs(category, level=c.category).reindex(others).fillna(0).sum()
        rest = rate(float(of_others), float(people[others].sum()))
        if here.is_above(rest) and here.value >= LEAST_TIMES * rest.value:
            key: tuple[About, str, str, str] = ("camp", str(camp), "", "")
            found.setdefault(_answered_by(key, str(category)), []).append(Evidence(str(category), True, here, rest))


def _last_counts(operation: Operation) -> pd.Series:
    p = Population
    known = operation.population.dropna(subset=[p.population]).sort_values(p.date, kind="stable")
    last = known.drop_duplicates(p.camp_id, keep="last").set_index(p.camp_id)[p.population]
    return last[last > 0]


def _proposal(
    key: tuple[About, str, str, str], evidence: list[Evidence], weights: pd.Series, items: pd.Series
) -> ProposedPriority:
    about, camp, item, group = key
    strongest = tuple(sorted(evidence, key=lambda one: -one.factor))
    now = {"camp": weights.get(camp, 1.0), "item": items.get(item, 1.0)}.get(about, 0.0)
    proposed = round(float(now) * strongest[0].factor, 2)
    return ProposedPriority(about, camp or None, item or None, group or None, float(now), proposed, strongest)


def _answered_by(key: tuple[About, str, str, str], said: str) -> tuple[About, str, str, str]:
    return key if said in OF_SHORTAGE else ("look", *key[1:])


def _key(key: tuple[About, str, str, str]) -> str:
    return ":".join(part for part in key if part)
