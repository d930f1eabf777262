"""Stock reports with the columns that are needed and no others, which say nothing of orders, shelves or adjustments."""

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from entrypoints.cli import main

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize(("places", "items"), [(6, 3), (1, 12), (12, 1)])
def test_demand_is_learnt_from_what_was_distributed_alone(tmp_path, places, items):
    rng = np.random.default_rng(3)
    months = pd.date_range("2023-01-01", periods=36, freq="MS")
    folder = tmp_path / "operation"
    folder.mkdir()
    rows = [
        (f"p{place}", f"i{item}", month.date(), month.days_in_month, int(rng.poisson(40 + 10 * item)))
        for place in range(places)
        for item in range(items)
        for month in months
    ]
    columns = ["place_id", "item_id", "period_start", "days", "distributed"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "consumption.csv", index=False)
    cutoffs = tmp_path / "cutoffs.csv"
    asked = pd.DataFrame([(f"p{p}", f"i{i}", "2025-06-30") for p in range(places) for i in range(items)])
    asked.to_csv(cutoffs, index=False, header=["place_id", "item_id", "cutoff"])
    out = tmp_path / "out.csv"
    answer = CliRunner().invoke(main, ["demand", str(folder), "--cutoffs", str(cutoffs), "--out", str(out)])
    assert answer.exit_code == 0, answer.output
    told = pd.read_csv(out)
    assert len(told) == 3 * places * items
    assert told[[f"q{level}0" for level in range(1, 10)]].notna().all().all()


def test_a_file_that_asks_for_nothing_is_named(tmp_path):
    folder = tmp_path / "operation"
    folder.mkdir()
    (folder / "consumption.csv").write_text(
        "place_id,item_id,period_start,days,distributed\np,i,2024-01-01,31,5\np,i,2024-02-01,29,5\n"
    )
    cutoffs = tmp_path / "cutoffs.csv"
    cutoffs.write_text("place_id,item_id,cutoff\n")
    answer = CliRunner().invoke(
        main, ["demand", str(folder), "--cutoffs", str(cutoffs), "--out", str(tmp_path / "o.csv")]
    )
    assert answer.exit_code == 1
    assert "No row asks for anything" in answer.output
