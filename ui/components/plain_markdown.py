"""Long text with headings, lists and tables, drawn without any picture, link, formula or HTML."""

import re

import streamlit as st

_ACTIVE = re.compile(r"([\\\[\]<>$!&])")
"""What begins a link, a picture, a tag, a formula, an entity, or hides one of them."""
_ADDRESS = re.compile(r"(?i)(?<=[a-z])(://)|\b(www)(\.)")
_DIRECTIVE = re.compile(r":(?=[a-z0-9_+-]+[\[:])", re.IGNORECASE)
"""What begins a colour, an icon or a badge of Streamlit."""


def plain_markdown(words: str) -> None:
    """Show Markdown text of a file; only headings, emphasis, lists, tables and code are drawn."""
    st.markdown(inert_markdown(words))


def inert_markdown(words: str) -> str:
    """Markdown in which nothing is fetched, linked or run; its headings stand below those of the page.

    Examples
    --------
    >>> inert_markdown("# Model")
    '### Model'
    >>> inert_markdown("![x](y) <b>") == chr(92).join(["", "!", "[x", "](y) ", "<b", ">"])
    True
    """
    lines = [re.sub(r"^(#{1,4})(?=\s)", r"##\1", line) for line in words.splitlines()]
    text = _ACTIVE.sub(r"\\\1", "\n".join(lines))
    text = _ADDRESS.sub(lambda found: "\\://" if found[1] else f"{found[2]}\\{found[3]}", text)
    return _DIRECTIVE.sub(r"\\:", text)
