"""One line about files that were put on the desk, and one about what was done with them."""

from collections.abc import Sequence

import streamlit as st

from ui import text
from ui.components.frame import tag_html
from ui.language import say
from ui.text import safe

MOST_NAMED = 3


def file_strip(names: Sequence[str], size: str, rows: int, tags: str) -> None:
    """Show names, size and rows of the files, and how many findings of each level there are.

    Parameters
    ----------
    tags
        HTML of ``finding_counts``.
    """
    shown = ", ".join(f"<b>{safe(name)}</b>" for name in names[:MOST_NAMED])
    left = len(names) - MOST_NAMED
    more = say(" and {left} more", left=left) if left > 0 else ""
    found = tags or tag_html(say("nothing to ask"), "solved")
    counted = f"<span><b>{text.whole(rows)}</b> {'row' if rows == 1 else 'rows'}</span>"
    st.html(
        f'<div class="aid-line"><span>{shown}{more}</span><span>{safe(size)}</span>{counted}<span>{found}</span></div>'
    )


def done_line(words: str) -> None:
    """Say that something was done."""
    st.html(f'<div class="aid-line">{tag_html(say("Done"), "solved")}<span>{safe(words)}</span></div>')
