"""Words on a map.

Which side of its place a label takes is decided in the browser, as drawn: ``static/maps/labels.js``.
"""

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


class HtmlMark(MacroElement):
    """HTML at a place, which takes no clicks; every outside word in it is made harmless before.

    A ``folium.Marker`` would first draw, and so fetch, Leaflet's picture of a pin.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.marker({{ this.location|tojson }}, {
                icon: L.divIcon({html: {{ this.html|tojson }}, className: "aid-label", iconSize: [0, 0]}),
                interactive: false, keyboard: false
            }).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, latitude: float, longitude: float, html: str) -> None:
        super().__init__()
        self._name = "HtmlMark"
        self.location = [float(latitude), float(longitude)]
        self.html = html


def text_marker(
    latitude: float,
    longitude: float,
    words: str,
    kind: str,
    *,
    rank: int,
    off: float = 0.0,
    sides: str = AROUND,
    fallback: str = "",
) -> HtmlMark:
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
) -> HtmlMark:
    """Name and value of a camp beside its circle; ``always`` even where they cover something."""
    words = f"{safe(name)} <b>{safe(value)}</b>"
    return _label(latitude, longitude, words, "aid-camp", rank, radius + GAP_PX, AROUND, "right" if always else "")


def symbol(latitude: float, longitude: float, kind: str, inner: str = "") -> HtmlMark:
    """A square, a cross or another sign of ours at a place."""
    return HtmlMark(latitude, longitude, f'<div class="{kind}">{inner}</div>')


def _label(
    latitude: float, longitude: float, inner: str, kind: str, rank: int, off: float, sides: str, fallback: str
) -> HtmlMark:
    place = f'data-rank="{rank}" data-off="{off:.0f}" data-sides="{sides}" data-fallback="{fallback}"'
    return HtmlMark(latitude, longitude, f'<div class="{kind}" {place}>{inner}</div>')
