"""Keys of colours, sizes and lines, from the same constants as the drawings."""

import streamlit as st

from core.look.palette import Scale
from ui.text import safe


def scale_legend(scale: Scale, unknown: bool = True) -> None:
    """Show the colours of a scale with their words."""
    st.html(scale_legend_html(scale, unknown))


def scale_legend_html(scale: Scale, unknown: bool = True) -> str:
    """The colours of a scale as HTML."""
    boxes = "".join(f'<span><i class="box s{i}"></i>{safe(words)}</span>' for i, words in enumerate(scale.labels))
    hatch = '<span><i class="box unknown"></i>not known</span>' if unknown else ""
    return f'<div class="aid-key"><b>{safe(scale.title)}</b>{boxes}{hatch}</div>'
