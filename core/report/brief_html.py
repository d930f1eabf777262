"""The brief as one file of HTML: no script, nothing fetched, system fonts, one printed page."""

from pathlib import Path

import pandas as pd

from core.domain.page_text import page_text
from core.look.palette import COVERAGE, LIGHT
from core.report.brief import Brief
from core.report.camp_map import camp_map
from core.report.people_fan import people_fan
from core.report.sentences import KeyFigure, Sentences
from core.report.svg import svg

STYLE = Path(__file__).parent / "brief.css"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load for the page: nothing."""
MOST_CAMPS, MOST_RISKS = 10, 6
SIDE_MM, MAP_MM, FAN_MM = 66.0, 58.0, 34.0


def brief_html(brief: Brief) -> bytes:
    """The page as UTF-8."""
    words = Sentences(brief)
    blocks = [
        _head(words),
        f'<div class="figures">{"".join(_figure(figure) for figure in words.key_figures())}</div>',
        f'<div class="columns"><div>{_coverage(words)}{_risks(words)}</div><div>{_side(words)}</div></div>',
        _heading(words.fairness_heading()) + _paragraph(" ".join(words.fairness()), "short"),
        _decision(words),
        _foot(words),
    ]
    title = page_text(f"{brief.operation}: {brief.answer}")
    return (
        f'<!DOCTYPE html>\n<html lang="{brief.language.code}" dir="{brief.language.direction}">\n<head>'
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_untagged(title)}</title><style>{STYLE.read_text('utf-8')}</style></head>\n<body>"
        f"{''.join(blocks)}</body>\n</html>\n"
    ).encode()


def _head(words: Sentences) -> str:
    tag = words.illustrative()
    tags = f'<span class="tag">{page_text(tag)}</span>' if tag else ""
    context = "".join(f"<span>{page_text(part)}</span>" for part in words.context())
    lead = _paragraph(words.lead(), "lead")
    return f'<div class="context">{tags}{context}</div><h1>{page_text(words.brief.answer)}</h1>{lead}'


def _figure(figure: KeyFigure) -> str:
    return (
        f"<div><span>{page_text(figure.label)}</span><b>{page_text(figure.value)}</b>"
        f'<span class="spread">{page_text(figure.spread)}</span><span>{page_text(figure.source)}</span></div>'
    )


def _coverage(words: Sentences) -> str:
    rows = "".join(_camp(words, camp) for _, camp in words.brief.camps.head(MOST_CAMPS).iterrows())
    head = _table_head(words.coverage_heads(), end=(1,), wide=(24, 12, 13, 33, 18))
    more = _more(words.more_camps(MOST_CAMPS))
    return f"{_heading(words.coverage_heading())}<table class=rows>{head}<tbody>{rows}</tbody></table>{more}"


def _camp(words: Sentences, camp: pd.Series) -> str:
    band = page_text(words.coverage_band_of(camp))
    met = f"<b>{page_text(words.coverage_of(camp))}</b>{_bar(camp['coverage'])}{band}"
    return (
        f'<tr><td class="name"><bdi>{page_text(str(camp["name"]))}</bdi></td>'
        f'<td class="end">{page_text(words.people_of(camp))}</td>'
        f'<td class="quiet">{page_text(words.count_of(camp))}</td><td class="met">{met}</td>'
        f'<td class="quiet"><div>{page_text(words.least_met_of(camp))}</div></td></tr>'
    )


def _bar(share: float) -> str:
    step = COVERAGE.step(float(share), LIGHT)
    if step is None:
        return ""
    wide = 100 * min(max(float(share), 0.0), 1.0)
    filled = f'<i style="width:{wide:.1f}%;background:{step.fill}"></i>' if wide else ""
    return f'<span class="bar">{filled}</span>'


def _risks(words: Sentences) -> str:
    risks = words.brief.risks
    if risks.empty:
        return _heading(words.risks_heading()) + _paragraph(words.no_risks())
    rows = "".join(_risk(words, risk) for _, risk in risks.head(MOST_RISKS).iterrows())
    head = _table_head(words.risks_heads(), end=(3,), wide=(21, 21, 24, 12, 22))
    more = _more(words.more_risks(MOST_RISKS))
    return f"{_heading(words.risks_heading())}<table class=rows>{head}<tbody>{rows}</tbody></table>{more}"


def _risk(words: Sentences, risk: pd.Series) -> str:
    late = "late" if risk["days_late"] >= 1 else "quiet"
    return (
        f'<tr><td class="name"><bdi>{page_text(str(risk["place"]))}</bdi></td>'
        f'<td class="name"><bdi>{page_text(str(risk["item"]))}</bdi></td>'
        f'<td class="strong"><div>{page_text(words.empty_on(risk))}</div></td>'
        f'<td class="end">{page_text(words.people_at(risk))}</td>'
        f'<td class="{late}"><div>{page_text(words.next_delivery(risk))}</div></td></tr>'
    )


def _side(words: Sentences) -> str:
    drawn = camp_map(words.brief, SIDE_MM, MAP_MM)
    fan = people_fan(words.brief, SIDE_MM, FAN_MM, words.as_last_count())
    where = _heading(words.map_heading()) + svg(drawn) if drawn is not None else ""
    people = _heading(words.people_heading()) + _paragraph(words.people_finding())
    return f"{where}{people}{svg(fan) if fan is not None else ''}"


def _decision(words: Sentences) -> str:
    steps = "".join(f"<li><span>{page_text(what)}</span><b>{page_text(by)}</b></li>" for what, by in words.steps())
    return (
        f'<div class="ask">{_heading(words.decision_heading())}<p><b>{page_text(words.decision())}</b></p>'
        f"<ul>{steps}</ul>{_more(words.more_steps())}</div>"
    )


def _foot(words: Sentences) -> str:
    kind = "stamp" if words.brief.is_complete else "stamp missing"
    lines = "".join(_paragraph(line) for line in words.sources())
    return f'<footer><span class="{kind}">{page_text(words.stamp())}</span>{lines}</footer>'


def _heading(text: str) -> str:
    return f"<h2>{page_text(text)}</h2>"


def _paragraph(text: str, kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    return f"<p{name}>{page_text(text)}</p>" if text else ""


def _more(text: str) -> str:
    return f'<p class="more">{page_text(text)}</p>' if text else ""


def _table_head(heads: list[str], end: tuple[int, ...], wide: tuple[int, ...]) -> str:
    """Heads of columns; ``end`` those of numbers, ``wide`` their widths in per cent."""
    cells = [
        f'<th scope="col" style="width:{wide[number]}%"{" class=end" if number in end else ""}>{page_text(head)}</th>'
        for number, head in enumerate(heads)
    ]
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def _untagged(text: str) -> str:
    """Escaped text without the tags of isolates, which a title cannot hold."""
    return text.replace('<bdi dir="ltr">', "").replace("<bdi>", "").replace("</bdi>", "")
