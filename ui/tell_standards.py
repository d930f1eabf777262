"""Words of an operation's standards beside those of a known profile."""

import pandas as pd

from core.domain.finding import Finding
from core.locale import message
from ui import text
from ui.language import say
from ui.tell_needs import plain_number

PROFILES = {"sphere": message("Sphere"), "unhcr": "UNHCR", "wfp": "WFP"}
PHASE_WORDS = {"emergency": message("Emergency"), "post_emergency": message("After the emergency")}
MATCHED = {
    "column": message("named by the item"),
    "name": message("matched by name"),
    "contents": message("by the contents of foods"),
}
MOST_NAMES = 2


def profile_words(name: str) -> str:
    """A profile as people call it."""
    return say(PROFILES.get(name, name.replace("_", " ").capitalize()))


def comparison_table(table: pd.DataFrame, profile: str) -> pd.DataFrame:
    """A row per standard of ``compare_standards``: here, the profile's value, the difference in words, its source."""
    rows = table.to_dict("records")
    return pd.DataFrame(
        {
            message("Item"): [_names(row["names"]) for row in rows],
            message("Difference"): [_difference(row) for row in rows],
            message("Here"): [_here(row) for row in rows],
            profile_words(profile): [_theirs(row) for row in rows],
            message("Source"): [_source(row) for row in rows],
        }
    )


def comparison_sentence(table: pd.DataFrame, profile: str, phase: str) -> str:
    """Heading: how many items differ from the profile."""
    said = f"{profile_words(profile)}, {say(PHASE_WORDS[phase]).lower()}"
    compared = table[table["difference"].notna()]
    if compared.empty:
        return say("Standards: {said} can be compared with none of these items", said=said)
    differing = int((compared["difference"].abs() > SAME_SHARE).sum())
    of = say("{compared} that can be compared", compared=len(compared))
    if not differing:
        return say("Standards: as in {said}, in all {of}", said=said, of=of)
    return say(
        "Standards: {differing} of {of} differ{value} from {said}",
        differing=differing,
        of=of,
        value="s" * (differing == 1),
        said=said,
    )


SAME_SHARE = 0.005
"""Smaller differences are rounding."""


def refused_words(findings: tuple[Finding, ...]) -> list[str]:
    """Sentences about profiles that are not used."""
    return [f"{finding.place()}: {finding.message} {finding.suggestion}" for finding in findings]


def _names(names: list[str]) -> str:
    if len(names) <= MOST_NAMES:
        return text.joined(names)
    return say("{names} and {more} more together", names=", ".join(names[:MOST_NAMES]), more=len(names) - MOST_NAMES)


def _here(row: dict) -> str:
    """The standard as the item has it, and in the profile's unit where the two are written differently."""
    own = ""
    if text.known(row["quantity"]) and text.known(row["item_unit"]):
        own = f"{plain_number(row['quantity'])}{text.NBSP}{row['item_unit']} {row['item_basis']}"
    if not text.known(row["here"]):
        return own or text.NOT_KNOWN
    as_theirs = f"{plain_number(row['here'])}{text.NBSP}{row['unit']} {row['basis']}"
    if not own:
        return as_theirs
    same = (row["item_unit"], row["item_basis"]) == (row["unit"], row["basis"])
    return (
        own
        if same or row["here"] == row["quantity"]
        else say("{own}, that is {as_theirs}", own=own, as_theirs=as_theirs)
    )


def _theirs(row: dict) -> str:
    if not text.known(row["value"]):
        return say("no standard of that name")
    return f"{plain_number(row['value'])}{text.NBSP}{row['unit']} {row['basis']}"


def _difference(row: dict) -> str:
    if not text.known(row["value"]):
        return ""
    if not text.known(row["difference"]):
        return say("not comparable: {why}", why=row["why"])
    share = row["difference"]
    if abs(share) <= SAME_SHARE:
        return say("the same")
    if share >= 1:
        words = say("{here} times as much", here=f"{row['here'] / row['value']:.2g}")
    else:
        words = f"{text.percent(abs(share))} {'more' if share > 0 else 'less'}"
    if row["outside"]:
        words += say(
            "; outside the hard bounds, {least} to {most}",
            least=plain_number(row["least"]),
            most=plain_number(row["most"]),
        )
    return words


def _source(row: dict) -> str:
    if not text.known(row["value"]):
        return ""
    page = str(row["page"]) if text.known(row["page"]) else say("page not known")
    page = say("page {page}", page=page) if page.isdecimal() else page
    date = str(row["date"]) if text.known(row["date"]) else say("date not known")
    return f"{row['source']}; {page}; {date}; {say(MATCHED[row['matched_by']])}"
