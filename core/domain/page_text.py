"""Text of a printed page in HTML: escaped, with isolates as ``<bdi>``, so that names turn nothing around."""

import html

from core.domain.legible import legible
from core.locale import LEFT_TO_RIGHT, POP, TO_ITS_OWN

_MARKS = (LEFT_TO_RIGHT, TO_ITS_OWN, POP)
_OPENED = {LEFT_TO_RIGHT: '<bdi dir="ltr">', TO_ITS_OWN: "<bdi>"}


def page_text(text: str) -> str:
    """A sentence of ours, names of outside in it, as HTML.

    Only marks that pair become tags; whatever else nobody would see is shown by its number.

    Examples
    --------
    >>> page_text("\u206684\u2069 of \u2068<b>\u2069")
    '<bdi dir="ltr">84</bdi> of <bdi>&lt;b&gt;</bdi>'
    """
    parts: list[str] = []
    opened = 0
    piece: list[str] = []
    for sign in text:
        if sign not in _MARKS:
            piece.append(sign)
            continue
        parts.append(_plain(piece))
        if sign == POP:
            parts.append("</bdi>" if opened else "")
            opened -= bool(opened)
        else:
            parts.append(_OPENED[sign])
            opened += 1
    parts.append(_plain(piece))
    return "".join(parts) + "</bdi>" * opened


def _plain(piece: list[str]) -> str:
    text = html.escape(legible("".join(piece)))
    piece.clear()
    return text
