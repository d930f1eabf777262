"""Words on a map: beside their place, on the side with room."""

from dataclasses import dataclass

import numpy as np
from branca.element import MacroElement
from folium.template import Template

from ui.text import safe

MOST_LABELS = 15
"""Beyond so many places only the worst and the selected have their name."""
WORST_LABELLED = 10
CHARACTER_PX = 7.2
LINE_PX = 16
GAP_PX = 6


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


@dataclass(frozen=True)
class Wanted:
    """Words wanted beside a circle: its place and radius in pixels, and the length of the words."""

    x: float
    y: float
    radius: float
    characters: int
    character_px: float = CHARACTER_PX
    fallback: str | None = None
    """Side to take where none has room; with None the words are left out."""


def text_marker(latitude: float, longitude: float, words: str, kind: str, style: str = "") -> "HtmlMark":
    """Outside words at a place, made harmless; they take no clicks."""
    return _marker(latitude, longitude, safe(words), kind, style)


def camp_label(latitude: float, longitude: float, name: str, value: str, style: str) -> "HtmlMark":
    """Name and value of a camp."""
    return _marker(latitude, longitude, f"{safe(name)} <b>{safe(value)}</b>", "aid-camp", style)


def beside(radius: float, side: str) -> str:
    """Style that puts words to a side of a circle."""
    off = radius + GAP_PX
    return {
        "right": f"left:{off:.0f}px;transform:translateY(-50%)",
        "left": f"right:{off:.0f}px;transform:translateY(-50%)",
        "above": f"bottom:{off:.0f}px;transform:translateX(-50%)",
        "below": f"top:{off:.0f}px;transform:translateX(-50%)",
    }[side]


def sides_with_room(wanted: list[Wanted], circles: np.ndarray, frame: tuple[int, int]) -> list[str | None]:
    """A side for each label, in order of importance, so that labels and circles do not cover each other.

    Parameters
    ----------
    wanted
        Labels, the most important first.
    circles
        All circles as x, y, radius; shape (n, 3).
    frame
        Width and height in pixels.

    Returns
    -------
    list
        ``right``, ``left``, ``above`` or ``below``; None where every side is taken.
    """
    boxes = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    taken: list[tuple[float, float, float, float]] = []
    sides: list[str | None] = []
    for label in wanted:
        free = None
        for side in ("right", "left", "above", "below"):
            box = _box(label, side)
            inside = box[0] >= 0 and box[2] <= frame[0] and box[1] >= 0 and box[3] <= frame[1]
            own = (label.x - label.radius, label.y - label.radius)
            others = [b for b in boxes if abs(b[0] - own[0]) > 1e-6 or abs(b[1] - own[1]) > 1e-6]
            if inside and not any(_overlap(box, other) for other in [*taken, *others]):
                free = side
                taken.append(box)
                break
        if free is None and label.fallback is not None:
            free = label.fallback
            taken.append(_box(label, free))
        sides.append(free)
    return sides


def _box(label: Wanted, side: str) -> tuple[float, float, float, float]:
    width, off = label.characters * label.character_px, label.radius + GAP_PX
    half = LINE_PX / 2
    if side == "right":
        return label.x + off, label.y - half, label.x + off + width, label.y + half
    if side == "left":
        return label.x - off - width, label.y - half, label.x - off, label.y + half
    top = label.y - off - LINE_PX if side == "above" else label.y + off
    return label.x - width / 2, top, label.x + width / 2, top + LINE_PX


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _marker(latitude: float, longitude: float, inner: str, kind: str, style: str = "") -> "HtmlMark":
    return HtmlMark(latitude, longitude, f'<div class="{kind}" style="{style}">{inner}</div>')


def symbol(latitude: float, longitude: float, kind: str, inner: str = "") -> "HtmlMark":
    """A square, a cross or another sign of ours at a place."""
    return _marker(latitude, longitude, inner, kind)
