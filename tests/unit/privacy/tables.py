"""Found tables for tests, from columns of plain values."""

import pandas as pd

from core.intake.found import FoundTable


def found(columns, *, hxl=None, has_header=True, decimal=".", name="list.csv"):
    cells = pd.DataFrame({column: pd.Series(values, dtype="str") for column, values in columns.items()})
    positions = {column: position for position, column in enumerate(columns, start=1)}
    return FoundTable(name, "", cells, positions, hxl or {}, has_header, decimal, ("UTF-8, commas.",))


def roster(rows=6):
    """Persons with everything that can be found."""
    return found(
        {
            "Name": ["Amina Yusuf", "Deng Garang", "Hawa Ali", "John Okello", "Fatuma Omar", "Peter Lual"][:rows],
            "Sex": ["F", "M", "F", "M", "F", "M"][:rows],
            "Age": ["31", "8", "64", "19", "2", "47"][:rows],
            "Phone": ["+255 712 345 678", "0712 345 679", "+255712345670", "", "+255 712 345 671", "0712345672"][:rows],
            "Date of birth": ["1993-05-01", "2016-02-03", "1960-11-30", "2005-01-01", "2022-07-07", "1977-08-09"][
                :rows
            ],
            "Camp": ["Nduta", "Nduta", "Mtendeli", "Nduta", "Mtendeli", "Nduta"][:rows],
        }
    )


def kinds(personal):
    return {(one.column, one.kind.name) for one in personal}
