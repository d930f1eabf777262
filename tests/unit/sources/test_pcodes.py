"""P-code lists and boundaries as a reference table, and what it does to camps."""

import pandas as pd
import pytest

from core.sources import SourceContext, apply_pcodes, source_of
from tests.unit.sources.found_samples import found, sample

TODAY = pd.Timestamp("2026-01-01")


def pcodes_of(table):
    return source_of(table)[0].understand(table, SourceContext()).tables["pcodes"]


def camps(**columns):
    rows = len(next(iter(columns.values())))
    return pd.DataFrame({"camp_id": [f"c{n}" for n in range(rows)], **columns}, dtype="str")


def test_a_list_of_pcodes_knows_the_province_of_each_area():
    table = pcodes_of(sample("pcodes.csv")).set_index("pcode")
    assert table.loc["AF0102", ["country", "admin_level", "name", "admin1", "parent_pcode"]].tolist() == [
        "AFG", "2", "Paghman", "Kabul", "AF01",
    ]  # fmt: skip
    assert pd.isna(table.loc["AF1111", "admin1"])


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,date,validOn,validTo",
            "Ouest,HT01,Haiti,HT,2020-01-01,2020-02-02,",
            ["HTI", "1", "HT01", "Ouest"],
        ),
        (
            "admin0Pcod,admin1Name,admin1Pcod,admin2Name,admin2Pcod",
            "TD,Batha,TD01,Fitri,TD0102",
            ["TCD", "2", "TD0102", "Fitri"],
        ),
        ("ocha_ADM2_PCODE,ADM2_FR,ADM1_FR,ADM0_FR", "ML0101,Kayes,Kayes,Mali", ["MLI", "2", "ML0101", "Kayes"]),
        ("adm1_name,adm1_pcod2,adm0_name", "Kabul,AF01,Afghanistan", ["AFG", "1", "AF01", "Kabul"]),
        (
            "iso3,adm0_name,adm0_pcode,adm1_name,adm1_pcode,valid_on,center_lat,center_lon",
            "VNM,VIET NAM,VN,An Giang,VN91,2025-09-25,10.5,105.1",
            ["VNM", "1", "VN91", "An Giang"],
        ),
    ],
)
def test_boundaries_are_read_under_every_published_header(header, row, expected):
    table = found(f"{header}\n{row}\n")
    assert source_of(table)[0].identifier == "cod_boundaries"
    assert pcodes_of(table)[["country", "admin_level", "pcode", "name"]].values.tolist() == [expected]


def test_names_in_other_languages_are_other_names():
    table = pcodes_of(found("ADM1_EN,ADM1_FR,ADM1_PCODE,ADM0_PCODE\nWest,Ouest,HT01,HT\n"))
    assert table[["name", "other_names"]].values.tolist() == [["West", "Ouest"]]


def test_a_table_of_other_things_with_a_pcode_is_no_list_of_boundaries():
    assert (
        source_of(found("ADM1_EN,ADM1_PCODE,sector,org,activity,reached,targeted,status,month,donor,contact\n")) is None
    )


def test_province_and_code_are_filled_where_only_one_area_fits():
    table = camps(
        name=["Camp A", "Paghman", "Qara Bagh", "Camp B"],
        country=["AFG"] * 3 + ["PAK"],
        admin1=["KAPISA", None, None, "Kapisa"],
    )
    filled, findings = apply_pcodes(table, pcodes_of(sample("pcodes.csv")), TODAY)
    assert filled["pcode"].fillna("").tolist() == ["AF02", "AF0102", "", ""]
    assert filled["admin1"].fillna("").tolist() == ["KAPISA", "Kabul", "", "Kapisa"]
    assert [f.rule for f in findings] == ["filled_from_pcodes", "filled_from_pcodes"]


def test_a_name_in_another_language_fits_too():
    pcodes = pcodes_of(found("ADM1_EN,ADM1_FR,ADM1_PCODE,ADM0_PCODE\nWest,Ouest,HT01,HT\n"))
    filled, _ = apply_pcodes(camps(name=["x"], country=["HTI"], admin1=["ouest"]), pcodes, TODAY)
    assert filled["pcode"].tolist() == ["HT01"]


def test_a_retired_code_is_asked_about_with_the_code_that_holds_now():
    pcodes = pcodes_of(
        found(
            "ADM1_EN,ADM1_PCODE,ADM0_PCODE,validOn,validTo\nWest,HT1,HT,2010-01-01,2020-01-01\nWest,HT01,HT,2020-01-01,\n"
        )
    )
    table = camps(name=["Camp"], country=["HTI"], pcode=["HT1"])
    filled, findings = apply_pcodes(table, pcodes, TODAY)
    (retired,) = [f for f in findings if f.rule == "retired_pcode"]
    assert "2020-01-01" in retired.message
    assert "“HT01”" in retired.message
    assert filled["pcode"].tolist() == ["HT1"]


def test_a_code_that_ends_later_still_holds():
    pcodes = pcodes_of(found("ADM1_EN,ADM1_PCODE,ADM0_PCODE,validTo\nWest,HT01,HT,2030-01-01\n"))
    assert [f.rule for f in apply_pcodes(camps(name=["x"], country=["HTI"], pcode=["HT01"]), pcodes, TODAY)[1]] == [
        "filled_from_pcodes"
    ]


def test_a_code_that_no_list_has_is_asked_about_only_where_its_country_is_listed():
    table = camps(name=["a", "b"], country=["AFG", "PAK"], pcode=["AF99", "PK99"])
    findings = apply_pcodes(table, pcodes_of(sample("pcodes.csv")), TODAY)[1]
    assert [(f.rule, f.row) for f in findings] == [("unknown_pcode", 2)]


def test_the_middle_of_an_area_is_used_and_marked_where_a_camp_has_no_coordinates():
    pcodes = pcodes_of(found("ADM1_EN,ADM1_PCODE,ADM0_PCODE,center_lat,center_lon\nWest,HT01,HT,18.5,-72.3\n"))
    table = camps(
        name=["a", "b"], country=["HTI"] * 2, pcode=["HT01"] * 2, latitude=[None, "18"], longitude=[None, "-72"]
    )
    filled, findings = apply_pcodes(table, pcodes, TODAY)
    assert filled["latitude"].tolist() == ["18.5", "18"]
    assert filled["position"].fillna("").tolist() == ["middle of the admin area", ""]
    assert "middle_of_area" in [f.rule for f in findings]
