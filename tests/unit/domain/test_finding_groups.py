"""One kind of fault is told once: the first in full, the next rows by number, and how many there are."""

import pandas as pd

from core.domain.finding import Finding
from core.domain.finding_groups import faults_by_level, grouped
from core.domain.schemas import Stock
from core.domain.validation import MOST_LISTED, typed_table


def fault(row, column="quantity", rule="number", file="", **more):
    return Finding("error", "stock", row, column, rule, f"“x{row}” is no number.", "Write digits.", file, **more)


def test_faults_of_one_rule_and_column_are_one_line_with_the_first_places():
    (group,) = grouped([fault(row) for row in range(3, 13)])
    assert group.told() == (
        "error: stock, row 3, column quantity: “x3” is no number. Write digits. Also in rows 4, 5, 6, 7, 8 and 4 more."
    )
    assert group.faults == 10


def test_rules_columns_and_levels_stay_apart_and_keep_their_order():
    notes = [Finding("note", "stock", row, "quantity", "number", "n", "") for row in (2, 3)]
    groups = grouped([fault(5, rule="bound"), fault(2), fault(3, column="expires"), fault(9), *notes])
    assert [(g.first.rule, g.first.column, g.first.level, g.faults) for g in groups] == [
        ("bound", "quantity", "error", 1),
        ("number", "quantity", "error", 2),
        ("number", "expires", "error", 1),
        ("number", "quantity", "note", 2),
    ]
    assert groups[0].also() == ""
    assert groups[1].also() == "Also in row 9."


def test_rows_of_other_files_have_the_name_of_their_file():
    (group,) = grouped([fault(2, file="north.csv"), fault(4, file="north.csv"), fault(2, file="south.csv")])
    assert group.also() == "Also in rows 4 and 2 (south.csv)."


def test_what_is_said_of_a_whole_table_or_of_its_header_stands_alone():
    whole = [Finding("question", "camps", None, None, "no_place", words, "") for words in ("one", "two")]
    header = [Finding("error", "camps", 1, None, "unnamed_column", f"Column {n} has no name.", "") for n in (3, 4)]
    assert [group.faults for group in grouped([*whole, *header])] == [1, 1, 1, 1]


def test_rows_that_are_only_counted_belong_to_those_that_are_listed():
    """As a table with a fault in every row gives them."""
    rows = MOST_LISTED + 1
    raw = pd.DataFrame({"place_id": "hub", "item_id": [f"i{n}" for n in range(rows)], "quantity": "many"}, dtype="str")
    findings = typed_table("stock", raw, Stock)[1]
    (group,) = grouped(findings)
    assert group.faults == rows
    assert f"and {rows - 6:,} more." in group.told()
    assert faults_by_level(findings) == {"error": rows, "question": 0, "note": 0}
