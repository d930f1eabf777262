"""What stands on top of every page: context line, the answer as a title, and captions."""

import streamlit as st

from ui import text
from ui.language import say
from ui.text import Date, safe


def tag_html(words: str, kind: str = "note") -> str:
    """A tag: ``error``, ``question``, ``solved`` or ``note``."""
    return f'<span class="aid-tag {kind}">{safe(words)}</span>'


def context_line(
    operation: str,
    data_as_of: Date,
    scenario: str = "Baseline",
    oldest_count: tuple[float, str] | None = None,
    illustrative: bool = False,
) -> None:
    """One line above the title: what is looked at, how old it is.

    Parameters
    ----------
    operation, scenario
        Names.
    data_as_of
        Day of the newest data; here dates carry their year.
    oldest_count
        Age in days and camp of the oldest population count.
    illustrative
        Whether the figures are made up; then the line begins with the tag that says so.
    """
    parts = [tag_html(say(text.ILLUSTRATIVE), "question")] if illustrative else []
    parts += [
        f"<b>{safe(operation)}</b>",
        say("<span>Data as of <b>{day}</b></span>", day=text.date(data_as_of, year=True)),
    ]
    parts.append(say("<span>Scenario <b>{name}</b></span>", name=safe(scenario)))
    if oldest_count is not None:
        days, camp = oldest_count
        parts.append(say("<span>Oldest count <b>{days}</b>, {camp}</span>", days=text.days_long(days), camp=safe(camp)))
    st.html(f'<div class="aid-context">{"".join(parts)}</div>')


def new_operation_line() -> None:
    """The line above the title where an operation is begun: nothing of another one stands there."""
    st.html('<div class="aid-context"><b>New operation</b><span>Nothing of it is stored yet</span></div>')


def headline(answer: str, lead: str = "") -> None:
    """The answer of the page as its title, and at most two lines under it.

    Both may hold names of outside; they are shown letter by letter.
    """
    st.title(text.plain(text.unbroken(answer)), anchor=False)
    if lead:
        st.html(f'<p class="aid-lead">{safe(text.unbroken(lead))}</p>')


def section(finding: str) -> None:
    """Heading of a part of a page; it says the finding."""
    st.subheader(text.plain(finding), anchor=False)


def caption(*sentences: str) -> None:
    """One quiet line under a chart, table or map: source, newest and oldest data, model version, axis note."""
    st.html(f'<p class="aid-caption">{safe(" ".join(s for s in sentences if s))}</p>')
