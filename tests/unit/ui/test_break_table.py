"""The calendar of breaks: as many cells as heads, also on a phone, where the day stands under the name."""

import re

import numpy as np
import pandas as pd

from core.services.describe_inventory import InventoryView
from ui.inventory_page.break_table import breaks_html

DAY = pd.Timestamp("2025-11-03")


def view(chances, place="North"):
    rows = pd.DataFrame(
        {
            "place": place,
            "item": "Oil",
            "from_date": DAY,
            "to_date": [DAY + pd.Timedelta(days=14)] + [pd.NaT] * (len(chances) - 1),
        }
    )
    weeks = pd.date_range("2025-11-09", periods=np.shape(chances)[1], freq="7D")
    return InventoryView(rows, weeks, np.array(chances, float), 4, 2, 0, 1, 100.0, 0.0, 0)


def test_heads_and_cells_are_shown_and_hidden_together():
    html = breaks_html(view([[0.0, 0.5], [0.98, 1.0]]), 10)
    head, *rows = re.findall(r"<tr>.*?</tr>", html)
    for row in rows:
        assert row.count("<td") + row.count('<th scope="row"') == head.count("<th")
        assert row.count('class="counted"') == head.count('class="counted"') == 1
    assert '<span class="under">3 to 17\u00a0Nov</span>' in rows[0]
    assert "from 3\u00a0Nov" in rows[1]


def test_the_likelier_the_darker_and_the_number_stands_in_the_cell():
    html = breaks_html(view([[0.0, 0.3, 0.6, 0.9]]), 10)
    assert re.findall(r'class="cell (s\d)">(\d+)', html) == [("s4", "0"), ("s2", "30"), ("s1", "60"), ("s0", "90")]


def test_hostile_names_stay_text():
    assert "<img" not in breaks_html(view([[1.0]], "<img src=x>"), 10)
