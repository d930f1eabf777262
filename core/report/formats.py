"""The formats of a report, and the files each makes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.paper import Drawing
from core.report.brief import Brief
from core.report.camp_map import camp_map
from core.report.coverage_bars import coverage_bars
from core.report.detail import Detail
from core.report.people_fan import people_fan
from core.report.sentences import Sentences

About = Mapping[str, object]
CHART_MM = 180.0


def charts(brief: Brief) -> dict[str, Drawing]:
    """Name to drawing, of those that have anything to show."""
    drawn = {
        "coverage": coverage_bars(brief, CHART_MM),
        "map": camp_map(brief, CHART_MM, 150.0),
        "people": people_fan(brief, 120.0, 60.0, Sentences(brief).as_last_count()),
    }
    return {name: drawing for name, drawing in drawn.items() if drawing is not None}


def _pdf(detail: Detail) -> dict[str, bytes]:
    from core.report.brief_pdf import brief_pdf

    return {f"brief-{detail.brief.language.code}.pdf": brief_pdf(detail.brief)}


def _html(detail: Detail) -> dict[str, bytes]:
    from core.report.brief_html import brief_html

    return {f"brief-{detail.brief.language.code}.html": brief_html(detail.brief)}


def _xlsx(detail: Detail) -> dict[str, bytes]:
    from core.report.workbook import workbook

    return {f"report-{detail.brief.language.code}.xlsx": workbook(detail)}


def _png(detail: Detail) -> dict[str, bytes]:
    from core.report.png import png

    code = detail.brief.language.code
    return {f"charts/{name}-{code}.png": png(drawing) for name, drawing in charts(detail.brief).items()}


def _svg(detail: Detail) -> dict[str, bytes]:
    from core.report.svg import svg

    code = detail.brief.language.code
    return {
        f"charts/{name}-{code}.svg": svg(drawing, alone=True).encode() for name, drawing in charts(detail.brief).items()
    }


def _geojson(detail: Detail, about: About) -> dict[str, bytes]:
    from core.report.layers import layers

    return layers(detail, about)


def _hxl(detail: Detail, _about: About) -> dict[str, bytes]:
    from core.report.tagged import tagged

    return tagged(detail)


BY_LANGUAGE: Mapping[str, Callable[[Detail], dict[str, bytes]]] = MappingProxyType(
    {"pdf": _pdf, "html": _html, "xlsx": _xlsx, "png": _png, "svg": _svg}
)
"""Formats that are made once per language."""
FOR_MACHINES: Mapping[str, Callable[[Detail, About], dict[str, bytes]]] = MappingProxyType(
    {"geojson": _geojson, "hxl": _hxl}
)
"""Formats that are the same in every language."""
