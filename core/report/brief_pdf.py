"""The brief as one page of A4, laid out from top to bottom; what finds no room is counted, never on a second page."""

from core.look.palette import COVERAGE, LIGHT
from core.paper import LEADING, Paper
from core.report.brief import Brief
from core.report.camp_map import camp_map
from core.report.people_fan import people_fan
from core.report.sentences import KeyFigure, Sentences

MARGIN = 12.0
WIDTH = 186.0
SIDE = 66.0
"""Width of the column of map and forecast."""
GAP = 5.0
MAIN = WIDTH - SIDE - GAP
MOST_CAMPS, MOST_RISKS = 10, 6
BODY, SMALL, HEAD, FIGURE = 3.1, 2.6, 3.7, 5.6
ROW = 6.9
TITLES = ((6.2, 2), (5.0, 3), (4.2, 4))
LEADS = ((3.3, 4), (2.8, 6))
"""Sizes of letters with the lines they may fill, the first that holds the whole text is taken."""
TABLE_HEADS = 2 * (HEAD * LEADING + 4.4 + SMALL * LEADING + 0.8) + 3
"""What two tables take beside their rows: heading, heads of columns, the line about what is not shown, the gap."""
BETWEEN = 3.0


def brief_pdf(brief: Brief) -> bytes:
    """The page as PDF."""
    words = Sentences(brief)
    paper = Paper(brief.language, f"{brief.operation}: {brief.answer}", brief.made)
    paper.add_page()
    foot = _foot(paper, words)
    top = _head(paper, words, MARGIN - 2)
    top = _strip(paper, words.key_figures(), top + 2) + BETWEEN
    fairness = " ".join(words.fairness())
    below = _fairness_height(paper, words, fairness) + _decision_height(words) + 3 * BETWEEN
    camps, risks = _rows(words, foot - top - below)
    left = _coverage(paper, words, top, camps)
    left = _risks(paper, words, left + BETWEEN, risks)
    right = _side(paper, words, top)
    top = _fairness(paper, words, fairness, max(left, right) + BETWEEN)
    _decision(paper, words, top + BETWEEN)
    return paper.to_bytes()


def _rows(words: Sentences, room: float) -> tuple[int, int]:
    """Rows of the tables of camps and of shelves that the room between what stands above and below holds."""
    rows = max(2, int((room - TABLE_HEADS) / ROW))
    risks = min(len(words.brief.risks), MOST_RISKS, max(1, rows * MOST_RISKS // (MOST_CAMPS + MOST_RISKS)))
    return min(MOST_CAMPS, rows - risks), risks


def _fitting(
    paper: Paper, text: str, width: float, sizes: tuple[tuple[float, int], ...], *, bold: bool = False
) -> tuple[float, int]:
    """The first size in whose lines a text stands whole, else the last."""
    for size, most in sizes:
        if len(paper.wrap(text, width, size, bold=bold, most=most + 1)) <= most:
            return size, most
    return sizes[-1]


def _head(paper: Paper, words: Sentences, top: float) -> float:
    start = MARGIN
    tag = words.illustrative()
    if tag:
        wide = paper.measure(tag, SMALL, bold=True) + 3
        paper.box(start, top, wide, 4.4, fill=LIGHT.question.fill, edge=LIGHT.question.text)
        paper.text(tag, start, top + 0.5, wide, SMALL, bold=True, color=LIGHT.question.text, align="middle")
        start += wide + 3
    context = "   ".join(words.context())
    paper.text(context, start, top + 0.4, MARGIN + WIDTH - start, BODY, color=LIGHT.soft)
    top += 6.4
    size, most = _fitting(paper, words.brief.answer, WIDTH, TITLES, bold=True)
    top += paper.text(words.brief.answer, MARGIN, top, WIDTH, size, bold=True, color=LIGHT.ink, most=most)
    size, most = _fitting(paper, words.lead(), WIDTH, LEADS)
    return top + paper.text(words.lead(), MARGIN, top + 0.6, WIDTH, size, color=LIGHT.ink, most=most) + 0.6


def _strip(paper: Paper, figures: list[KeyFigure], top: float) -> float:
    height, wide = 18.5, WIDTH / len(figures)
    paper.box(MARGIN, top, WIDTH, height, edge=LIGHT.line)
    for number, figure in enumerate(figures):
        start, room = MARGIN + number * wide + 2.2, wide - 4
        if number:
            paper.upright(MARGIN + number * wide, top, height, color=LIGHT.line)
        paper.text(figure.label, start, top + 1.2, room, SMALL, color=LIGHT.soft)
        paper.text(figure.value, start, top + 4.6, room, FIGURE, bold=True, color=LIGHT.ink)
        paper.text(figure.spread, start, top + 11.5, room, SMALL, color=LIGHT.ink)
        paper.text(figure.source, start, top + 14.7, room, SMALL, color=LIGHT.soft)
    return top + height


def _heads(paper: Paper, heads: list[str], columns: list[tuple[float, float, str]], top: float) -> float:
    for head, (start, width, align) in zip(heads, columns, strict=True):
        paper.text(head, start, top, width, SMALL, color=LIGHT.soft, align=align)  # type: ignore[arg-type]
    paper.rule(MARGIN, top + 4, MAIN, color=LIGHT.line)
    return top + 4.4


def _coverage(paper: Paper, words: Sentences, top: float, rows: int) -> float:
    top += paper.text(words.coverage_heading(), MARGIN, top, MAIN, HEAD, bold=True, color=LIGHT.ink)
    columns = [(MARGIN, 29.0, "start"), (41.0, 13.0, "end"), (56.0, 13.0, "start"), (70.0, 38.0, "start")]
    columns.append((109.5, MARGIN + MAIN - 109.5, "start"))
    top = _heads(paper, words.coverage_heads(), columns, top)
    for _, camp in words.brief.camps.head(rows).iterrows():
        paper.text(words.language.name(camp["name"]), *_cell(columns[0], top), BODY, color=LIGHT.ink)
        paper.text(words.people_of(camp), *_cell(columns[1], top), BODY, color=LIGHT.ink, align="end")
        paper.text(words.count_of(camp), *_cell(columns[2], top + 0.3), SMALL, color=LIGHT.soft)
        start = columns[3][0]
        paper.text(words.coverage_of(camp), start, top + 1.2, 8.5, BODY, bold=True, color=LIGHT.ink, align="end")
        _bar(paper, camp["coverage"], start + 9.5, top + 1.9)
        paper.text(words.coverage_band_of(camp), start + 23.0, top + 1.5, 15.0, SMALL, color=LIGHT.soft)
        _in_row(paper, words.least_met_of(camp), columns[4], top, LIGHT.soft)
        top += ROW
        paper.rule(MARGIN, top, MAIN, color=LIGHT.grid, line=0.15)
    return top + paper.text(words.more_camps(rows), MARGIN, top + 0.8, MAIN, SMALL, color=LIGHT.soft) + 0.8


def _cell(column: tuple[float, float, str], top: float) -> tuple[float, float, float]:
    return column[0], top + 1.2, column[1]


def _in_row(
    paper: Paper, text: str, column: tuple[float, float, str], top: float, color: str, *, bold: bool = False
) -> None:
    """Small words in a row, in two lines where one is too short."""
    lines = len(paper.wrap(text, column[1], SMALL, bold=bold, most=2))
    above = 0.1 if lines > 1 else 1.5
    paper.text(text, column[0], top + above, column[1], SMALL, bold=bold, color=color, most=2)


def _bar(paper: Paper, share: float, start: float, top: float) -> None:
    step = COVERAGE.step(float(share), LIGHT)
    paper.box(start, top, 12.0, 2.6, fill=LIGHT.paper, edge=LIGHT.line, line=0.15)
    if step is not None and share > 0:
        paper.box(start, top, 12.0 * min(share, 1.0), 2.6, fill=step.fill, edge=LIGHT.outline, line=0.15)


def _risks(paper: Paper, words: Sentences, top: float, rows: int) -> float:
    top += paper.text(words.risks_heading(), MARGIN, top, MAIN, HEAD, bold=True, color=LIGHT.ink)
    risks = words.brief.risks
    if risks.empty:
        return top + paper.text(words.no_risks(), MARGIN, top, MAIN, BODY, color=LIGHT.ink, most=2)
    columns = [(MARGIN, 25.0, "start"), (38.0, 24.0, "start"), (63.0, 25.0, "start"), (88.0, 13.0, "end")]
    columns.append((103.0, MARGIN + MAIN - 103.0, "start"))
    top = _heads(paper, words.risks_heads(), columns, top)
    name = words.language.name
    for _, risk in risks.head(rows).iterrows():
        paper.text(name(risk["place"]), *_cell(columns[0], top), BODY, color=LIGHT.ink)
        paper.text(name(risk["item"]), *_cell(columns[1], top), BODY, color=LIGHT.ink)
        _in_row(paper, words.empty_on(risk), columns[2], top, LIGHT.ink, bold=True)
        paper.text(words.people_at(risk), *_cell(columns[3], top), BODY, color=LIGHT.ink, align="end")
        color = LIGHT.error.text if risk["days_late"] >= 1 else LIGHT.soft
        _in_row(paper, words.next_delivery(risk), columns[4], top, color)
        top += ROW
        paper.rule(MARGIN, top, MAIN, color=LIGHT.grid, line=0.15)
    return top + paper.text(words.more_risks(rows), MARGIN, top + 0.8, MAIN, SMALL, color=LIGHT.soft) + 0.8


def _side(paper: Paper, words: Sentences, top: float) -> float:
    start = MARGIN + MAIN + GAP
    drawn = camp_map(words.brief, SIDE, 58.0)
    if drawn is not None:
        top += paper.text(words.map_heading(), start, top, SIDE, HEAD, bold=True, color=LIGHT.ink) + 0.5
        paper.draw(drawn, start, top)
        top += drawn.height + 3
    top += paper.text(words.people_heading(), start, top, SIDE, HEAD, bold=True, color=LIGHT.ink)
    top += paper.text(words.people_finding(), start, top, SIDE, BODY, color=LIGHT.ink, most=3) + 1
    fan = people_fan(words.brief, SIDE, 34.0, words.as_last_count())
    if fan is not None:
        paper.draw(fan, start, top)
        top += fan.height
    return top


def _fairness_height(paper: Paper, words: Sentences, text: str) -> float:
    lines = len(paper.wrap(text, WIDTH, BODY, most=4))
    return HEAD * LEADING + lines * BODY * LEADING


def _fairness(paper: Paper, words: Sentences, text: str, top: float) -> float:
    top += paper.text(words.fairness_heading(), MARGIN, top, WIDTH, HEAD, bold=True, color=LIGHT.ink)
    return top + paper.text(text, MARGIN, top, WIDTH, BODY, color=LIGHT.ink, most=4)


def _decision_height(words: Sentences) -> float:
    return 11.5 + 4.6 * len(words.steps()) + (4.0 if words.more_steps() else 0.0)


def _decision(paper: Paper, words: Sentences, top: float) -> None:
    height = _decision_height(words)
    paper.box(MARGIN, top, WIDTH, height, fill=LIGHT.panel, edge=LIGHT.line)
    paper.box(MARGIN, top, 1.2, height, fill=LIGHT.accent)
    start, room, at = MARGIN + 4, WIDTH - 8, top + 1.6
    at += paper.text(words.decision_heading(), start, at, room, HEAD, bold=True, color=LIGHT.accent)
    at += paper.text(words.decision(), start, at, room, BODY + 0.2, bold=True, color=LIGHT.ink) + 0.4
    for what, when in words.steps():
        paper.text(what, start, at, room - 40, BODY, color=LIGHT.ink)
        paper.text(when, start + room - 38, at, 38, BODY, bold=True, color=LIGHT.question.text, align="end")
        at += 4.6
    paper.text(words.more_steps(), start, at, room, SMALL, color=LIGHT.soft)


def _foot(paper: Paper, words: Sentences) -> float:
    """Stamp and sources at the bottom of the page; returns where they begin."""
    lines = [line for text in words.sources() for line in paper.wrap(text, WIDTH, SMALL - 0.1, most=2)]
    top = paper.height - 8.0 - len(lines) * (SMALL - 0.1) * LEADING
    stamp = words.stamp()
    tag = LIGHT.solved if words.brief.is_complete else LIGHT.question
    wide = min(paper.measure(stamp, SMALL, bold=True) + 4, WIDTH)
    begins = top - 6
    paper.box(MARGIN, begins, wide, 4.6, fill=tag.fill, edge=tag.text)
    paper.text(stamp, MARGIN + 1.5, begins + 0.6, wide - 3, SMALL, bold=True, color=tag.text)
    for line in lines:
        top += paper.text(line, MARGIN, top, WIDTH, SMALL - 0.1, color=LIGHT.soft)
    return begins
