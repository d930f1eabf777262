"""Rules about what the columns and names of found files mean, and what was made of their cells."""

from core.domain.rules.rule import family

IMPORTS = family(
    "Files understood",
    ("two_columns", "error", "found table", "Two columns may be one of ours, and differ.", "Answer which it is."),
    ("other_column", "note", "found table", "Another column could be it too; carried along.", "Say if it is."),
    ("undated_count", "note", "camps", "People without a date; not used.", "Give the date of the count."),
    ("left_out", "note", "found table", "A table is left out, as answered.", ""),
    ("too_many", "error", "files", "More tables than are taken at once.", "Bring them in one after the other."),
    ("files_joined", "question note", "any table", "Rows of several files in one table.", "Look for goods told twice."),
    ("numbers_converted", "question note", "any table", "Numbers written in another way.", "Look if it is asked."),
    ("ambiguous_numbers", "error", "any table", "Numbers that can be read in two ways.", "Answer the decimal mark."),
    ("dates_converted", "note", "any table", "Dates written in another way that the column proves.", ""),
    ("ambiguous_dates", "error", "any table", "3/4/16 where no date proves the order.", "Answer the order."),
    ("mixed_dates", "error", "any table", "Day first and month first in one column.", "Write dates as in 2015-10-04."),
    ("day_of_period", "question", "any table", "Only a month or a year; its last day.", "Write the day, if another."),
    ("epoch_days", "question note", "any table", "Dates as numbers of days.", "Answer how they are counted."),
    ("blank_mark", "note", "any table", "NA, n/a, -, .., null: not known, never zero.", ""),
    ("unit_answered", "note", "any table", "A unit behind numbers, as answered; left out.", ""),
    ("country_code", "note", "camps, depots", "Names of countries become ISO3 codes.", ""),
    ("place_kind", "error note", "camps", "A kind of place that is not known.", "Answer what it is."),
    ("place_aside", "note", "depots, population", "Places that are no camps or depots, left aside.", ""),
    ("town_as_junction", "question", "depots", "Towns become junctions.", "Answer which hold stock."),
    ("road_links", "question", "routes", "Roads taken as open.", "Look whether any is closed."),
    ("unknown_town", "question", "routes", "A road to a town that nothing known bears.", "Add its coordinates."),
    ("unknown_place", "error", "any table", "A name that nothing known bears.", "Answer what it is, or add it."),
    ("known_again", "note", "camps, depots, items", "Rows that the operation holds already.", ""),
    ("camp_differs", "question", "camps", "A camp with several coordinates; the first.", "Look which are right."),
    ("no_place", "question", "camps", "Camps without coordinates.", "Add a list of sites with coordinates."),
    ("camp_of_file", "error question", "population", "Only the file's name tells a camp.", "Answer which camp it is."),
    ("personal_data", "error", "found table", "A column seems to hold personal data.", "Choose what is done with it."),
)
