"""A found table is mapped by tag, word and value; where that is not sure, it asks."""

import pytest

from core.intake.mapping import TableAnswers, propose_mapping
from tests.unit.intake.mapping.found_tables import found_in

HEADERS = [
    "Camp name,Country,Latitude,Longitude,Refugees,Date\n",
    "Nom du camp,Pays,Latitude,Longitude,Nombre de réfugiés,Date\n",
    "Nombre del campamento,País,Latitud,Longitud,Número de refugiados,Fecha\n",
    "اسم المخيم,البلد,خط العرض,خط الطول,عدد اللاجئين,التاريخ\n",
    "campName,COUNTRY,LAT_DD,LON_DD,refugee_pop,asOfDate\n",
]
ROW = "Mahama,Rwanda,-2.30,30.83,44000,2015-10-04\nNduta,Tanzania,-3.69,30.78,7,2015-10-05\n"


@pytest.mark.parametrize("header", HEADERS)
def test_a_list_of_camps_with_counts_feeds_both_tables_in_four_languages(header):
    mapping = propose_mapping(found_in("x.csv", header + ROW))
    assert mapping.tables == ("population", "camps")
    assert list(mapping.into("camps")) == ["name", "country", "latitude", "longitude"]
    assert set(mapping.into("population")) == {"camp_id", "population", "date"}
    assert not mapping.questions
    assert all(0.45 <= c.confidence <= 1 and c.reason for c in mapping.columns if c.targets)


def test_tags_win_over_words():
    text = "Name,Where,A,B,N,When\n#loc+name,#country+code,#geo+lat,#geo+lon,#affected+refugees,#date\n"
    mapping = propose_mapping(found_in("x.csv", text + ROW))
    assert mapping.into("camps")["latitude"] == "A"
    assert mapping.into("population")["population"] == "N"


def test_a_tag_of_a_part_of_people_is_not_everybody():
    text = "Place,Women,When\n#loc+name,#affected+f,#date\nA,5,2015-01-01\nB,6,2015-01-01\n"
    mapping = propose_mapping(found_in("x.csv", text))
    assert "population" not in mapping.into("population")


def test_values_contradict_a_word():
    # “Nombre” is a name in Spanish and a number in French
    french = propose_mapping(found_in("x.csv", "Camp,Nombre,Date\nA,512,2015-01-01\nB,600,2015-01-08\n"))
    assert french.into("population")["population"] == "Nombre"


def test_two_columns_of_one_meaning_are_asked_about_and_an_answer_settles_it():
    found = found_in("y.csv", "Camp,Población,Refugiados,Fecha\nA,512,630,2015-01-01\nB,2,3,2015-01-02\n")
    assert [q[0] for q in propose_mapping(found).questions] == ["two_columns"]
    said = TableAnswers(columns={"Refugiados": "population.population", "Población": ""})
    mapping = propose_mapping(found, said)
    assert mapping.into("population")["population"] == "Refugiados"
    assert not mapping.questions


def test_two_equal_columns_of_one_meaning_need_no_question():
    found = found_in("y.csv", "Camp,Población,Refugiados,Fecha\nA,512,512,2015-01-01\nB,2,2,2015-01-02\n")
    assert not propose_mapping(found).questions


def test_a_table_of_goods_that_can_be_several_asks_and_its_name_answers():
    text = "Camp,Item,Date,Quantity\nA,rice,2015-01-01,5\nB,oil,2015-01-02,6\n"
    assert [q[0] for q in propose_mapping(found_in("x.csv", text)).questions] == ["which_table"]
    assert propose_mapping(found_in("distributions mars.csv", text)).tables == ("deliveries",)


def test_nothing_known_is_one_question_that_names_the_columns():
    (question,) = propose_mapping(found_in("z.csv", "alpha,beta\n1,2\n")).questions
    assert question[0] == "which_table"
    assert "alpha, beta" in question[1]


def test_five_hundred_columns_are_mapped_in_a_moment():
    names = ",".join(["Camp", "Date", "Refugees", *(f"share of households in area {n}" for n in range(497))])
    rows = "".join(f"C{r},2015-01-0{r},{r * 100}," + ",".join(["0.5"] * 497) + "\n" for r in range(1, 8))
    mapping = propose_mapping(found_in("x.csv", f"{names}\n{rows}"))
    assert mapping.tables == ("population",)
    assert len(mapping.columns) == 500


def test_left_out_means_that_nothing_of_it_is_used():
    mapping = propose_mapping(found_in("x.csv", HEADERS[0] + ROW), TableAnswers(tables=()))
    assert mapping.tables == ()
    assert not any(c.targets for c in mapping.columns)
