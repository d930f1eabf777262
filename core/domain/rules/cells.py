"""Rules about cells, keys and references: true faults, which stop a command."""

from core.domain.rules.rule import family

CELLS = family(
    "Cells, keys and references",
    (
        "missing_column",
        "error",
        "any table",
        "A required column is not there.",
        "Add it.",
    ),
    (
        "number",
        "error",
        "any table",
        "A cell of a number column is no number: `46 KG`, `1,500`, `2 Dozen`. Nothing is stripped; the mend "
        "proposes the number in the column's unit, or says why there is none (a dozen has no weight, a gallon"
        " is one of two).",
        "Write the number proposed, if it is meant.",
    ),
    (
        "date",
        "error",
        "any table",
        "A cell of a date column is not YYYY-MM-DD or no day from 1700 to 2250. `3/4/16` has two readings; "
        "other cells of the column that prove the order (31/12/2016) are named in the mend. A bare number is "
        "read as days from 1970, days of a spreadsheet, or seconds, and proposed.",
        "Write the day proposed, if it is meant.",
    ),
    (
        "truth",
        "error",
        "any table",
        "A cell is neither true nor false.",
        "Write true or false, or leave it blank.",
    ),
    (
        "blank",
        "error",
        "any table",
        "A cell that must be filled is blank.",
        "Fill it in.",
    ),
    (
        "minimum",
        "error",
        "any table",
        "A number is below the least its column takes; negative amounts among them.",
        "Correct it, or leave it blank.",
    ),
    (
        "maximum",
        "error",
        "any table",
        "A number is above the most its column takes.",
        "Correct it, or leave it blank.",
    ),
    (
        "choice",
        "error",
        "any table",
        "Text is not one of those its column takes.",
        "Write one of them.",
    ),
    (
        "form",
        "error",
        "any table",
        "Text has not the form of its column: a country of three capitals, a time of day, days of the week.",
        "Write it in that form.",
    ),
    (
        "too_long",
        "error",
        "any table",
        "A text has more than 2,000 characters.",
        "Shorten it; look for a quote closed too late.",
    ),
    (
        "duplicate_key",
        "error",
        "tables with a key",
        "Two rows have one key, as one camp and date; or a depot is named as a camp. They are never added together.",
        "Keep one of the two.",
    ),
    (
        "unknown_reference",
        "error",
        "any table",
        "A name leads to no camp, depot, item or route.",
        "Correct it, or add what it names.",
    ),
    (
        "loop",
        "error",
        "routes",
        "A route ends where it begins.",
        "Correct an end.",
    ),
    (
        "trips_without_payload",
        "error",
        "routes",
        "Trips are limited or priced, and their payload is blank.",
        "Fill in payload_kg.",
    ),
    (
        "setting",
        "error",
        "settings",
        "A setting has a value it cannot have.",
        "Correct it.",
    ),
    (
        "unknown_setting",
        "note",
        "settings",
        "Nothing uses a setting of this name.",
        "",
    ),
    (
        "total_row",
        "error",
        "camps",
        "A camp named Total, Subtotal, Sous-total, المجموع and the like; whether its people are the sum of "
        "the others is told.",
        "Take the row and its counts out.",
    ),
    (
        "total_row_like",
        "question",
        "camps",
        "A name that holds such a word, with a count within 1 % of the sum of the others, of its country or "
        "its region.",
        "Take it out if it is a sum.",
    ),
    (
        "week",
        "error",
        "shipped weeks",
        "A week that is no Sunday of the plan.",
        "Name a Sunday of the plan.",
    ),
)
