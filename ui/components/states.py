"""What a page shows when it cannot show its answer: empty, failing, infeasible, running, stale, out of date, offline.

No state is a stack trace, an empty frame or a lone spinner. Each says what happened, then what to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.errors import AidError, Infeasible, InvalidTable
from ui import text
from ui.components.frame import tag_html
from ui.language import say
from ui.text import safe


@dataclass(frozen=True)
class WayOut:
    """A smaller limit that lets a plan exist, and its price in words; ``can_try`` where a scenario can say it."""

    words: str
    price: str = ""
    can_try: bool = True


def empty_panel(title: str, words: str, *, key: str, button: str = "", second: str = "") -> str | None:
    """Nothing to show yet: what is missing and what works without it. Returns the words of the button pressed."""
    with st.container(border=True, key=_box(key)):
        st.html(f'<div class="aid-panel"><h4>{safe(title)}</h4><p>{safe(words)}</p></div>')
        return _buttons(key, button, second)


def failing_panel(
    title: str, where: str, what: str, mend: str, *, key: str, button: str = "", details: str = ""
) -> str | None:
    """Something failed: where, what, how to mend it; ``details`` can be copied."""
    lines = "".join(
        f"<p><b>{label}</b> {safe(words)}</p>"
        for label, words in ((say("Where:"), where), (say("What:"), what), (say("Mend it:"), mend))
        if words
    )
    with st.container(border=True, key=_box(key)):
        st.html(f'<div class="aid-panel">{tag_html(say("Error"), "error")}<h4>{safe(title)}</h4>{lines}</div>')
        pressed = _buttons(key, button)
        if details:
            with st.expander(say("Details to copy")):
                st.code(details, language=None)
    return pressed


def error_panel(error: AidError, key: str = "error") -> None:
    """An error of the program as a panel; what it says of findings or limits is listed."""
    if isinstance(error, Infeasible):
        infeasible_panel(error.limits, key=key, hint=error.hint or error.message)
        return
    details = "\n".join(str(f) for f in error.findings[:50]) if isinstance(error, InvalidTable) else ""
    failing_panel(say("This page could not be made"), "", error.message, error.hint, key=key, details=details)


def infeasible_panel(limits: Sequence[str], ways_out: Sequence[WayOut] = (), *, key: str, hint: str = "") -> int | None:
    """The few limits that clash, then ways out with their price. Returns the position of the way tried."""
    count = {2: say("Two"), 3: say("Three"), 4: say("Four"), 5: say("Five")}.get(len(limits), say("Some"))
    title = (
        say("{count} of your limits cannot hold together", count=count) if limits else say("No plan fits these limits")
    )
    listed = f"<ol>{''.join(f'<li>{safe(limit)}</li>' for limit in limits)}</ol>" if limits else ""
    with st.container(border=True, key=_box(key)):
        after = f"<p>{safe(hint)}</p>" if hint else ""
        st.html(f'<div class="aid-panel">{tag_html(say("No plan fits"), "error")}<h4>{title}</h4>{listed}{after}</div>')
        if ways_out:
            st.html(f'<div class="aid-panel"><h4>{safe(say("Cheapest ways out"))}</h4></div>')
        tried = None
        for position, way in enumerate(ways_out):
            words, button = st.columns([4, 1], vertical_alignment="center")
            price = f' <span class="small">{safe(way.price)}</span>' if way.price else ""
            words.html(f'<div class="aid-panel"><b>{safe(way.words)}</b>{price}</div>')
            if way.can_try and button.button(say("Try"), key=f"{key}:try:{position}"):
                tried = position
    return tried


def running_panel(
    title: str,
    share: float,
    seconds: float,
    message: str = "",
    *,
    key: str,
    expected_seconds: float | None = None,
    can_use_so_far: bool = False,
    goes_on: str = "",
) -> str | None:
    """Something is being computed: what, how far, and how to stop it. Returns ``use`` or ``cancel``.

    Call it from a fragment that runs every second, so that the rest of the page stays usable.
    """
    of = say(" of about {time}", time=text.duration(expected_seconds)) if expected_seconds else ""
    told = f"{text.duration(seconds)}{of}" + (f" · {safe(message)}" if message else "")
    width = max(0.0, min(1.0, share)) * 100
    with st.container(border=True, key=_box(key)):
        st.html(
            f'<div class="aid-panel"><h4>{safe(title)}</h4><p style="font-size:.875rem">{told}</p>'
            f'<div class="aid-progress" role="progressbar" aria-valuenow="{width:.0f}" aria-valuemin="0" '
            f'aria-valuemax="100"><i style="width:{width:.1f}%"></i></div></div>'
        )
        pressed = _buttons(key, say("Use the plan so far") if can_use_so_far else "", say("Cancel"), primary=False)
        goes_on = goes_on or say("the solve goes on and your edits stay")
        st.html(f'<p class="aid-caption">{safe(say("You may leave this page; {goes_on}.", goes_on=goes_on))}</p>')
    return {say("Use the plan so far"): "use", say("Cancel"): "cancel"}.get(pressed or "")


def stale_note(what: str, words: str) -> None:
    """A figure rests on an old count: ``Old count, Nakivale`` and what that means for it."""
    st.html(f'<div class="aid-note"><b>{safe(what)}:</b> {safe(words)}</div>')


def solve_again_line(tag: str, words: str, *, key: str) -> bool:
    """A plan that another solve may better: out of date, or cut short. Returns whether *Solve again* was pressed."""
    with st.container(horizontal=True, vertical_alignment="center", key=_box(key)):
        st.html(f'<div class="aid-line">{tag_html(tag, "question")}<span>{safe(words)}</span></div>')
        return st.button(say("Solve again"), key=f"{key}:again")


def offline_line(words: str = "") -> None:
    """No connection: a quiet line, no warning colour."""
    st.html(
        f'<div class="aid-line">{tag_html(say("Offline"))}<span>{safe(words or say("All pages work."))}</span></div>'
    )


def _buttons(key: str, first: str, second: str = "", primary: bool = True) -> str | None:
    if not first and not second:
        return None
    pressed = None
    with st.container(horizontal=True, gap="small"):
        if first and st.button(first, key=f"{key}:first", type="primary" if primary else "secondary"):
            pressed = first
        if second and st.button(second, key=f"{key}:second", type="tertiary"):
            pressed = second
    return pressed


def _box(key: str) -> str:
    return f"box-{key}".replace(":", "-")
