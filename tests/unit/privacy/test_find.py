"""What is personal is found in every language, and what only looks like it is left alone."""

import numpy as np
import pandas as pd
import pytest

from core.intake.found import FoundTable
from core.privacy import find_personal_data
from core.privacy.checksums import iban_holds, luhn_holds
from core.privacy.header_words import words_of
from core.settings import PROJECT
from tests.unit.privacy.tables import found, kinds, roster

PUBLISHED = PROJECT.parent / "shared" / "data"


def test_a_roster_is_found_column_by_column():
    assert kinds(find_personal_data(roster())) == {
        ("Name", "NAME"),
        ("Phone", "PHONE"),
        ("Date of birth", "BIRTH"),
    }


def test_no_value_of_the_data_is_in_what_was_found():
    table = roster()
    told = repr(find_personal_data(table))
    values = [value for column in ("Name", "Phone", "Date of birth") for value in table.cells[column].dropna() if value]
    assert [value for value in values if value in told] == []


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("Prénom", ["Koffi", "Awa", "Issouf"], "NAME"),
        ("nombre_completo", ["Yuleisy Rojas", "Jhon Peña", "Wilmer Díaz"], "NAME"),
        ("اسم رب الأسرة", ["خليل الحسن", "نورا السالم", "عدنان ديب"], "NAME"),
        ("Suivi / Point focal", ["Amadou Issa", "Fati Moussa", "Ibrahim Saley"], "NAME"),
        ("Point focal du site", ["Amadou Issa", "Fati Moussa", "Ibrahim Saley"], "NAME"),
        ("Camp focal point", ["Nyibol Majok", "Chol Mabior", "Abuk Deng"], "NAME"),
        ("Punto focal", ["Yuleisy Rojas", "Jhon Peña", "Wilmer Díaz"], "NAME"),
        ("نقطة الاتصال", ["خليل الحسن", "نورا السالم", "عدنان ديب"], "NAME"),
        ("respondent", ["Abuk Deng", "Nyibol Majok", "Chol Mabior"], "NAME"),
        ("رقم الهاتف", ["0791234567", "0781234567", "0771234567"], "PHONE"),
        ("Téléphone du chef", ["22 33 44 55", "66 77 88 99", "70 11 22 33"], "PHONE"),
        ("passport_no", ["A1234567", "B7654321", "C1122334"], "NUMBER"),
        ("رقم الهوية", ["9876543210", "9876543211", "9876543212"], "NUMBER"),
        ("cédula de identidad", ["12.345.678", "23.456.789", "34.567.890"], "NUMBER"),
        ("fecha_nacimiento", ["1/2/1980", "3/4/1999", "5/6/2015"], "BIRTH"),
        ("تاريخ الميلاد", ["1980-01-02", "1999-03-04", "2015-05-06"], "BIRTH"),
        ("Ethnie", ["Peul", "Songhaï", "Peul"], "SENSITIVE"),
        ("HIV status", ["positive", "negative", "negative"], "SENSITIVE"),
        ("نوع الإعاقة", ["حركية", "بصرية", "حركية"], "SENSITIVE"),
        ("ملاحظات", ["تقول الأسرة إن الماء لا يكفي", "طلبت خيمة أخرى للأطفال كلهم", "لا طبيب في المخيم اليوم"], "TEXT"),
    ],
)  # fmt: skip
def test_headers_of_four_languages_are_understood(header, values, kind):
    assert (header, kind) in kinds(find_personal_data(found({header: values, "n": ["1", "2", "3"]})))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("write to amina@example.org", "EMAIL"),
        ("call +255 (712) 345-678", "PHONE"),
        ("case 123-45C67890 moved", "NUMBER"),
        ("GB82 WEST 1234 5698 7654 32", "NUMBER"),
        ("4111 1111 1111 1111", "NUMBER"),
    ],
)
def test_one_sure_cell_among_many_is_found_whatever_the_header(value, kind):
    values = [f"item {i}" for i in range(5_000)]
    values[4_321] = value
    personal = find_personal_data(found({"x": values}))
    assert kinds(personal) == {("x", kind)}
    assert personal[0].cells == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"value": ["+12,500", "+3,400,000", "+99.12345678"], "total": ["12345678", "23456789", "34567890"]},
        {"pcode": ["TZ0101", "TZ0102", "TZ0103"], "epoch": ["1700000000000", "1600000000000", "1500000000000"]},
        {"date": ["01/02/2015", "20150301", "2015-04-01 00:00:00"], "year of report": ["1984", "2001", "2024"]},
        {
            "focal point organisation": ["Action Faim", "Maria Care", "Save All"],
            "point d'eau": ["Ali 1", "Issa 2", "Awa 3"],
        },
        {"barcode": ["4006381333931", "5901234123457", "8711253001202"], "WB": ["WB-2026-0001", "WB-2026-0002", "x"]},
        {"camp name": ["Ali Addeh", "Hasan Sham", "Mohammed Camp"], "country": ["DJI", "IRQ", "IRQ"]},
        {"header": ["Head of household: female", "Head of household: male", "all"], "people": ["5000", "700", "5700"]},
        {"religious sites": ["3", "4", "0"], "disabled": ["120", "44", "230"], "pregnant": ["88", "0", "14"]},
        {"head of household": ["female", "male", "female"], "families": ["120", "200", "300"]},
        {"persons per toilet": ["4", "7", "9"], "% women": ["3", "5", "7"], "households": ["2", "3", "4"]},
        {"Disease": ["Cholera", "Malaria"], "Cases": ["300", "1200"], "Crude birth rate": ["2.1", "3.0"]},
        {"item": ["Soap, 250 g, for one person and month", "Blanket"], "supplier": ["Maria Silva Ltd", "John Ltd"]},
    ],
)
def test_what_only_looks_personal_is_left_alone(columns):
    assert find_personal_data(found(columns)) == ()


def test_exact_places_of_camps_are_no_homes_and_those_of_households_are():
    points = {
        "latitude": [f"{3.7 + i / 300:.5f}" for i in range(40)],
        "longitude": [f"{34.8 + i / 300:.5f}" for i in range(40)],
    }
    camps = found({"camp": [f"Zone {i}" for i in range(40)], **points})
    households = found({"household_id": [f"H{i}" for i in range(40)], **points})
    coarse = {name: [f"{float(value):.1f}" for value in values] for name, values in points.items()}
    assert find_personal_data(camps) == ()
    assert kinds(find_personal_data(households)) == {("latitude", "HOME"), ("longitude", "HOME")}
    assert find_personal_data(found({"household_id": [f"H{i}" for i in range(40)], **coarse})) == ()


def test_a_point_in_one_cell_is_a_home_too():
    points = [f"{3.7 + i / 300:.6f} {34.8 + i / 400:.6f} 0 5.0" for i in range(5)]
    table = found({"_uuid": list("abcde"), "household_location": points})
    assert ("household_location", "HOME") in kinds(find_personal_data(table))


def test_a_site_that_names_its_informant_is_still_a_site():
    columns = {
        "_uuid": ["a", "b", "c"],
        "site_name": ["Bidi", "Rhino", "Imvepi"],
        "_gps_latitude": ["3.123456", "3.223456", "3.323456"],
        "_gps_longitude": ["34.123456", "34.223456", "34.323456"],
        "key_informant_name": ["Deng Bol", "Abuk Ayen", "Nyandeng Chol"],
    }
    assert kinds(find_personal_data(found(columns))) == {("key_informant_name", "NAME")}


def test_a_payment_list_is_one_of_persons_though_it_has_a_total():
    columns = {"Name": ["Wangari K", "Otieno P"], "Sex": ["F", "M"], "DOB": ["1980-01-01", "1999-05-05"]}
    columns |= {
        "ProGres ID": ["KEN-00012345", "KEN-00012346"],
        "Total": ["30000", "12000"],
        "full name": ["W K", "O P"],
    }
    assert kinds(find_personal_data(found(columns))) == {
        ("Name", "NAME"), ("DOB", "BIRTH"), ("ProGres ID", "NUMBER"), ("full name", "NAME"),
    }  # fmt: skip


def test_small_counts_of_groups_are_counted_and_totals_and_zeros_are_not():
    table = found(
        {"site": ["A", "B", "C"], "women": ["4", "0", "300"], "pers": ["9", "8", "700"]}, hxl={"pers": "#affected+f"}
    )
    personal = find_personal_data(table)
    assert [(one.column, one.kind.name, one.cells) for one in personal] == [("women", "SMALL", 1), ("pers", "SMALL", 2)]
    assert find_personal_data(found({"site": ["A", "B"], "population": ["7", "800"]})) == ()


def test_rows_by_sex_and_age_have_small_counts():
    columns = {"gender": ["f", "m", "f"], "age_range": ["0-4", "0-4", "60+"], "population": ["900", "880", "3"]}
    assert kinds(find_personal_data(found(columns))) == {("population", "SMALL")}


def test_places_that_are_known_are_no_persons():
    table = found({"Name": ["Fatima", "Maryam", "Zahra", "Hassan"]})
    assert kinds(find_personal_data(table)) == {("Name", "NAME")}
    assert find_personal_data(table, known_places=["Fatima", "Maryam", "Zahra", "Hassan"]) == ()


def test_a_header_that_is_itself_an_address_is_not_shown():
    personal = find_personal_data(found({"site": ["a"], "amina@example.org": ["deng@example.org"]}))
    assert [(one.column, one.shown_column) for one in personal] == [("amina@example.org", "column 2")]


@pytest.mark.parametrize("cells", [pd.DataFrame(), pd.DataFrame({"Name": pd.Series([None, None], dtype="str")})])
def test_a_table_without_cells_holds_nothing(cells):
    assert find_personal_data(FoundTable("empty.csv", "", cells)) == ()


def test_hostile_cells_end_no_search():
    hostile = [
        "=1+1",
        "\x00",
        "a" * 30_000,
        "😀",
        "\ud7ff",
        "((((((((((",
        "+" * 500,
        "@" * 500,
        "1" * 4000,
        "+1 " * 999,
    ]
    find_personal_data(found({"Name": hostile, "phone": hostile, "lat": hostile, "lon": hostile, "age": hostile}))


@pytest.mark.parametrize("file", sorted((PROJECT / "data").rglob("*.csv")), ids=lambda file: file.name)
def test_nothing_of_the_demonstration_is_taken_for_personal(file):
    assert find_personal_data(FoundTable(file.name, "", pd.read_csv(file, dtype="str"))) == ()


def test_nothing_of_published_files_is_taken_for_personal():
    if not PUBLISHED.is_dir():
        pytest.skip("SKIPPED LOUDLY: the published files are not beside the project.")
    for file in sorted(PUBLISHED.rglob("*.csv")):
        assert find_personal_data(FoundTable(file.name, "", pd.read_csv(file, dtype="str"))) == (), file.name


def test_check_digits_hold_as_published():
    # examples of the registries: SWIFT IBAN registry; test numbers of card issuers
    ibans = ["DE89370400440532013000", "FR1420041010050500013M02606", "GB82WEST12345698765432"]
    assert iban_holds(ibans).all()
    assert not iban_holds([number[:-1] + ("0" if number[-1] != "0" else "1") for number in ibans]).any()
    cards = ["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"]
    assert luhn_holds(cards).all()
    assert np.mean(luhn_holds([str(number) for number in range(10**15, 10**15 + 1000)])) == 0.1


def test_words_of_a_header_lose_accents_capitals_and_the_arabic_article():
    assert words_of("numéroDeTéléphone_2") == " numero de telephone 2 "
    assert words_of("الهَاتِف") == words_of("هاتف")
