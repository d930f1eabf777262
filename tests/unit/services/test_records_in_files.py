"""Receipts, monitoring and complaints come as files too: by our own names, and under headers as people write them."""

import pandas as pd
import pytest

from core.domain.finding import errors_of
from core.services.upload_tables import preview_tables
from tests.builders import small_operation

TODAY = pd.Timestamp("2025-07-20")


def brought(name, text):
    preview = preview_tables(small_operation(), {name: text.encode()}, "add", TODAY)
    assert not errors_of(preview.findings), errors_of(preview.findings)
    return preview


def test_receipts_with_waybill_numbers_come_in_and_are_checked():
    preview = brought(
        "receipts.csv",
        "waybill_id,place_id,item_id,date,sent,good,damaged,missing\n"
        "7K3Q9-XFM2B,north,cereal,2025-07-01,500,480,15,5\n7K3Q9-XFM2B,north,soap,2025-07-01,40,41,0,0\n",
    )
    assert preview.operation.receipts["good"].tolist() == [480, 41]
    assert "received_above_waybill" in {finding.rule for finding in preview.findings}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "recus.csv",
            "Bordereau;Lieu;Article;Date;Expedie;Quantite recue;Endommage;Manquant\n"
            "WB-1;North Camp;Cereal;2025-07-01;500;480;15;5\n",
        ),
        (
            "goods received.csv",
            "Waybill number,Destination,Item name,Date,Quantity sent,Received good,Damaged,Missing\n"
            "WB-1,North Camp,Cereal,2025-07-01,500,480,15,5\n",
        ),
    ],
)
def test_receipts_under_the_headers_of_a_form_find_their_columns_and_names(name, text):
    row = brought(name, text).operation.receipts.iloc[0]
    assert (row["place_id"], row["item_id"]) == ("north", "cereal")
    assert row[["sent", "good", "damaged", "missing"]].tolist() == [500, 480, 15, 5]


def test_monitoring_and_complaints_under_the_headers_of_a_form_find_their_tables():
    monitoring = brought(
        "pdm.csv",
        "Camp,Survey date,PDM question,Answered yes,Sample size\nNorth Camp,2025-07-05,received,60,80\n",
    ).operation.monitoring.iloc[0]
    assert (monitoring["camp_id"], monitoring["indicator"]) == ("north", "received")
    assert (monitoring["people_yes"], monitoring["people_asked"]) == (60, 80)
    complaints = brought(
        "complaints.csv", "Camp,Date,Type of complaint,Number of complaints\nSouth Camp,2025-07-05,late,14\n"
    ).operation.complaints.iloc[0]
    assert complaints[["camp_id", "category", "complaints"]].tolist() == ["south", "late", 14]


def test_complaints_with_names_of_persons_are_stopped_by_the_privacy_check():
    text = "Camp,Date,Type of complaint,Number of complaints,Complainant name,Phone\n" + "".join(
        f"North Camp,2025-07-0{n},late,1,{name},+25578812345{n}\n"
        for n, name in enumerate(("Amina Hassan", "John Mwangi", "Fatuma Ali", "Peter Otieno"), start=1)
    )
    preview = preview_tables(small_operation(), {"complaints.csv": text.encode()}, "add", TODAY)
    assert {column.column for column in preview.imported.personal} >= {"Complainant name", "Phone"}
