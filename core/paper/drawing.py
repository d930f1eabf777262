"""A small drawing as plain shapes, so that paper and screen show the very same lines.

Lengths are millimetres, x to the right and y down from the top left corner; drawings never turn with the language.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """Joined points; ``dash`` are lengths of strokes and gaps."""

    points: tuple[Point, ...]
    color: str
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Surface:
    """Closed rings filled together, so that a ring within a ring is a hole; an edge where it has a colour."""

    rings: tuple[tuple[Point, ...], ...]
    fill: str
    edge: str = ""
    width: float = 0.0

    @classmethod
    def box(cls, x: float, y: float, width: float, height: float, fill: str, edge: str = "") -> "Surface":
        """A rectangle."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        return cls((corners,), fill, edge, 0.15 if edge else 0.0)


@dataclass(frozen=True)
class Circle:
    """A disc with an edge; ``dash`` as of a line."""

    center: Point
    radius: float
    fill: str
    edge: str
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Words:
    """A line of text on its baseline.

    Attributes
    ----------
    at
        The point on the baseline at the left end, the middle or the right end, as ``anchor`` says.
    halo
        Colour drawn around the letters, so that they can be read on lines; none where empty.
    """

    at: Point
    text: str
    size_mm: float
    color: str
    bold: bool = False
    anchor: Literal["left", "middle", "right"] = "left"
    halo: str = ""


Shape: TypeAlias = Line | Surface | Circle | Words


@dataclass(frozen=True)
class Drawing:
    """Shapes in the order they are drawn, cut off at the frame.

    Attributes
    ----------
    finding
        What the drawing says, for those who cannot see it.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    finding: str
