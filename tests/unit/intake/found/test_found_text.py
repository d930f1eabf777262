"""Separated text as it is found: encodings, separators, titles, tags, decimals, uneven rows."""

import time

import pytest

from core.intake.found import read_found

ROWS = "Camp,Réfugiés,Date\nMbera,10864,2012-03-07\nMentao,4091,2012-03-24\n"


def only(data, name="camps.csv"):
    found = read_found(name, data)
    assert len(found.tables) == 1, found.findings
    return found.tables[0], found.findings


def rules(findings, level=None):
    return [finding.rule for finding in findings if level in (None, finding.level)]


@pytest.mark.parametrize(
    ("encoding", "prefix", "said"),
    [
        ("utf-8", b"", "valid UTF-8"),
        ("utf-8-sig", b"", "byte order mark of UTF-8"),
        ("utf-16", b"", "byte order mark of UTF-16"),
        ("utf-16-le", b"", "Every second byte is zero"),
        ("utf-16-be", b"", "Every second byte is zero"),
        ("latin-1", b"", "Latin-1"),
    ],
)
def test_each_encoding_gives_the_same_cells_and_says_why(encoding, prefix, said):
    table, findings = only(prefix + ROWS.encode(encoding))
    assert list(table.cells.columns) == ["Camp", "Réfugiés", "Date"]
    assert table.cells.iloc[0].tolist() == ["Mbera", "10864", "2012-03-07"]
    assert said in " ".join(table.how)
    assert findings == ()


def test_windows_1252_is_told_from_latin_1_by_its_quotation_marks():
    table, findings = only("Camp,Région\nMbera,L’Hodh\nMentao,Soum “Nord”\n".encode("cp1252"))
    assert table.cells["Région"].tolist() == ["L’Hodh", "Soum “Nord”"]
    assert "Windows-1252" in " ".join(table.how)
    assert findings == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("مخيم,عدد\nالزعتري,79000\nالأزرق,35000\nمخيم الإمارات,7000\n", "cp1256"),
        ("Лагерь,Людей\nПервый лагерь,100\nВторой лагерь,250\n", "cp1251"),
    ],
)
def test_another_alphabet_in_single_bytes_is_asked_about_and_not_passed_off_as_latin(text, encoding):
    table, findings = only(text.encode(encoding))
    assert rules(findings) == ["encoding"]
    assert findings[0].level == "question"
    assert list(table.cells.columns) == text.split("\n")[0].split(",")


def test_damaged_utf8_is_an_error_with_its_line():
    data = ("Camp,People\n" + "Réfugiés,5\n" * 20).encode() + b"bad \xff,6\n"
    table, findings = only(data)
    assert [(f.level, f.rule, f.row) for f in findings] == [("error", "encoding", 22)]
    assert len(table.cells) == 21


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_each_separator_is_found(sign):
    table, _ = only(ROWS.replace(",", sign).encode())
    assert table.cells.shape == (2, 3)
    assert "split 100% of its first rows into 3 cells" in " ".join(table.how)


def test_commas_are_decimals_where_semicolons_separate():
    table, findings = only(b"camp;people;water\nA;1200;15,5\nB;800;7,25\nC;90;20\n")
    assert (table.decimal, findings) == (",", ())
    assert table.cells["water"].tolist() == ["15,5", "7,25", "20"]
    assert "can be nothing else" in table.how[-1]


def test_a_comma_before_three_digits_proves_nothing_and_is_asked_about():
    table, findings = only(b"camp;people\nA;1,200\nB;8,000\n")
    assert table.decimal == "."
    assert [(f.level, f.rule, f.column) for f in findings] == [("question", "decimal_mark", "people")]


def test_another_column_settles_what_a_comma_before_three_digits_is():
    table, findings = only(b'camp,people,water\nA,"1,200",15.5\nB,"8,000",7.0\n')
    assert (table.decimal, findings) == (".", ())


def test_both_marks_in_one_table_are_asked_about():
    _, findings = only(b"camp;people;water\nA;1.5;15,5\nB;8.25;7,0\n")
    assert rules(findings, "question") == ["decimal_mark"]


def test_the_line_that_names_the_separator_is_no_row():
    table, _ = only(b"sep=;\ncamp;people\nA;5\nB;6\n")
    assert table.cells.index.tolist() == [1, 2]
    assert list(table.cells.columns) == ["camp", "people"]


def test_a_file_without_a_header_keeps_its_first_row():
    table, findings = only(b"2015-05-15,27144\n2015-05-20,28000\n")
    assert not table.has_header
    assert list(table.cells.columns) == ["column 1", "column 2"]
    assert table.cells.index.tolist() == [-1, 0]
    assert table.cells.iloc[0].tolist() == ["2015-05-15", "27144"]
    assert findings == ()


def test_a_single_row_without_a_header_is_kept():
    table, _ = only(b"2015-05-15,27144\n")
    assert not table.has_header
    assert len(table.cells) == 1


def test_years_can_name_columns():
    table, _ = only(b"Country,2012,2013\nMali,100,250\nNiger,90,80\n")
    assert list(table.cells.columns) == ["Country", "2012", "2013"]


def test_words_alone_still_have_a_header():
    table, _ = only(b"from,to\nkidal,mopti\ngao,kidal\n")
    assert table.has_header
    assert len(table.cells) == 2


def test_titles_above_and_remarks_below_are_set_aside_and_named():
    data = (
        b"UNHCR operational update\nAs of 15 May 2015\n\nCamp,People,Households\nA,100,20\nB,200,40\nTotal,300,60\n\n"
        b"Source: UNHCR proGres\n* provisional\n"
    )
    table, findings = only(data)
    assert list(table.cells.columns) == ["Camp", "People", "Households"]
    assert table.cells["Camp"].tolist() == ["A", "B"]
    assert table.cells.index.tolist() == [3, 4]
    named = {finding.row: finding for finding in findings}
    assert {row: named[row].rule for row in named} == {
        1: "title_row",
        2: "title_row",
        7: "totals_row",
        9: "footnote_row",
        10: "footnote_row",
    }
    assert all(finding.level == "note" for finding in findings)
    assert "UNHCR proGres" in named[9].message
    assert "Total | 300 | 60" in named[7].message


def test_a_camp_at_the_end_whose_count_is_blank_is_no_remark():
    table, findings = only(b"Camp,People,Households\nA,100,20\nB,200,40\nNduta,,\n")
    assert table.cells["Camp"].tolist() == ["A", "B", "Nduta"]
    assert findings == ()


def test_total_as_a_category_keeps_its_rows():
    rows = "".join(f"{sex},{camp},5\n" for camp in "ABC" for sex in ("male", "female", "total"))
    table, findings = only(f"sex,camp,people\n{rows}".encode())
    assert len(table.cells) == 9
    assert rules(findings, "question") == ["totals_row"]


def test_a_header_that_comes_again_is_set_aside():
    table, findings = only(b"Camp,People\nA,1\nB,2\nCamp,People\nC,3\n")
    assert table.cells["Camp"].tolist() == ["A", "B", "C"]
    assert [(f.rule, f.row) for f in findings] == [("header_again", 4)]


def test_a_row_of_separators_alone_is_a_note():
    table, findings = only(b"Camp,People\nA,1\n,\nB,2\n\n")
    assert table.cells.index.tolist() == [0, 2]
    assert [(f.level, f.rule, f.row) for f in findings] == [("note", "blank_row", 3)]


def test_uneven_rows_keep_every_cell_and_are_asked_about():
    table, findings = only(b'Camp,People,Water\nA,1,2\nB,3\nC,4,5,"six, or seven"\nD,6,7\n')
    assert table.cells.index.tolist() == [0, 1, 2, 3]
    assert table.cells["column 4"].dropna().tolist() == ["six, or seven"]
    assert table.cells.loc[1].tolist()[:2] == ["B", "3"]
    assert [(f.level, f.rule, f.row) for f in findings] == [
        ("question", "ragged_row", 3),
        ("question", "unnamed_column", 1),
    ]


def test_repeated_and_missing_names_become_unique():
    table, findings = only(b"Camp,People,People,\nA,1,2,x\nB,3,4,\n")
    assert list(table.cells.columns) == ["Camp", "People", "People (2)", "column 4"]
    assert table.positions == {"Camp": 1, "People": 2, "People (2)": 3, "column 4": 4}
    assert sorted(rules(findings, "question")) == ["repeated_column", "unnamed_column"]


@pytest.mark.parametrize("above", [0, 1, 12])
def test_hxl_tags_are_found_below_the_header_wherever_the_table_begins(above):
    data = "Report\n" * above + "Camp,People\n#loc +name,#affected+f\nA,1\nB,2\n"
    table, findings = only(data.encode())
    assert table.hxl == {"Camp": "#loc+name", "People": "#affected+f"}
    assert table.cells["Camp"].tolist() == ["A", "B"]
    assert rules(findings) == ["title_row"] * above


def test_two_header_rows_above_tags_are_joined():
    header = "Qué,Qué,Dónde,\nSector,Subsector,País,Personas\n"
    data = header + "#sector+es,#subsector+es,#country,#targeted+f\nAgua,Pozos,Mali,5\n"
    table, _ = only(data.encode("latin-1"))
    assert list(table.cells.columns) == ["Qué / Sector", "Qué / Subsector", "Dónde / País", "Dónde / Personas"]
    assert table.hxl["Qué / Sector"] == "#sector+es"


def test_bad_tags_are_named_and_the_others_used():
    table, findings = only(b"Camp,Round,People\n#loc+name,#1round,#affected\nA,1,5\n")
    assert table.hxl == {"Camp": "#loc+name", "People": "#affected"}
    assert [(f.level, f.rule, f.row) for f in findings] == [("question", "hxl_tag", 2)]
    assert "#1round" in findings[0].message


def test_tags_alone_name_the_columns():
    table, _ = only(b"#loc+name,#affected\nA,5\n")
    assert list(table.cells.columns) == ["#loc+name", "#affected"]


@pytest.mark.parametrize(
    "header", ["#name,region,country,lat,lon", "#DateTime,people", "#name1,name2,distance,forced_redirection"]
)
def test_a_comment_mark_is_no_tag(header):
    width = header.count(",") + 1
    table, _ = only(f"{header}\n{','.join(['5'] * width)}\n{','.join(['6'] * width)}\n".encode())
    assert table.hxl == {}
    assert list(table.cells.columns) == header.split(",")
    assert "comment mark" in " ".join(table.how)


def test_an_apostrophe_that_guards_against_formulas_is_taken_off():
    table, _ = only(b"Camp,People\n'=1+1,5\n't Hoen,6\n")
    assert table.cells["Camp"].tolist() == ["=1+1", "'t Hoen"]
    assert "taken off 1 cells" in " ".join(table.how)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b",,,\n,,,\n", "empty_file"),
        (b"\x00\x01\x02\x03\x00\x00\xff", "encoding"),
        (b'Camp,People\nA,"5\nB,6\n', "open_quote"),
        (b"This is a letter of several words.\nIt has no table in it at all.\n", "no_table"),
        (b"<!DOCTYPE html><table></table>", "no_table"),
        (b"%PDF-1.7", "no_table"),
        (b"PK\x03\x04rest", "not_a_table"),
        (("a," * 600 + "\n" + "1," * 600 + "\n").encode(), "too_large"),
    ],
)
def test_what_is_no_table_is_one_error_that_says_what_to_do(data, rule):
    found = read_found("../../x/camps.csv", data)
    assert found.tables == ()
    assert [(f.level, f.rule, f.table) for f in found.findings] == [("error", rule, "camps.csv")]
    assert found.findings[0].suggestion


def test_a_lone_inch_mark_is_text():
    table, _ = only(b'Item,People\nPipe 5" wide,5\nHose,6\n')
    assert table.cells["Item"].tolist() == ['Pipe 5" wide', "Hose"]


def test_line_breaks_inside_cells_do_not_move_row_numbers():
    table, findings = only(b'Camp,People\n"A\nB",1\nC\nD,4\n')
    assert table.cells.index.tolist() == [0, 1, 2]
    assert findings[0].row == 3


def test_a_hundred_thousand_uneven_rows_take_no_longer_than_even_ones():
    data = b"a,b,c\n" + b"1,2,3\n" * 400 + b"1,2\n" * 50_000 + b"1,2,3,4\n" * 50_000
    start = time.perf_counter()
    table, _ = only(data)
    assert time.perf_counter() - start < 5
    assert len(table.cells) == 100_400
    assert table.cells["column 4"].notna().sum() == 50_000


def test_a_published_table_with_its_preamble_is_read_from_its_own_header():
    data = (
        '"Data Source","World Development Indicators",\n\n"Last Updated Date","2020-07-01",\n\n'
        '"Country Name","Country Code","Indicator","2012","2013",\n"Mali","MLI","Refugees","15000","",\n'
        '"Niger","NER","Refugees","60000","57000",\n'
    )
    table, findings = only(data.encode())
    assert list(table.cells.columns) == ["Country Name", "Country Code", "Indicator", "2012", "2013"]
    assert table.cells["Country Name"].tolist() == ["Mali", "Niger"]
    assert [(f.rule, f.row) for f in findings] == [("title_row", 1), ("title_row", 3)]


def test_a_line_of_two_words_above_a_table_is_no_group_of_columns():
    table, findings = only(b"Camp list,,,,as of March\nCamp,Country,Water,Food,People\nA,MLI,1,2,5\nB,NER,3,4,6\n")
    assert list(table.cells.columns) == ["Camp", "Country", "Water", "Food", "People"]
    assert [(f.rule, f.row) for f in findings] == [("title_row", 1)]


def test_an_outline_written_as_text_fits_into_a_cell():
    outline = "POLYGON((" + "30.5 -3.25," * 20_000 + "))"
    table, _ = only(f'name,outline,people\nA,"{outline}",5\nB,,6\n'.encode())
    assert table.cells["outline"].dropna().tolist() == [outline]
