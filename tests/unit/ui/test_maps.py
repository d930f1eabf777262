"""Maps draw without internet and never run what a file says."""

import html
import json
import re

import folium
import pandas as pd
import pytest
from folium.elements import JSCSSMixin
from streamlit_folium import _get_feature_group_string, _get_header, _get_html, _get_map_string

from core.look.outlines import outlines_of
from core.look.palette import COVERAGE, DARK, LIGHT
from tests.unit.ui import frames
from ui import maps
from ui.maps.camps import radius_px
from ui.maps.clicks import carried, clicked


def built(
    names=("Alpha", "Beta", "Gamma", "Delta", "Last"), depot_names=("Hub", "Port"), closed="closed", change=False
):
    camps, depots = frames.camps(names), frames.depots(depot_names)
    routes = frames.routes(camps, depots)
    region = maps.Region.around(camps, depots)
    lines = maps.route_lines(routes, camps, depots, {"r0": 90.0, "r1": 5.0}, {"r0": 20.0, "r2": 50.0}, {"r3": closed})
    ground = maps.base_map(region, LIGHT, camps, depots)
    shares = pd.Series([0.2, 0.5, None, 0.9, 1.0][: len(names)], index=camps["camp_id"])
    common = {"selected": camps["camp_id"].iloc[0], "depots": depots, "lines": lines}
    if change:
        layers = maps.change_layers(camps, LIGHT, region, points=(shares - 0.6) * 100, **common)
    else:
        layers = maps.situation_layers(camps, LIGHT, values=shares, scale=COVERAGE, **common)
    return ground, layers


def scripts(ground: folium.Map, layers: list[folium.FeatureGroup]) -> str:
    """All that the component would hand to the browser."""
    ground.get_root().render()
    text = _get_html(ground) + _get_header(ground) + _get_map_string(ground)
    return text + "".join(_get_feature_group_string(g, map=ground, idx=i) for i, g in enumerate(layers))


def walk(element):
    yield element
    for child in element._children.values():
        yield from walk(child)


@pytest.mark.parametrize("change", [False, True])
def test_no_map_asks_another_host_for_anything(change):
    ground, layers = built(change=change)
    links = []
    for root in (ground, *layers):
        for element in walk(root):
            if isinstance(element, JSCSSMixin):
                links += [link for _, link in (*element.default_js, *element.default_css)]
    assert links
    assert all(link.startswith("../../app/static/") for link in links)
    text = scripts(ground, layers).replace("http://www.w3.org/2000/svg", "")
    assert "http:" not in text
    assert "https:" not in text
    assert "//cdn" not in text


@pytest.mark.parametrize("change", [False, True])
@pytest.mark.parametrize("hostile", frames.HOSTILE)
def test_a_hostile_name_is_nowhere_raw(hostile, change):
    text = scripts(*built((hostile,) * 5, (hostile, "x" + hostile), hostile, change))
    assert "<img" not in text
    assert "onerror=alert(1)>" not in text
    assert "</script><script>" not in text
    # Template strings are read again by scripts; nothing of a name may reach one with its signs in force.
    tips = re.findall(r'"tip": ("(?:[^"\\]|\\.)*")', text)
    assert tips
    for tip in (json.loads(t) for t in tips):
        inner = re.sub(r"</?b>|<br>", "", tip)
        assert not set(inner) & set("<>`$\\")
    marks = [mark for found in re.findall(r"(\[\[.*?\]\])\.forEach", text) for mark in json.loads(found)]
    assert len(marks) > 5
    for *_, mark in marks:
        inner = re.sub(r'<div class="[a-z -]*"(?: data-[a-z]+="[a-z0-9 ]*")*>|</div>|</?b>', "", mark)
        assert not set(inner) & set("<>`$\\")


def test_all_camps_are_one_layer_and_carry_their_id():
    _, layers = built()
    circles = next(g for g in layers if g.layer_name == "camps")
    shapes = [c for c in circles._children.values() if isinstance(c, folium.GeoJson)]
    assert len(shapes) == 2  # the ring, then the camps
    features = shapes[1].data["features"]
    assert len(features) == 5
    assert [f["properties"]["style"]["radius"] for f in features] == sorted(
        (f["properties"]["style"]["radius"] for f in features), reverse=True
    )
    assert features[0]["properties"]["camp_id"] == "Last-4"


def test_an_old_count_is_dashed_and_an_unknown_share_is_hatched():
    _, layers = built()
    circles = next(g for g in layers if g.layer_name == "camps")
    data = [c for c in circles._children.values() if isinstance(c, folium.GeoJson)][1].data["features"]
    styles = {f["properties"]["camp_id"]: f["properties"]["style"] for f in data}
    assert styles["Alpha-0"]["dashArray"]
    assert styles["Beta-1"]["dashArray"] is None
    assert styles["Gamma-2"]["fillColor"] == "url(#aid-unknown)"


def test_ground_is_the_same_script_whatever_the_layers(monkeypatch):
    def ground_script():
        ground, _ = built()
        ground.get_root().render()
        return re.sub(r"_[0-9a-f]{32}", "", _get_map_string(ground))

    assert ground_script() == ground_script()


def test_a_map_without_outlines_still_draws(tmp_path):
    region = maps.Region.around(frames.camps())
    assert outlines_of(region, folder=tmp_path).countries == ()
    assert maps.base_map(maps.Region.around(), DARK)


def test_places_without_coordinates_are_left_out():
    camps = frames.camps().assign(latitude=None)
    layers = maps.situation_layers(camps, LIGHT, depots=frames.depots().head(0), lines=None)
    assert len(layers) == 3


def test_routes_between_the_same_places_are_one_line():
    camps, depots = frames.camps(), frames.depots()
    routes = frames.routes(camps, depots)
    back = routes.assign(route_id="b" + routes["route_id"])
    back[["origin_id", "destination_id"]] = back[["destination_id", "origin_id"]].to_numpy()
    lines = maps.route_lines(pd.concat([routes, back]), camps, depots, {"r0": 10.0, "br0": 5.0})
    assert len(lines) == len(camps)
    assert lines["tonnes"].max() == 15.0


def test_radius_grows_with_the_root_of_people():
    assert radius_px(None) == radius_px(0) == 5
    assert radius_px(90_000) == pytest.approx(20)


@pytest.mark.parametrize("change", [False, True])
@pytest.mark.parametrize(
    "template", ["{{ 6*7*1000003 }}", "{% raw %}", "{# gone #}", "{{ cycler.__init__.__globals__ }}", "{"]
)
def test_a_name_is_never_run_as_a_template_on_this_machine(template, change):
    text = scripts(*built((template,) * 5, (template, "x" + template), template, change))
    assert "42000126" not in text
    assert "&lt;module" not in text
    assert "<module" not in text
    tips = [json.loads(tip) for tip in re.findall(r'"tip": ("(?:[^"\\]|\\.)*")', text)]
    assert any(template == html.unescape(tip).split("</b>")[0].removeprefix("<b>") for tip in tips)


def test_a_click_brings_back_the_identifier_that_was_drawn():
    for camp_id in ("mahama", "{{7*7}}", "a b/c%20", "مخيم", "<b>"):
        assert clicked(carried(camp_id)) == camp_id
