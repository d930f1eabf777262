"""The strip of at most four figures, each with its spread and its age."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ui.text import safe


@dataclass(frozen=True)
class KeyFigure:
    """One figure of the strip, as words that are ready to read.

    Attributes
    ----------
    label
        What it is, without a unit that the value carries.
    value
        ``407,800`` or ``84 %``.
    spread
        ``399,900 to 419,700``.
    source
        What it rests on and how old that is: ``counts 4 to 22 days old``.
    """

    label: str
    value: str
    spread: str = ""
    source: str = ""


def key_figures(figures: Sequence[KeyFigure]) -> None:
    """Show the strip; two by two on a phone."""
    st.html(key_figures_html(figures))


def key_figures_html(figures: Sequence[KeyFigure]) -> str:
    """The strip as HTML."""
    cells = "".join(
        f'<div><div class="label">{safe(f.label)}</div><div class="value">{safe(f.value)}</div>'
        f'<div class="spread">{safe(f.spread)}</div><div class="source">{safe(f.source)}</div></div>'
        for f in figures[:4]
    )
    return f'<div class="aid-figures n{len(figures[:4])}">{cells}</div>'
