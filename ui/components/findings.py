"""Findings of a check by level: where, what, how to mend; one kind of fault is told once."""

from collections.abc import Iterable

import streamlit as st

from core.domain.finding import LEVELS, Finding, Level
from core.domain.finding_groups import FindingGroup, faults_by_level, faults_of, grouped
from core.locale import message
from ui import text
from ui.components.frame import tag_html
from ui.language import say
from ui.text import safe

MOST_SHOWN = 50
"""Kinds of findings of one level that are written out; the rest are counted and stand in the download."""
MOST_OF_A_KIND = 50
"""Findings of one kind that unfold under the first."""

_KINDS = {"error": "error", "question": "question", "note": "note"}
_WHAT_TO_DO = {
    "error": message("must be mended before saving"),
    "question": message("can be answered later"),
    "note": message("nothing to do"),
}


def finding_list(findings: Iterable[Finding], most: int = MOST_SHOWN) -> None:
    """Show findings, errors first, at most so many kinds of a level; a level without findings is left out."""
    findings = tuple(findings)
    by_level = {level: [f for f in findings if f.level == level] for level in LEVELS} if findings else {}
    for level, some in by_level.items():
        if some:
            st.html(findings_html(level, some, most))


def finding_counts(findings: Iterable[Finding]) -> str:
    """Tags that count the findings of each level, as HTML for a line: ``1 error`` ``3 questions``."""
    counts = faults_by_level(findings).items()
    return " ".join(tag_html(text.counted(n, level), _KINDS[level]) for level, n in counts if n)


def findings_html(level: Level, findings: list[Finding], most: int = MOST_SHOWN) -> str:
    """Findings of one level as HTML: a row for each kind, and the others of the kind unfold under it."""
    groups = grouped(findings)
    rows = "".join(f"<tr><td>{_group_html(group)}</td></tr>" for group in groups[:most])
    left = len(groups) - most
    further = say("{kinds}: see the downloaded list.", kinds=text.counted(left, "more kind"))
    more = f'<tr><td class="spread">{safe(further)}</td></tr>' if left > 0 else ""
    faults = faults_of(findings, level)
    of_kinds = say(" of {kinds}", kinds=text.counted(len(groups), "kind")) if len(groups) < faults else ""
    to_do = say(_WHAT_TO_DO[level])
    head = f"{tag_html(say(text.LEVELS[level]), _KINDS[level])}<span>{text.whole(faults)}{of_kinds}, {to_do}</span>"
    return (
        f'<div class="aid-finding-head">{head}</div>'
        f'<table class="aid-rows findings"><tbody>{rows}{more}</tbody></table>'
    )


def _group_html(group: FindingGroup) -> str:
    """The first finding of a kind in full; the next ones unfold by their rows."""
    told = f"{_line(group.first)} {safe(group.first.suggestion)}"
    if not (also := group.also()):
        return told
    others = "".join(f"<li>{_line(finding)}</li>" for finding in group.findings[1 : MOST_OF_A_KIND + 1])
    left = group.faults - 1 - MOST_OF_A_KIND
    more = f"<li>{left:,} more stand in the downloaded list or are counted only.</li>" if left > 0 else ""
    return f"{told}<details><summary>{safe(also)}</summary><ul>{others}{more}</ul></details>"


def _line(finding: Finding) -> str:
    return f"<b>{safe(_place(finding))}:</b> {safe(finding.message)}"


def _place(finding: Finding) -> str:
    """Where, as it is written in the file: names of files and columns keep their capitals."""
    return text.first_capital(finding.place()) or say("Everywhere")
