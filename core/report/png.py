"""A drawing as PNG, drawn by Matplotlib with the fonts of printed papers."""

import io
from typing import Any

from core.locale import without_marks
from core.paper import FONTS, Circle, Drawing, Line, Shape, Words

DOTS_PER_INCH = 200
MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH
_ANCHORS = {"left": "left", "middle": "center", "right": "right"}


def png(drawing: Drawing) -> bytes:
    """The picture; what reaches over its edges is cut off."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure((drawing.width / MM_PER_INCH, drawing.height / MM_PER_INCH), dpi=DOTS_PER_INCH)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    axes.set_axis_off()
    for order, shape in enumerate(drawing.shapes):
        _draw(axes, shape, order)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None, "Description": without_marks(drawing.finding)})
    return stream.getvalue()


def _draw(axes: Any, shape: Shape, order: int) -> None:
    from matplotlib import patches
    from matplotlib.path import Path

    if isinstance(shape, Words):
        _write(axes, shape, order)
    elif isinstance(shape, Line):
        xs, ys = zip(*shape.points, strict=True)
        width = shape.width * POINTS_PER_MM
        style = (0, tuple(part / shape.width for part in shape.dash)) if shape.dash else "solid"
        axes.plot(xs, ys, color=shape.color, linewidth=width, linestyle=style, zorder=order)
    elif isinstance(shape, Circle):
        style = (0, tuple(part / shape.width for part in shape.dash)) if shape.dash else "solid"
        disc = patches.Circle(
            shape.center, shape.radius, facecolor=shape.fill, edgecolor=shape.edge, linestyle=style, zorder=order
        )
        disc.set_linewidth(shape.width * POINTS_PER_MM)
        axes.add_patch(disc)
    else:
        corners = [point for ring in shape.rings for point in (*ring, ring[0])]
        codes = [code for ring in shape.rings for code in _codes(Path, len(ring))]
        edge = shape.edge or "none"
        area = patches.PathPatch(Path(corners, codes), facecolor=shape.fill, edgecolor=edge, zorder=order)
        area.set_linewidth(shape.width * POINTS_PER_MM)
        axes.add_patch(area)


def _codes(path: Any, corners: int) -> list[int]:
    return [path.MOVETO, *[path.LINETO] * (corners - 1), path.CLOSEPOLY]


def _write(axes: Any, shape: Words, order: int) -> None:
    from matplotlib import patheffects
    from matplotlib.font_manager import FontProperties

    around = [patheffects.withStroke(linewidth=0.7 * POINTS_PER_MM, foreground=shape.halo)] if shape.halo else []
    axes.text(
        *shape.at,
        without_marks(shape.text),
        color=shape.color,
        fontproperties=FontProperties(fname=FONTS["bold" if shape.bold else "regular"]),
        fontsize=shape.size_mm * POINTS_PER_MM,
        ha=_ANCHORS[shape.anchor],
        va="baseline",
        path_effects=around,
        parse_math=False,
        zorder=order,
        clip_on=True,
    )
