"""Words on a map.

Which side of its place a label takes is decided in the browser, as drawn: ``static/maps/labels.js``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from branca.element import MacroElement
from folium.template import Template

from ui.text import safe

MOST_LABELS = 15
"""Beyond so many places only the worst and the selected have their name."""
WORST_LABELLED = 10
GAP_PX = 6
AROUND = "right left above below"
"""Sides of a place, the best first."""
GROUND_RANK = 10_000
"""Names of the ground come after all that stands on it."""


@dataclass(frozen=True)
class Mark:
    """HTML at a place; every outside word in it was made harmless before."""

    latitude: float
    longitude: float
    html: str


class MarkLayer(MacroElement):
    """Marks, which take no clicks, as one element: folium compiles a template for each.

    A ``folium.Marker`` would first draw, and so fetch, Leaflet's picture of a pin.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this.marks|tojson }}.forEach(([latitude, longitude, html]) => L.marker([latitude, longitude], {
                icon: L.divIcon({html: html, className: "aid-label", iconSize: [0, 0]}),
                interactive: false, keyboard: false
            }).addTo({{ this._parent.get_name() }}));
        {% endmacro %}
        """
    )

    def __init__(self, marks: Iterable[Mark]) -> None:
        super().__init__()
        self._name = "MarkLayer"
        self.marks = [[float(mark.latitude), float(mark.longitude), mark.html] for mark in marks]


def text_mark(
    latitude: float,
    longitude: float,
    words: str,
    kind: str,
    *,
    rank: int,
    off: float = 0.0,
    sides: str = AROUND,
    fallback: str = "",
) -> Mark:
    """Outside words at a place, made harmless; they take no clicks.

    Parameters
    ----------
    kind
        Class of their style.
    rank
        Labels of a lower rank choose their side first.
    off
        Pixels between the place and the words.
    sides
        Where they may stand, the best first: ``AROUND``, or ``over`` the place itself.
    fallback
        Side to take where none has room; with none the words are hidden.
    """
    return _label(latitude, longitude, safe(words), kind, rank, off, sides, fallback)


def camp_label(
    latitude: float, longitude: float, name: str, value: str, *, rank: int, radius: float, always: bool
) -> Mark:
    """Name and value of a camp beside its circle; ``always`` even where they cover something."""
    words = f"{safe(name)} <b>{safe(value)}</b>"
    return _label(latitude, longitude, words, "aid-camp", rank, radius + GAP_PX, AROUND, "right" if always else "")


def symbol(latitude: float, longitude: float, kind: str, inner: str = "") -> Mark:
    """A square, a cross or another sign of ours at a place."""
    return Mark(latitude, longitude, f'<div class="{kind}">{inner}</div>')


def _label(
    latitude: float, longitude: float, inner: str, kind: str, rank: int, off: float, sides: str, fallback: str
) -> Mark:
    place = f'data-rank="{rank}" data-off="{off:.0f}" data-sides="{sides}" data-fallback="{fallback}"'
    return Mark(latitude, longitude, f'<div class="{kind}" {place}>{inner}</div>')
