"""Need met by camp as a chart of its own, worst first."""

from core.domain import wording
from core.look.palette import COVERAGE, LIGHT
from core.paper import Drawing, Line, Shape, Surface, Words
from core.report.brief import Brief
from core.report.sentences import Sentences

MOST = 25
ROW, LETTERS, NAME, VALUE = 5.6, 3.0, 46.0, 30.0
LONGEST_NAME = 26


def coverage_bars(brief: Brief, width: float) -> Drawing | None:
    """A bar per camp, at most ``MOST``, and how many more there are; None where no camp needs anything."""
    words = Sentences(brief)
    camps = brief.camps.dropna(subset=["coverage"]).head(MOST)
    if camps.empty:
        return None
    room = width - NAME - VALUE
    heading = Words((0, 4.2), words.coverage_heading(), 3.8, LIGHT.ink, bold=True)
    shapes: list[Shape] = [Surface.box(0, 0, width, 10_000, LIGHT.paper), heading]
    top = 7.0
    for _, camp in camps.iterrows():
        step, share = COVERAGE.step(float(camp["coverage"]), LIGHT), float(camp["coverage"])
        name = str(camp["name"])
        name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
        shapes.append(Words((NAME - 2, top + 3.6), name, LETTERS, LIGHT.ink, anchor="right"))
        shapes.append(Surface.box(NAME, top + 0.8, room, 3.8, LIGHT.paper, LIGHT.line))
        if step is not None and share > 0:
            shapes.append(Surface.box(NAME, top + 0.8, room * min(share, 1.0), 3.8, step.fill, LIGHT.outline))
        value = f"{wording.percent(share, brief.language)}   {words.coverage_band_of(camp)}"
        shapes.append(Words((NAME + room + 2, top + 3.6), value, LETTERS, LIGHT.ink))
        top += ROW
    shapes.append(Line(((NAME, 6.5), (NAME, top)), LIGHT.ink, 0.25))
    shapes.append(Words((NAME, top + 4.0), words.more_camps(len(camps)), LETTERS - 0.4, LIGHT.soft))
    height = top + 6.0
    shapes[0] = Surface.box(0, 0, width, height, LIGHT.paper)
    worst = camps.iloc[0]
    return Drawing(width, height, tuple(shapes), f"{worst['name']} {words.coverage_of(worst)}")
