"""A drawing as an SVG picture that needs nothing from outside: no script, no style sheet, no font file."""

import html

from core.locale import without_marks
from core.paper import Circle, Drawing, Line, Shape, Surface, Words

FONT = "'Source Sans 3','Noto Sans','Noto Sans Arabic','Segoe UI','DejaVu Sans Condensed',Tahoma,Arial,sans-serif"
_ANCHORS = {"left": "start", "middle": "middle", "right": "end"}


def svg(drawing: Drawing, *, alone: bool = False) -> str:
    """The picture, to stand in a page; ``alone`` makes it a file of its own."""
    size = f'viewBox="0 0 {drawing.width:g} {drawing.height:g}"'
    name = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    shapes = "".join(_shape(shape) for shape in drawing.shapes)
    return (
        f'<svg{name} {size} width="{drawing.width:g}mm" height="{drawing.height:g}mm" direction="ltr" role="img" '
        f'aria-label="{_safe(drawing.finding)}" font-family="{html.escape(FONT)}">{shapes}</svg>'
    )


def _shape(shape: Shape) -> str:
    if isinstance(shape, Line):
        points = " ".join(f"{x:g},{y:g}" for x, y in shape.points)
        return f'<polyline points="{points}" fill="none" {_stroke(shape.color, shape.width, shape.dash)}/>'
    if isinstance(shape, Circle):
        stroke = _stroke(shape.edge, shape.width, shape.dash)
        (x, y), radius = shape.center, shape.radius
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{shape.fill}" {stroke}/>'
    if isinstance(shape, Surface):
        path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in shape.rings)
        stroke = _stroke(shape.edge, shape.width) if shape.edge else ""
        return f'<path d="{path}" fill="{shape.fill}" fill-rule="evenodd" {stroke}/>'
    return _words(shape)


def _words(shape: Words) -> str:
    halo = (
        f'paint-order="stroke" stroke="{shape.halo}" stroke-width="0.7" stroke-linejoin="round"' if shape.halo else ""
    )
    weight = ' font-weight="600"' if shape.bold else ""
    return (
        f'<text x="{shape.at[0]:g}" y="{shape.at[1]:g}" font-size="{shape.size_mm:g}" fill="{shape.color}"{weight} '
        f'text-anchor="{_ANCHORS[shape.anchor]}" {halo}>{_safe(shape.text)}</text>'
    )


def _stroke(color: str, width: float, dash: tuple[float, ...] = ()) -> str:
    dashes = f' stroke-dasharray="{" ".join(f"{part:g}" for part in dash)}"' if dash else ""
    return f'stroke="{color}" stroke-width="{width:g}"{dashes}'


def _safe(text: str) -> str:
    return html.escape(without_marks(text))
