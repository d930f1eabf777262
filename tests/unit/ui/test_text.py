"""Numbers, dates and outside strings are written as docs and pages promise."""

import pandas as pd
import pytest

from ui import text

HOSTILE = ("<img src=x onerror=alert(1)>", "a`b", "${alert(1)}", "trailing\\", '"><script>x</script>')


def spaced(words: str) -> str:
    return words.replace(text.NBSP, " ")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (text.whole(74321.4), "74,321"),
        (text.whole(None), "?"),
        (text.hundreds(12449), "12,400"),
        (text.hundreds(8), "10"),
        (text.people(407_800), "410,000 people"),
        (text.with_spread(12_400, 11_880, 13_120), "12,400 (11,900 to 13,100)"),
        (text.tonnes(9.96), "10 t"),
        (text.tonnes(-2.44), "−2.4 t"),
        (text.usd(10_800), "USD 10,800"),
        (text.usd(1_310_000), "USD 1.3 million"),
        (text.percent(0.9999), "99 %"),
        (text.percent(0.001), "1 %"),
        (text.percent(float("nan")), "?"),
        (text.points(0.0), "0 points"),
        (text.points(-0.001), "0 points"),
        (text.points(0.01), "+1 point"),
        (text.days(9.99), "9"),
        (text.age(8), "8 days old"),
        (text.age(None), "never counted"),
        (text.date("2025-11-03"), "3 Nov"),
        (text.date(pd.Timestamp("2025-11-03"), year=True), "3 Nov 2025"),
        (text.date(pd.NaT), "?"),
        (text.joined(["a", "b", "c"]), "a, b and c"),
    ],
)
def test_each_kind_of_figure_has_one_form(written, expected):
    assert spaced(written) == expected


@pytest.mark.parametrize("words", HOSTILE)
def test_outside_words_lose_every_sign_that_html_or_a_script_reads(words):
    assert not set(text.safe(words)) & set("<>\"'`$\\")


@pytest.mark.parametrize("words", ["![x](http://a.example/x.png)", "[a](b)", ":red[a]", "**a**", "<b>", "`a`", "$a$"])
def test_outside_words_in_markdown_keep_no_sign_unescaped(words):
    shown = text.plain(words)
    for position, sign in enumerate(shown):
        if sign in "![]()*<>`:$":
            assert shown[position - 1] == "\\"


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("stock, row 3, column quantity", "Stock, row 3, column quantity"),
        ("camps, sites_Est.xlsx, row 6, column Date de MàJ", "Camps, sites_Est.xlsx, row 6, column Date de MàJ"),
        ("sites_Est.xlsx, Feuille A, row 1", "sites_Est.xlsx, Feuille A, row 1"),
        ("", ""),
    ],
)
def test_a_place_begins_a_line_without_another_name_for_its_file_or_column(place, line):
    assert text.first_capital(place) == line


def test_marks_that_turn_text_around_are_dropped():
    assert text.safe("a\u202eb\x00c") == "abc"
