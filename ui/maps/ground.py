"""The ground of every map: land, lakes, borders, names, scale in km; no tiles, nothing from outside."""

from typing import Any, cast

import folium
import pandas as pd
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from core.look.outlines import outlines_of
from core.look.palette import Theme
from core.look.region import HEIGHT_PX, PADDING_PX, WIDTH_PX, Region
from ui.maps.assets import font_face
from ui.maps.labels import GROUND_RANK, MarkLayer, text_mark

DEEPEST_ZOOM = 12
MOST_AVOIDED = 60
"""Places that names of the ground keep off; with more, hardly any has a label."""
RIGHT_ROOM_PX = 60
NARROW_PX, NARROW_ROOM_PX = 480, 112
"""Labels stand to the right of their camp, so there is more room on that side."""


TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
"""Tiles of the background that a person may switch on; nothing else of the product asks another host."""
TILES_CREDIT = "© OpenStreetMap contributors"


class _Manners(MacroElement):
    """A scale in km alone, a map that one finger on a phone does not move, and all places in view with their labels."""

    padding = PADDING_PX
    room = RIGHT_ROOM_PX
    narrow = NARROW_PX
    narrow_room = NARROW_ROOM_PX

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});
            if (L.Browser.mobile) { {{ this._parent.get_name() }}.dragging.disable(); }
            {{ this._parent.get_name() }}.fitBounds({{ this.corners|tojson }}, {
                paddingTopLeft: [{{ this.padding }}, {{ this.padding }}],
                paddingBottomRight: [
                    {{ this._parent.get_name() }}.getSize().x < {{ this.narrow }}
                        ? {{ this.narrow_room }} : {{ this.room }}, {{ this.padding }}
                ]
            });
            aidKeepLabelsPlaced({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, region: Region) -> None:
        super().__init__()
        self._name = "Manners"
        self.corners = region.corners


class _Outlines(folium.GeoJson):
    """Shapes of the ground; they say nothing about what is in view, so their points are not gone through."""

    def _get_self_bounds(self) -> list[list[float | None]]:
        return [[None, None], [None, None]]


def base_map(
    region: Region,
    theme: Theme,
    *places: pd.DataFrame | None,
    frame: tuple[int, int] = (WIDTH_PX, HEIGHT_PX),
    provinces: bool = True,
    online: bool = False,
) -> folium.Map:
    """A new map of a region with its ground; layers go on it through ``feature_group_to_add``.

    Make one on every run and never keep it: showing a map changes it.

    Parameters
    ----------
    region
        ``Region.around(camps, depots)``.
    places
        Tables with latitude and longitude whose labels the names of countries and lakes keep off: camps, depots.
    frame
        Usual width and height of the map in pixels.
    provinces
        Whether outlines of provinces are drawn.
    online
        Whether the ground is fetched from OpenStreetMap; only ever when a person asked for it.
    """
    ground = folium.Map(
        location=[(region.south + region.north) / 2, (region.west + region.east) / 2],
        tiles=None,
        zoom_start=6,
        control_scale=False,
        max_bounds=False,
    )
    ground.options |= {
        "maxZoom": DEEPEST_ZOOM,
        "zoomSnap": 0.25,
        "attributionControl": False,
        "scrollWheelZoom": False,
    }
    labelled = [t[["latitude", "longitude"]].dropna() for t in places if t is not None]
    points = tuple((float(a), float(b)) for t in labelled for a, b in t.to_numpy(float))
    drawn = outlines_of(region, points[:MOST_AVOIDED], frame)
    background = theme.water if drawn.countries else theme.land
    page = cast(Figure, ground.get_root())
    page.header.add_child(Element(f"<style>{_frame_style(theme, background)}</style>"), name="aid-style")
    page.html.add_child(Element(_hatch(theme)), name="aid-hatch")
    land = {"color": theme.border, "weight": 1.3, "fill": True, "fillColor": theme.land, "fillOpacity": 1}
    province = {"color": theme.border, "weight": 0.5, "dashArray": "3 3", "fill": False}
    lake = {"color": theme.border, "weight": 0.6, "fill": True, "fillColor": theme.water, "fillOpacity": 1}
    if online:
        folium.TileLayer(TILES, attr=TILES_CREDIT, max_zoom=DEEPEST_ZOOM).add_to(ground)
        land, lake = ({**style, "fill": False} for style in (land, lake))
    borders = drawn.provinces if provinces else ()
    for shapes, style in ((drawn.countries, land), (borders, province), (drawn.lakes, lake)):
        if shapes:
            _Outlines(_collection(shapes, {**style, "interactive": False})).add_to(ground)
    countries = [
        text_mark(name.latitude, name.longitude, name.words.upper(), "aid-country", rank=GROUND_RANK, sides="over")
        for name in drawn.country_names
    ]
    lakes = [
        text_mark(name.latitude, name.longitude, name.words, "aid-lake", rank=GROUND_RANK + 1, sides="over")
        for name in drawn.lake_names
    ]
    MarkLayer([*countries, *lakes]).add_to(ground)
    _Manners(region).add_to(ground)
    return ground


def _collection(shapes: tuple[dict[str, Any], ...], style: dict[str, Any]) -> dict[str, Any]:
    features = [{"type": "Feature", "properties": {"style": style}, "geometry": shape} for shape in shapes]
    return {"type": "FeatureCollection", "features": features}


def _hatch(theme: Theme) -> str:
    """The pattern of what is not known."""
    return (
        '<svg width="0" height="0" style="position:absolute"><defs><pattern id="aid-unknown" width="6" height="6" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="{theme.paper}"/>'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{theme.soft}" stroke-width="2"/></pattern></defs></svg>'
    )


def _frame_style(theme: Theme, background: str) -> str:
    halo = ",".join(f"{x}px {y}px 1.5px {theme.land}" for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)
    return f"""{font_face()}
.leaflet-container{{background:{background};font-family:"Source Sans","Noto Sans",sans-serif}}
.leaflet-container:focus-visible{{outline:3px solid {theme.accent};outline-offset:-3px}}
.aid-label{{pointer-events:none;background:none;border:0;white-space:nowrap}}
.aid-label>div{{position:absolute;color:{theme.ink};text-shadow:{halo};line-height:1}}
.aid-label>[data-rank]{{visibility:hidden}}
.aid-camp{{font-size:14px;font-weight:600}}.aid-camp b{{font-weight:700}}
.aid-depot{{font-size:12px}}
.aid-country{{font-size:11px;letter-spacing:.02em;color:{theme.soft}!important}}
.aid-lake{{font-size:11px;font-style:italic;color:{theme.soft}!important;text-shadow:none!important}}
.aid-closed{{font-size:12px;font-weight:600;color:{theme.closed}!important;}}
.aid-flow{{font-size:12px;font-weight:600}}
.aid-flow.more{{color:{theme.gain}!important}}.aid-flow.less{{color:{theme.loss}!important}}
.aid-cross{{width:15px;height:15px;border:2px solid {theme.closed};border-radius:50%;background:{theme.paper};
color:{theme.closed}!important;transform:translate(-50%,-50%);font-size:15px;font-weight:700;text-align:center;
line-height:14px!important;text-shadow:none!important}}
.aid-square{{width:6px;height:6px;border:2.5px solid {theme.ink};background:{theme.paper};
transform:translate(-50%,-50%)}}
.aid-junction{{width:5px;height:5px;border-radius:50%;background:{theme.soft};transform:translate(-50%,-50%)}}
.leaflet-tooltip{{background:{theme.paper};color:{theme.ink};border:1px solid {theme.line};font-size:13px;
box-shadow:none;border-radius:4px}}
.leaflet-tooltip-top:before,.leaflet-tooltip-bottom:before,.leaflet-tooltip-left:before,
.leaflet-tooltip-right:before{{display:none}}
.leaflet-control-scale-line{{font-size:12px;background:{theme.land}b0;color:{theme.soft};border-color:{theme.soft};text-shadow:none}}
.leaflet-touch .leaflet-bar a,.leaflet-bar a{{background:{theme.paper};color:{theme.ink};border-color:{theme.line}}}
.leaflet-bar a:hover{{background:{theme.panel}}}
.leaflet-bar a.leaflet-disabled{{background:{theme.panel};color:{theme.soft}}}
.leaflet-touch .leaflet-bar,.leaflet-bar{{border:1px solid {theme.line}}}
path.leaflet-interactive:focus{{outline:none;stroke:{theme.accent};stroke-width:3px}}"""
