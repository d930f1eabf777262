"""Keys of the maps as HTML, from the constants the drawings use."""

import pandas as pd

from core.domain.finding import LEVELS
from core.locale import message
from core.look.palette import Scale, Theme, finding_fill
from ui import text
from ui.language import say
from ui.maps.camps import radius_px
from ui.maps.routes import IDLE_TONNES, flow_width
from ui.text import safe

GROUND_NOTE = message(
    "Outlines: Natural Earth, public domain. Borders shown do not imply endorsement. Lines "
    "join places; they are not road geometry."
)
"""Stands in the caption of every map."""


def situation_legend_html(
    scale: Scale | None, people: pd.Series, lines: pd.DataFrame | None = None, depots: bool = True, new: bool = False
) -> str:
    """The key of ``situation_layers``.

    Parameters
    ----------
    people
        People of the camps drawn; three sizes are taken from it.
    lines
        From ``route_lines``, if drawn.
    new
        Whether new flows are marked.
    """
    rows = []
    if scale is not None:
        boxes = "".join(f'<span><i class="box s{i}"></i>{safe(say(w))}</span>' for i, w in enumerate(scale.labels))
        hatch = '<span><i class="box unknown"></i>not known</span>'
        rows.append(f'<div class="aid-key"><b>{safe(say(scale.title))}</b>{boxes}{hatch}</div>')
    parts = ["<b>People</b>", *(_circle(size) for size in people_sizes(people))]
    if lines is not None:
        parts += [_line(size) for size in flow_sizes(lines)]
        parts += ['<span><i class="line new" style="height:7px"></i>new in this plan</span>'] if new else []
        if (lines["tonnes"] < IDLE_TONNES).any():
            parts.append('<span><i class="line idle" style="height:1.5px"></i>no flow</span>')
        if (lines["closed"] != "").any():
            parts.append('<span><i class="line closed"></i>closed</span>')
    if depots:
        parts.append('<span><i class="depot"></i>depot</span>')
    parts.append('<span><i class="circle old" style="width:12px;height:12px"></i>count older than 14 days</span>')
    rows.append(f'<div class="aid-key">{"".join(parts)}</div>')
    return "".join(rows)


def dispatch_legend_html(theme: Theme, is_vehicle_marked: bool) -> str:
    """The key of ``dispatch_layers``."""
    size = "width:12px;height:12px;background:"
    circles = "".join(
        f'<span><i class="circle" style="{size}{fill}"></i>{words}</span>'
        for fill, words in (
            (theme.band50, "gets all that is sent"),
            (theme.steps[1].fill, "something is not carried"),
            (theme.paper, "nothing is sent"),
        )
    )
    marked = '<span><i class="line new" style="height:4px"></i>the marked vehicle</span>' if is_vehicle_marked else ""
    lines = f'<span><i class="line" style="height:4px"></i>driven this week</span>{marked}'
    return (
        f'<div class="aid-key"><b>Camps</b>{circles}</div><div class="aid-key"><b>Roads</b>{lines}'
        '<span><i class="depot"></i>depot</span></div>'
    )


def change_legend_html(theme: Theme) -> str:
    """The key of ``change_layers``."""
    colors = (theme.change[0], theme.change[1], theme.change[2], theme.change[3], *theme.change[4:])
    words = (say("−20 or more"), "−10", "−3", "0", "+3", "+10", say("+20 or more"))
    boxes = "".join(
        f'<span><i class="box" style="background:{color}"></i>{w}</span>'
        for color, w in zip(colors, words, strict=True)
    )
    lines = (
        '<span><i class="line new" style="height:7px"></i>tonnes: more than before</span>'
        '<span><i class="line less"></i>less</span>'
        '<span><i class="line idle" style="height:1.5px"></i>unchanged</span>'
    )
    return f'<div class="aid-key"><b>Points of need met</b>{boxes}</div><div class="aid-key">{lines}</div>'


def findings_legend_html(theme: Theme) -> str:
    """The key of ``finding_layers``."""
    size = "width:12px;height:12px;background:"
    circles = "".join(
        f'<span><i class="circle" style="{size}{finding_fill(level, theme)}"></i>{say(level)}</span>'
        for level in LEVELS
    )
    return f'<div class="aid-key"><b>Worst finding</b>{circles}</div>'


def people_sizes(people: pd.Series) -> list[float]:
    """Three numbers of people for the key: the largest camp, and two smaller ones."""
    largest = float(people.max()) if people.notna().any() else 0.0
    if largest <= 0:
        return []
    return sorted({text.significant(largest * share, 1 if share < 1 else 2) for share in (0.08, 0.4, 1.0)})


def flow_sizes(lines: pd.DataFrame) -> list[float]:
    """Two flows for the key: the largest and a small one, in tonnes a week."""
    largest = float(lines["tonnes"].max()) if len(lines) else 0.0
    if largest < IDLE_TONNES:
        return []
    return sorted({text.significant(largest * share, 1 if share < 1 else 2) for share in (0.15, 1.0)})


def _circle(people: float) -> str:
    size = 2 * radius_px(people)
    style = f"width:{size:.0f}px;height:{size:.0f}px"
    return f'<span><i class="circle" style="{style}"></i>{text.whole(people)}</span>'


def _line(tonnes: float) -> str:
    return f'<span><i class="line" style="height:{flow_width(tonnes):.1f}px"></i>{text.tonnes(tonnes)} a week</span>'
