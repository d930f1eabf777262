"""Pieces of the page *Past distributions*: its words, tables, the map by period, what shortage goes with."""

from ui.past_page.factors import show_factors as show_factors
from ui.past_page.map_by_period import show_map_by_period as show_map_by_period
from ui.past_page.tables import (
    CAMP_NUMBERS as CAMP_NUMBERS,
    DONOR_NUMBERS as DONOR_NUMBERS,
    GROUP_NUMBERS as GROUP_NUMBERS,
    ITEM_NUMBERS as ITEM_NUMBERS,
    LATE_NUMBERS as LATE_NUMBERS,
    NEGLECT_NUMBERS as NEGLECT_NUMBERS,
    camp_table as camp_table,
    donor_table as donor_table,
    group_table as group_table,
    item_table as item_table,
    late_table as late_table,
    neglect_table as neglect_table,
)
from ui.past_page.words import (
    answer as answer,
    figures as figures,
    late_finding as late_finding,
    neglect_finding as neglect_finding,
    shelf_finding as shelf_finding,
    sources as sources,
)
