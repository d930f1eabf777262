"""Maps without internet: tables in, folium out; no streamlit, so reports draw the same.

``base_map`` makes the ground, which stays; ``situation_layers`` and ``change_layers`` make what is exchanged on it.
"""

from core.look.region import Region as Region
from ui.maps.ground import base_map as base_map
from ui.maps.layers import (
    change_layers as change_layers,
    dispatch_layers as dispatch_layers,
    finding_layers as finding_layers,
    situation_layers as situation_layers,
)
from ui.maps.legend import (
    change_legend_html as change_legend_html,
    dispatch_legend_html as dispatch_legend_html,
    findings_legend_html as findings_legend_html,
    situation_legend_html as situation_legend_html,
)
from ui.maps.routes import drive_lines as drive_lines, route_lines as route_lines
