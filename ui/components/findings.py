"""Findings of a check by level: where, what, how to mend."""

from collections.abc import Iterable

import streamlit as st

from core.domain.finding import LEVELS, Finding
from core.locale import message
from ui import text
from ui.components.frame import tag_html
from ui.language import say
from ui.text import safe

MOST_SHOWN = 50
"""Findings of one level that are written out; the rest are counted and stand in the download."""

_KINDS = {"error": "error", "question": "question", "note": "note"}
_WHAT_TO_DO = {
    "error": message("must be mended before saving"),
    "question": message("can be answered later"),
    "note": message("nothing to do"),
}


def finding_list(findings: Iterable[Finding], most: int = MOST_SHOWN) -> None:
    """Show findings, errors first, at most so many of a level; a level without findings is left out."""
    findings = tuple(findings)
    by_level = {level: [f for f in findings if f.level == level] for level in LEVELS} if findings else {}
    for level, some in by_level.items():
        if some:
            st.html(findings_html(level, some, most))


def finding_counts(findings: Iterable[Finding]) -> str:
    """Tags that count the findings of each level, as HTML for a line: ``1 error`` ``3 questions``."""
    levels = [f.level for f in findings]
    counts = ((level, levels.count(level)) for level in LEVELS)
    return " ".join(tag_html(text.counted(n, level), _KINDS[level]) for level, n in counts if n)


def findings_html(level: str, findings: list[Finding], most: int = MOST_SHOWN) -> str:
    """Findings of one level as HTML."""
    rows = "".join(
        f"<tr><td><b>{safe(_place(f))}:</b> {safe(f.message)} {safe(f.suggestion)}</td></tr>" for f in findings[:most]
    )
    left = len(findings) - most
    more = (
        f'<tr><td class="spread">{left:,} more like these stand in the downloaded list.</td></tr>' if left > 0 else ""
    )
    head = (
        f"{tag_html(say(text.LEVELS[level]), _KINDS[level])}<span>{len(findings):,}, {say(_WHAT_TO_DO[level])}</span>"
    )
    return (
        f'<div class="aid-finding-head">{head}</div>'
        f'<table class="aid-rows findings"><tbody>{rows}{more}</tbody></table>'
    )


def _place(finding: Finding) -> str:
    """Where, as it is written in the file: names of files and columns keep their capitals."""
    return text.first_capital(finding.place()) or say("Everywhere")
