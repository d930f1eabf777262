"""Files as found in the world end as tables of an operation; what was not sure is said, nothing is lost silently."""

import io
import zipfile

import pandas as pd
import pytest

from core.domain.access import alone
from core.domain.finding import errors_of
from core.intake.mapping import ImportAnswers, TableAnswers, header_fingerprint
from core.services.import_files import import_files
from core.services.open_operation import OpenOperation, open_operation
from core.services.rebuild_version import rebuild_version
from core.services.remember_mappings import coding_key_of, recall_mappings, stamp_of_what_is_kept
from core.services.resources import secrets_of
from core.services.submit_data import save_upload
from core.services.upload_tables import preview_tables, preview_upload
from core.settings import PROJECT
from tests.builders import small_operation, small_tables

DATA = PROJECT.parent / "shared" / "data"
FRENCH = "Camp;Pays;Lat;Lon;Population;Date\nMahama;Rwanda;-2,3009;30,8278;44.000;2015-10-04\n".encode("latin-1")


def real(*names):
    if not DATA.is_dir():
        pytest.skip(f"SKIPPED LOUDLY: the real figures are not beside the project ({DATA.name} is absent).")
    return {name.rpartition("/")[2]: (DATA / name).read_bytes() for name in names}


def rules(findings, level=None):
    return {f.rule for f in findings if level in (None, f.level)}


def test_a_french_list_of_camps_with_counts_is_an_operation():
    preview = preview_tables(None, {"camps found.csv": FRENCH}, "add")
    assert not errors_of(preview.findings)
    camp = preview.operation.camps.iloc[0]
    assert (camp["camp_id"], camp["country"], camp["latitude"]) == ("mahama", "RWA", -2.3009)
    assert preview.operation.population["population"].tolist() == [44000.0]
    assert {"numbers_converted", "country_code"} <= rules(preview.findings)


def test_the_files_of_mali_end_as_camps_with_counts_and_every_guess_is_a_question():
    files = real(*(f"as-found/mali2012-{n}.csv" for n in ("locations", "mau-mbera", "bf-mentao", "nig-intikane")))
    preview = preview_tables(None, files, "add")
    assert not errors_of(preview.findings)
    counts = preview.operation.population.groupby("camp_id").size().to_dict()
    assert counts == {"fassala-mbera": 65, "mentao": 13, "intikane": 31}
    camps = preview.operation.camps.set_index("camp_id")
    assert camps.loc["intikane", "country"] == "NER"
    assert pd.isna(camps.loc["intikane", "latitude"])
    assert camps.loc["mentao", "country"] == "BFA"
    asked = [f for f in preview.findings if f.rule == "camp_of_file"]
    assert len(asked) == 3
    assert {f.level for f in asked} == {"question"}
    rows = {(f.file, f.row) for f in preview.findings if f.table == "population" and f.row is not None}
    assert all(row < 100 and file.startswith("mali2012-") for file, row in rows)


def test_a_file_without_a_header_takes_the_camp_that_a_person_names():
    files = real("as-found/burundi2015-tan-nduta.csv")
    refused = preview_tables(None, files, "add")
    assert rules(refused.findings, "error") == {"camp_of_file"}
    name = "burundi2015-tan-nduta.csv"
    answers = {
        "tables": {name: {"fixed": {"population.camp_id": "Nduta"}}},
        "new_camps": [{"name": "Nduta", "country": "TZA", "latitude": -3.69, "longitude": 30.78}],
    }
    preview = preview_tables(None, files, "add", answers=ImportAnswers.model_validate(answers))
    assert not errors_of(preview.findings)
    assert preview.operation.population["camp_id"].unique().tolist() == ["nduta"]
    assert len(preview.operation.population) == 64


def test_places_and_roads_join_counts_in_our_own_form():
    files = real(*(f"burundi2015/{name}.csv" for name in ("camps", "population", "places", "roads")))
    preview = preview_tables(None, files, "add")
    assert not errors_of(preview.findings)
    operation = preview.operation
    assert len(operation.camps) == 5
    assert len(operation.depots) == 25
    assert len(operation.routes) == 41
    assert len(operation.population) == 336


def test_rows_of_several_files_stand_in_one_table_and_findings_name_the_file():
    header = b"camp_id,date,population\n"
    files = {
        "population-1.csv": header + b"north,2025-07-06,9000\n",
        "population-2.csv": header + b"south,2025-07-06,-5\nnorth,2025-07-06,8000\n",
    }
    preview = preview_tables(small_operation(), files, "replace")
    told = {(f.rule, f.file, f.row) for f in errors_of(preview.findings)}
    assert ("minimum", "population-2.csv", 2) in told
    assert ("duplicate_key", "population-2.csv", 3) in told
    twice = next(f for f in preview.findings if f.rule == "duplicate_key")
    assert "row 2 of population-1.csv" in twice.message


def test_the_same_rows_twice_are_refused():
    stock = b"place_id,item_id,quantity\nhub,cereal,5\n"
    preview = preview_tables(small_operation(), {"stock 1.csv": stock, "stock 2.csv": stock}, "replace")
    assert "two_files" in rules(preview.findings, "error")


def test_camps_are_known_again_by_name_and_an_unknown_one_is_one_finding():
    rows = "Site,Fecha,Refugiados\nCAMP NORTH CAMP,2025-07-06,9000\nNorh Camp,2025-07-06,5\nNorh Camp,2025-07-13,5\n"
    preview = preview_tables(small_operation(), {"x.csv": rows.encode()}, "add")
    (error,) = errors_of(preview.findings)
    assert (error.rule, error.row) == ("unknown_place", 3)
    assert "2 cells" in error.message
    assert "north" in error.suggestion
    answered = ImportAnswers(places={"Norh Camp": "south"})
    again = preview_tables(small_operation(), {"x.csv": rows.encode()}, "add", answers=answered)
    assert not errors_of(again.findings)
    assert again.operation.population["camp_id"].tail(3).tolist() == ["north", "south", "south"]


def test_a_list_without_coordinates_leaves_those_that_are_known():
    before = small_operation()
    rows = b"Camp name,Country,Capacity\nNorth Camp,Tanzania,12000\n"
    preview = preview_tables(before, {"x.csv": rows}, "add")
    assert not errors_of(preview.findings)
    after, old = (t.camps.set_index("camp_id").loc["north"] for t in (preview.operation, before))
    assert (after["latitude"], after["longitude"]) == (old["latitude"], old["longitude"])
    assert after["capacity_people"] == 12000


def test_counts_without_places_take_them_from_a_list_of_the_same_import():
    counts = b"Site,Pays,Date,Refugees\nZaatari,Jordan,2015-01-01,80000\nAzraq,Jordan,2015-01-01,20000\n"
    places = "اسم المخيم,البلد,خط العرض,خط الطول\nZaatari,الأردن,32.29,36.32\nAzraq,الأردن,31.90,36.58\n".encode()
    for files in ({"c.csv": counts, "p.csv": places}, {"p.csv": places, "c.csv": counts}):
        preview = preview_tables(None, files, "add")
        assert not errors_of(preview.findings)
        camps = preview.operation.camps.set_index("camp_id")
        assert camps["latitude"].to_dict() == {"zaatari": 32.29, "azraq": 31.9}
        assert len(preview.operation.population) == 2


def test_an_arabic_name_of_a_camp_known_in_latin_letters_is_asked_about_not_taken():
    places = b"Camp,Country,Lat,Lon\nZaatari,Jordan,32.29,36.32\nAzraq,Jordan,31.90,36.58\n"
    counts = "المخيم,التاريخ,عدد اللاجئين\nالزعتري,2015-01-01,80000\n".encode()
    preview = preview_tables(None, {"p.csv": places, "c.csv": counts}, "add")
    (error,) = errors_of(preview.findings)
    assert error.rule == "unknown_place"
    assert "zaatari" in error.suggestion


def test_blank_marks_are_counted_and_zero_stays_zero():
    rows = b"Site,Date,Refugees\nNorth Camp,2025-07-06,NA\nSouth Camp,2025-07-06,0\n"
    preview = preview_tables(small_operation(), {"x.csv": rows}, "add")
    counts = preview.operation.population.tail(2).set_index("camp_id")["population"]
    assert pd.isna(counts["north"])
    assert counts["south"] == 0
    assert "blank_mark" in rules(preview.findings, "note")


@pytest.mark.parametrize("table", ["camps", "depots", "items"])
def test_our_own_table_without_its_ids_is_refused_in_words(table):
    files = {f"{table}.csv": small_tables()[table].drop(columns=f"{table[:-1]}_id").to_csv(index=False).encode()}
    found = preview_tables(small_operation(), files, "add").findings
    assert (f"{table[:-1]}_id", "missing_column") in [(f.column, f.rule) for f in found if f.level == "error"]


def test_what_a_person_corrected_is_remembered_for_the_same_header(resources):
    version = resources.store.save_version(small_operation(), parent=None, author="test")
    opened = OpenOperation(resources.store.load_version(version.id), version)
    files = {"x.csv": b"Site,Date,Refugees,People\nNorth Camp,5/6/2025,7000,9000\n"}
    assert rules(preview_upload(opened, files, "add").findings, "error") == {"two_columns", "ambiguous_dates"}
    about = TableAnswers(columns={"Refugees": "population.population", "People": ""}, dates={"Date": "day first"})
    preview = preview_upload(opened, files, "add", answers=ImportAnswers(tables={"x.csv": about}))
    save_upload(resources, preview, opened, alone("test", "analyst"))
    later = {"y.csv": b"Refugees,People,Site,Date\n7100,9100,South Camp,6/6/2025\n"}
    again = preview_again(resources, opened, later)
    assert not errors_of(again.findings)
    (table,) = again.imported.tables
    assert table.mapping.remembered
    assert any("earlier file" in sentence for sentence in table.how)
    assert again.operation.population["population"].iloc[-1] == 7100
    newest = open_operation(resources, version.operation)
    saved = save_upload(resources, preview_again(resources, newest, later), newest, alone("test", "analyst")).in_use()
    resources.store.remembered_mappings.forget(header_fingerprint(table.found))
    # what was remembered then is kept with the version, whatever is remembered now
    assert rebuild_version(resources, saved).same
    assert again.operation.population["date"].iloc[-1] == pd.Timestamp("2025-06-06")
    assert not recall_mappings(resources, [header_fingerprint(table.found)])


def test_personal_data_stop_an_import_and_what_is_kept_is_the_treated_table(resources):
    version = resources.store.save_version(small_operation(), parent=None, author="test")
    opened = OpenOperation(resources.store.load_version(version.id), version)
    rows = "Site,Date,Refugees,Focal point e-mail\nNorth Camp,2025-07-06,9000,amina.marker@example.org\n"
    files = {"x.csv": rows.encode()}
    refused = preview_upload(opened, files, "add")
    assert rules(refused.findings, "error") == {"personal_data"}
    assert "amina" not in str(refused.findings)
    answers = {"tables": {"x.csv": {"personal": {"Focal point e-mail": {"treatment": "drop"}}}}}
    preview = preview_upload(opened, files, "add", answers=ImportAnswers.model_validate(answers))
    assert not errors_of(preview.findings)
    save_upload(resources, preview, opened, alone("test", "analyst"))
    written = [path.read_bytes() for path in resources.settings.home.rglob("*") if path.is_file()]
    kept = [part for data in written for part in _unpacked(data)]
    assert written
    assert not any(b"amina.marker" in part for part in kept)
    # the version is made again from the treated table alone, and every column decided about stays decided
    (newest, *_) = resources.store.versions(version.operation)
    assert rebuild_version(resources, newest).same


def preview_again(resources, opened, files):
    return preview_upload(opened, files, "add", recall=lambda marks: recall_mappings(resources, marks))


def _unpacked(data):
    if not data.startswith(b"PK"):
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.parametrize(
    "files",
    [
        {"empty.csv": b""},
        {"one.csv": b"x\n"},
        {"x.csv": b"Camp,Date,Refugees\n" + b",,\n" * 3},
        {"x.csv": b"Camp,Date,Refugees\n" + b"=1+1,2015-01-01,=2+2\n"},
        {"x.csv": b"name,lat,lon,country\n<script>alert(1)</script>,1,2,TZA\n"},
        {"routes.csv": b"from,to,km\na,b,5\n"},
    ],
)
def test_odd_files_are_told_about_and_never_crash(files):
    imported = import_files(small_operation(), files)
    preview = preview_tables(small_operation(), files, "add")
    assert imported.reading.findings or preview.findings


def test_another_key_for_codes_is_another_stamp_and_a_stamp_makes_no_key(resources):
    before = stamp_of_what_is_kept(resources)
    assert stamp_of_what_is_kept(resources) == before
    assert not secrets_of(resources).names()
    coding_key_of(resources)
    assert stamp_of_what_is_kept(resources) != before
