"""Order histories, stock records and stock exports with their public headers; values of the rows are illustrative."""

import pandas as pd
import pytest

from core.sources import SourceContext, source_of
from tests.unit.sources.found_samples import faults, found, only, rules

SCMS = (
    "ID,Project Code,PQ #,PO / SO #,ASN/DN #,Country,Managed By,Fulfill Via,Vendor INCO Term,Shipment Mode,"
    "PQ First Sent to Client Date,PO Sent to Vendor Date,Scheduled Delivery Date,Delivered to Client Date,"
    "Delivery Recorded Date,Product Group,Sub Classification,Vendor,Item Description,Line Item Quantity,"
    "Line Item Value,Weight (Kilograms),Freight Cost (USD)\n"
    "1,P,Pre-PQ Process,SCMS-4,ASN-8,Côte d'Ivoire,PMO - US,Direct Drop,EXW,Air,Pre-PQ Process,Date Not Captured,"
    "2-Jun-06,2-Jun-06,2-Jun-06,HRDT,HIV test,Some Vendor,Kit A,19,551,13,780.34\n"
    "2,P,FPQ-1,SO-7,DN-9,Zambia,PMO - US,From RDC,N/A - From RDC,Truck,11/13/09,N/A - From RDC,"
    "14-Jan-10,20-Jan-10,21-Jan-10,ARV,Adult,SCMS from RDC,Drug B,500,900,See DN-9 (ID#:3),"
    "Freight Included in Commodity Cost\n"
    "3,P,FPQ-1,SO-7,DN-9,Zambia,PMO - US,From RDC,N/A - From RDC,Truck,11/13/09,N/A - From RDC,"
    "14-Jan-10,20-Jan-10,21-Jan-10,ARV,Adult,SCMS from RDC,Drug C,10,90,250,\n"
)  # fmt: skip
RECORDS = (
    "year,month,region,district,site_code,product_code,stock_initial,stock_received,stock_distributed,"
    "stock_adjustment,stock_end,average_monthly_consumption,stock_stockout_days,stock_ordered\n"
    "2016,2,R,D,C1,A1,10,5,3,-2,10,4,0,20\n"
    "2016,3,R,D,C1,A1,10,0,3,0,2,4,0,\n"
)
OPENBOXES = (
    "Status,Product Code,Product Name,Category,Lot Number,Expiration Date,Bin Location,Quantity\n"
    "In stock,CER,Cereal,Food,L1,31/Jan/2026,A1,10\n"
    "In stock,CER,Cereal,Food,L1,31/Jan/2026,B2,5\n"
    "In stock,,Nothing,Food,L1,,B2,5\n"
)
MSUPPLY = (
    "Code,Name,Batch,Expiry,Location,Unit,Pack size,Pack quantity,Stock on hand,Available SOH,Supplier\n"
    "CER,Cereal,B7,30/06/2026,S1,kg,50,4,200,200,Giver\n"
)
PLACES = pd.DataFrame({"depot_id": ["hub", "port"], "name": ["Hub", "Port"], "country": ["KEN", "KEN"]})


def understood(text, **context):
    table = found(text)
    source, _ = source_of(table)
    return source, source.understand(table, SourceContext(**context))


def test_an_order_history_gives_days_modes_and_origins():
    source, result = understood(SCMS)
    assert source.identifier == "scms_deliveries"
    orders = result.tables["orders"].set_index("line_id")
    assert orders.loc["1", ["ordered", "promised", "mode", "incoterm", "origin", "destination_country"]].fillna(
        ""
    ).tolist() == ["", "2006-06-02", "air", "EXW", "Some Vendor", "CIV"]
    assert orders.loc["2", ["ordered", "delivered", "recorded", "origin"]].tolist() == [
        "2009-11-13",
        "2010-01-20",
        "2010-01-21",
        "regional distribution centre",
    ]
    assert pd.isna(orders.loc["2", "incoterm"])
    assert orders.loc[["2", "3"], "order_id"].tolist() == ["DN-9", "DN-9"]
    assert faults(result) == []


def test_a_weight_that_points_to_another_line_is_taken_from_it_and_words_stay_blank():
    _, result = understood(SCMS)
    orders = result.tables["orders"].set_index("line_id")
    assert orders.loc["2", "weight_kg"] == "250"
    assert orders["freight_usd"].isna().tolist() == [False, True, True]
    assert "left_blank" in rules(result)


def test_a_monthly_record_is_a_stock_report_and_one_that_does_not_add_up_is_asked_about():
    source, result = understood(RECORDS)
    assert source.identifier == "monthly_stock"
    reports = result.tables["consumption"]
    assert reports[["place_id", "item_id", "period_start", "days", "distributed", "stock_end"]].iloc[0].tolist() == [
        "C1", "A1", "2016-02-01", "29", "3", "10",
    ]  # fmt: skip
    assert "is -5 units off" in only(result, "stock_does_not_add_up")
    assert pd.isna(reports["ordered"].iloc[1])
    assert faults(result) == []


def test_bins_of_a_lot_are_put_together_and_the_place_is_asked_for():
    source, answered = understood(OPENBOXES, depots=PLACES, answers={"place": "port"})
    assert source.identifier == "openboxes_stock"
    stock = answered.tables["stock"]
    assert stock[["place_id", "item_id", "quantity", "lot_id", "expires"]].to_numpy().tolist() == [
        ["port", "CER", "15", "L1", "2026-01-31"]
    ]
    assert "no_item_or_quantity" in rules(answered)


def test_stock_is_put_on_no_shelf_until_somebody_says_which_unless_there_is_one_only():
    _, asked = understood(OPENBOXES, depots=PLACES)
    assert asked.tables == {}
    assert "“nowhere” is used" in only(asked, "stock_of_which_place")
    _, alone = understood(OPENBOXES, depots=PLACES.iloc[:1])
    assert alone.tables["stock"]["place_id"].tolist() == ["hub"]


def test_stock_without_any_known_place_gives_no_rows_and_says_why():
    _, result = understood(OPENBOXES)
    assert result.tables == {}
    assert "No camp or depot is known" in only(result, "stock_of_which_place")


def test_packs_times_their_size_are_units_and_a_name_finds_our_item():
    items = pd.DataFrame({"item_id": ["cereal"], "name": ["Cereal"]})
    source, result = understood(MSUPPLY, depots=PLACES, items=items, answers={"place": "hub"})
    assert source.identifier == "msupply_stock"
    assert result.tables["stock"][["item_id", "quantity", "lot_id", "expires"]].to_numpy().tolist() == [
        ["cereal", "200", "B7", "2026-06-30"]
    ]


@pytest.mark.parametrize("organisation", ["#org", "#org+impl+name", "#org+name"])
def test_who_does_what_is_partners_and_no_table_of_an_operation(organisation):
    text = (
        "Agency,Funder,Cluster,What,Where,From,People,Remark\n"
        f"{organisation},#org+funder,#sector,#activity,#adm1,#date+start,#reached,\n"
        "Relief,Giver,Food,Rations,Kigoma,2025-01-01,1200,x\n"
        ",Giver,Food,Rations,Kigoma,2025-01-01,3,\n"
    )
    source, result = understood(text)
    assert source.identifier == "who_does_what"
    partners = result.tables["partners"]
    assert partners[["organisation", "funder", "sector", "admin1", "reached", "Remark"]].to_numpy().tolist() == [
        ["Relief", "Giver", "Food", "Kigoma", "1200", "x"]
    ]
    assert "no_organisation" in rules(result)
