"""Rules about files as they are found in the world: what was set aside, and what their reading leaves open."""

from core.domain.rules.rule import family

FOUND = family(
    "Files as found",
    ("no_table", "error note", "any file", "A file or sheet without a table.", "Give a file with a table."),
    ("hxl_tag", "question", "any file", "A cell of the tag row is no HXL tag.", "Correct the tag."),
    ("decimal_mark", "question", "any file", "Commas and points may both be decimal marks.", "Say which is used."),
    ("coordinates", "error question", "GeoJSON", "Positions that are not in degrees.", "Give WGS 84 degrees."),
    ("merged_cells", "note question", "workbook", "Merged cells; numbers are read once.", "Say how they are shared."),
    ("title_row", "note", "any file", "A row above the header; set aside.", ""),
    ("header_again", "note", "any file", "The header stands once more; set aside.", ""),
    (
        "totals_row",
        "note question",
        "any file",
        "A row of totals; set aside, or kept among others and asked about.",
        "",
    ),
    ("footnote_row", "note", "any file", "Text below the table; set aside.", ""),
    ("blank_row", "note", "CSV", "A row of separators and nothing else; set aside.", ""),
    ("second_table", "question", "any file", "A second table may begin below a blank row.", "Put it in its own file."),
    ("unknown_pcode", "question", "camps", "A P-code that the given list does not have.", "Correct the code."),
    ("filled_from_pcodes", "note", "camps", "Blank cells filled in from a list of P-codes.", ""),
    ("middle_of_area", "question", "camps", "Coordinates taken from the middle of an area.", "Fill in the true ones."),
)
