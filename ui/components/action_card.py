"""One proposed action: what, by when, what it saves, and what a person answers."""

from typing import Literal

import streamlit as st

from ui.language import say
from ui.text import safe

Answer = Literal["accept", "later", "why"]


def action_card(
    what: str,
    effect: str,
    by: str = "",
    *,
    key: str,
    urgent: bool = False,
    primary: bool = False,
    accept: str = "",
    accepted: bool = False,
) -> Answer | Literal["undo"] | None:
    """Show an action; returns the button pressed in this run.

    Parameters
    ----------
    what
        ``Send 360 t maize flour to Nduta through Nyarugusu``.
    effect
        ``saves 127,000 person-weeks without flour, USD 10,800, 20 truckloads``.
    by
        Deadline: ``by 8 Nov``.
    urgent
        Whether the deadline is marked.
    primary
        Whether this is the one blue button of the page.
    accept
        Words of the first button.
    accepted
        Whether it was accepted; then the card offers *Undo* alone.
    """
    with st.container(border=True, key=f"card-{key}".replace(":", "-"), gap="xsmall"):
        tag = f'<span class="aid-tag {"question" if urgent else "note"}">{safe(by)}</span>' if by else ""
        done = '<span class="aid-tag solved">' + say("Accepted") + "</span>" if accepted else tag
        st.html(
            f'<div class="aid-card"><span class="what">{safe(what)}</span>{done}</div>'
            f'<div class="aid-card-effect">{safe(effect)}</div>'
        )
        with st.container(horizontal=True, gap="small"):
            if accepted:
                return "undo" if st.button(say("Undo"), key=f"{key}:undo", type="tertiary") else None
            kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
            if st.button(accept or say("Accept"), key=f"{key}:accept", type=kind):
                return "accept"
            if st.button(say("Not now"), key=f"{key}:later", type="tertiary"):
                return "later"
            if st.button(say("Why"), key=f"{key}:why", type="tertiary"):
                return "why"
    return None
