"""The brief as one page of A4, laid out from top to bottom; what finds no room is counted, never on a second page."""

from core.look.palette import COVERAGE, LIGHT
from core.paper import Paper
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
BODY, SMALL, HEAD, TITLE, FIGURE = 3.1, 2.6, 3.7, 6.2, 5.6
ROW = 6.9


def brief_pdf(brief: Brief) -> bytes:
    """The page as PDF."""
    words = Sentences(brief)
    paper = Paper(brief.language, f"{brief.operation}: {brief.answer}", brief.made)
    paper.add_page()
    top = _head(paper, words, MARGIN - 2)
    top = _strip(paper, words.key_figures(), top + 2)
    left = _coverage(paper, words, top + 3)
    left = _risks(paper, words, left + 3)
    right = _side(paper, words, top + 3)
    top = _fairness(paper, words, max(left, right) + 3)
    _decision(paper, words, top + 3)
    _foot(paper, words)
    return paper.to_bytes()


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
    top += paper.text(words.brief.answer, MARGIN, top, WIDTH, TITLE, bold=True, color=LIGHT.ink, most=2)
    return top + paper.text(words.lead(), MARGIN, top + 0.6, WIDTH, BODY + 0.2, color=LIGHT.ink, most=4) + 0.6


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


def _coverage(paper: Paper, words: Sentences, top: float) -> float:
    top += paper.text(words.coverage_heading(), MARGIN, top, MAIN, HEAD, bold=True, color=LIGHT.ink)
    columns = [(MARGIN, 29.0, "start"), (41.0, 13.0, "end"), (56.0, 13.0, "start"), (70.0, 38.0, "start")]
    columns.append((109.5, MARGIN + MAIN - 109.5, "start"))
    top = _heads(paper, words.coverage_heads(), columns, top)
    for _, camp in words.brief.camps.head(MOST_CAMPS).iterrows():
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
    return top + paper.text(words.more_camps(MOST_CAMPS), MARGIN, top + 0.8, MAIN, SMALL, color=LIGHT.soft) + 0.8


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


def _risks(paper: Paper, words: Sentences, top: float) -> float:
    top += paper.text(words.risks_heading(), MARGIN, top, MAIN, HEAD, bold=True, color=LIGHT.ink)
    risks = words.brief.risks
    if risks.empty:
        return top + paper.text(words.no_risks(), MARGIN, top, MAIN, BODY, color=LIGHT.ink, most=2)
    columns = [(MARGIN, 25.0, "start"), (38.0, 24.0, "start"), (63.0, 25.0, "start"), (88.0, 13.0, "end")]
    columns.append((103.0, MARGIN + MAIN - 103.0, "start"))
    top = _heads(paper, words.risks_heads(), columns, top)
    name = words.language.name
    for _, risk in risks.head(MOST_RISKS).iterrows():
        paper.text(name(risk["place"]), *_cell(columns[0], top), BODY, color=LIGHT.ink)
        paper.text(name(risk["item"]), *_cell(columns[1], top), BODY, color=LIGHT.ink)
        _in_row(paper, words.empty_on(risk), columns[2], top, LIGHT.ink, bold=True)
        paper.text(words.people_at(risk), *_cell(columns[3], top), BODY, color=LIGHT.ink, align="end")
        color = LIGHT.error.text if risk["days_late"] >= 1 else LIGHT.soft
        _in_row(paper, words.next_delivery(risk), columns[4], top, color)
        top += ROW
        paper.rule(MARGIN, top, MAIN, color=LIGHT.grid, line=0.15)
    return top + paper.text(words.more_risks(MOST_RISKS), MARGIN, top + 0.8, MAIN, SMALL, color=LIGHT.soft) + 0.8


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


def _fairness(paper: Paper, words: Sentences, top: float) -> float:
    top += paper.text(words.fairness_heading(), MARGIN, top, WIDTH, HEAD, bold=True, color=LIGHT.ink)
    return top + paper.text(" ".join(words.fairness()), MARGIN, top, WIDTH, BODY, color=LIGHT.ink, most=3)


def _decision(paper: Paper, words: Sentences, top: float) -> float:
    steps, more = words.steps(), words.more_steps()
    height = 11.5 + 4.6 * len(steps) + (4.0 if more else 0.0)
    paper.box(MARGIN, top, WIDTH, height, fill=LIGHT.panel, edge=LIGHT.line)
    paper.box(MARGIN, top, 1.2, height, fill=LIGHT.accent)
    start, room, at = MARGIN + 4, WIDTH - 8, top + 1.6
    at += paper.text(words.decision_heading(), start, at, room, HEAD, bold=True, color=LIGHT.accent)
    at += paper.text(words.decision(), start, at, room, BODY + 0.2, bold=True, color=LIGHT.ink) + 0.4
    for what, when in steps:
        paper.text(what, start, at, room - 30, BODY, color=LIGHT.ink)
        paper.text(when, start + room - 28, at, 28, BODY, bold=True, color=LIGHT.question.text, align="end")
        at += 4.6
    paper.text(more, start, at, room, SMALL, color=LIGHT.soft)
    return top + height


def _foot(paper: Paper, words: Sentences) -> None:
    lines = [line for text in words.sources() for line in paper.wrap(text, WIDTH, SMALL - 0.1, most=2)]
    height = len(lines) * (SMALL - 0.1) * 1.28
    top = paper.height - 8.0 - height
    stamp = words.stamp()
    complete = LIGHT.solved if words.brief.is_complete else LIGHT.question
    wide = min(paper.measure(stamp, SMALL, bold=True) + 4, WIDTH)
    paper.box(MARGIN, top - 6, wide, 4.6, fill=complete.fill, edge=complete.text)
    paper.text(stamp, MARGIN + 1.5, top - 5.4, wide - 3, SMALL, bold=True, color=complete.text)
    for line in lines:
        top += paper.text(line, MARGIN, top, WIDTH, SMALL - 0.1, color=LIGHT.soft)
