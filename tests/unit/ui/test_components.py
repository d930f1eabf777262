"""Pieces of pages: worst first, unknown hatched, outside words harmless."""

import re

import numpy as np
import pandas as pd
import pytest

from core.domain.finding import Finding
from core.domain.plan import SolveReport
from core.domain.scenario import Scenario
from core.look.palette import DARK, DAYS_OF_COVER, LIGHT
from tests.unit.ui import frames
from ui.components.camp_sheet import Fact, ShelfRow, sheet_html
from ui.components.findings import findings_html
from ui.components.heat_table import HeatGroup, heat_table_html, worst_first
from ui.components.key_figures import KeyFigure, key_figures_html
from ui.components.status_line import status_line_html
from ui.components.tables import csv_bytes
from ui.styles import stylesheet


def group(camps: pd.DataFrame) -> HeatGroup:
    values = pd.DataFrame(
        [[40.0, 40.0], [2.0, 40.0], [40.0, np.nan], [6.0, 40.0], [20.0, 40.0]],
        index=camps["camp_id"],
        columns=["soap", "oil"],
    )
    return HeatGroup("Days of cover", DAYS_OF_COVER, values.iloc[:, ::-1], {"soap": "Soap", "oil": "Oil"})


def test_heat_table_has_the_worst_camp_and_the_worst_item_first():
    camps = frames.camps()
    order = worst_first(camps, [group(camps)])
    assert order["name"].tolist()[0] == "Beta"
    html = heat_table_html(order, [group(camps)])
    assert html.index("Soap") < html.index("Oil")
    first = re.search(r'<td class="cell s0">(\d+)</td>', html)
    assert first
    assert first.group(1) == "2"
    assert 'scope="row"' in html
    assert 'scope="col"' in html


def test_an_unknown_cell_is_hatched_with_a_question_mark():
    camps = frames.camps()
    assert '<td class="cell unknown" title="not known">?</td>' in heat_table_html(camps, [group(camps)])


def test_an_old_count_carries_its_mark():
    camps = frames.camps()
    assert heat_table_html(camps, [group(camps)]).count("aid-old") == 2 * int(camps["is_old"].sum())


@pytest.mark.parametrize("hostile", frames.HOSTILE)
def test_no_piece_carries_outside_words_raw(hostile):
    camps = frames.camps((hostile,) * 5)
    finding = Finding("error", hostile, 3, hostile, "rule", hostile, hostile)
    pieces = (
        heat_table_html(camps, [group(camps)]),
        key_figures_html([KeyFigure(hostile, hostile, hostile, hostile)]),
        sheet_html(hostile, hostile, [Fact(hostile, hostile, hostile)], [ShelfRow(hostile, 3.0)]),
        findings_html("error", [finding]),
    )
    for html in pieces:
        assert "<img" not in html
        assert "<script" not in html
        assert "`" not in html
        assert "${" not in html


def test_one_kind_of_fault_is_told_once_and_the_others_unfold_under_it():
    findings = [Finding("error", "stock", row, "quantity", "number", f"x{row}", "Write digits.") for row in range(2, 9)]
    html = findings_html("error", findings)
    assert html.count("Write digits.") == 1
    assert html.count("<tr>") == 1
    assert "<summary>Also in rows 3, 4, 5, 6, 7 and 1 more.</summary>" in html
    assert html.count("<li>") == 6
    assert "7 of 1" in html


def test_optimal_is_said_only_with_a_closed_gap():
    best = SolveReport("best_found", "time limit", 0.019, {"solve": 60.0}, 1, 1, 1)
    solved = SolveReport("optimal", "optimal", 0.0, {"solve": 1.8}, 1, 1, 1)
    assert "Optimal" not in status_line_html(best, Scenario(), "7f3a", 10)
    line = status_line_html(solved, Scenario(), "7f3abc", 1204)
    assert "Optimal" in line
    assert "1,204" in line
    assert "7f3a<" in line
    assert "not shown" in status_line_html(solved, Scenario(), "7f3a", 10, ["Stock is overdrawn."])


def test_a_spreadsheet_runs_nothing_of_a_download():
    table = pd.DataFrame({"name": ["=1+1", "+a", "-b", "@c", "ok"], "n": [-1.0, 2, 3, 4, 5]})
    rows = csv_bytes(table).decode().splitlines()
    assert rows[1] == "'=1+1,-1.0"
    assert rows[5] == "ok,5.0"


def test_both_themes_have_a_whole_style_sheet():
    for theme in (LIGHT, DARK):
        css = stylesheet(theme)
        assert css.count("{") == css.count("}")
        assert "http" not in css
