"""Scripts, styles and the font of maps, all served by this program."""

import folium
from folium.plugins import MarkerCluster

from core.settings import PROJECT

STATIC = PROJECT / "static"
SERVED = "../../app/static"
"""The static folder as the frame of a map sees it; relative, so that a path in front of the app does no harm."""
VENDOR = f"{SERVED}/vendor"


def use_local_assets() -> None:
    """Point folium, and the plugin we use, to the served copies; without this every map is a blank frame offline."""
    folium.Map.default_js = [
        ("leaflet", f"{VENDOR}/leaflet/leaflet.js"),
        ("jquery", f"{VENDOR}/jquery/jquery.min.js"),
        ("labels", f"{SERVED}/maps/labels.js"),
    ]
    folium.Map.default_css = [("leaflet_css", f"{VENDOR}/leaflet/leaflet.css")]
    MarkerCluster.default_js = [("markercluster", f"{VENDOR}/markercluster/leaflet.markercluster.js")]
    MarkerCluster.default_css = [
        ("markercluster_css", f"{VENDOR}/markercluster/MarkerCluster.css"),
        ("markercluster_default_css", f"{VENDOR}/markercluster/MarkerCluster.Default.css"),
    ]


def font_face() -> str:
    """Style that gives the frame the font of the pages, where a copy of it is served."""
    fonts = sorted(STATIC.glob("**/*.woff2"))
    source = next((f for f in fonts if "source" in f.name.lower() and "sans" in f.name.lower()), None)
    if source is None:
        return ""
    link = f"{SERVED}/{source.relative_to(STATIC).as_posix()}"
    family = '"Source Sans"'
    return f'@font-face{{font-family:{family};src:url("{link}") format("woff2");font-weight:200 900;font-display:swap}}'


use_local_assets()
