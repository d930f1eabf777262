"""The pieces pages are made of; each draws one thing the same way everywhere."""

from ui.components.action_card import action_card as action_card
from ui.components.camp_sheet import (
    Fact as Fact,
    ShelfRow as ShelfRow,
    camp_sheet as camp_sheet,
    share_bar_html as share_bar_html,
)
from ui.components.chart_view import show_chart as show_chart, show_drawing as show_drawing
from ui.components.findings import finding_counts as finding_counts, finding_list as finding_list
from ui.components.frame import (
    caption as caption,
    context_line as context_line,
    headline as headline,
    new_operation_line as new_operation_line,
    section as section,
    tag_html as tag_html,
)
from ui.components.heat_table import HeatGroup as HeatGroup, heat_table as heat_table
from ui.components.key_figures import KeyFigure as KeyFigure, key_figures as key_figures
from ui.components.legend import scale_legend as scale_legend
from ui.components.map_view import map_legend as map_legend, show_map as show_map
from ui.components.name_field import name_field as name_field
from ui.components.pickers import camp_picker as camp_picker, weeks_picker as weeks_picker
from ui.components.states import (
    WayOut as WayOut,
    empty_panel as empty_panel,
    error_panel as error_panel,
    failing_panel as failing_panel,
    infeasible_panel as infeasible_panel,
    offline_line as offline_line,
    running_panel as running_panel,
    solve_again_line as solve_again_line,
    stale_note as stale_note,
)
from ui.components.status_line import status_line as status_line
from ui.components.tables import (
    data_table as data_table,
    download as download,
    sentence_list as sentence_list,
    small_table as small_table,
)
