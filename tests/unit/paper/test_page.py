"""Pages of paper: text is broken, cut, turned and never lost; what the fonts lack is a square."""

import pandas as pd
import pytest

from core.locale import LANGUAGES
from core.paper import Circle, Drawing, Line, Paper, Surface, Words
from core.paper.page import NO_GLYPH, _known, _pieces
from tests.briefs import pages_of, text_of

DAY = pd.Timestamp("2025-07-01")


def paper(code="en"):
    page = Paper(LANGUAGES[code], "Title", DAY)
    page.add_page()
    return page


def test_text_is_broken_into_lines_that_fit():
    page = paper()
    lines = page.wrap("one two three four five six seven", 30.0, 4.0, most=9)
    assert len(lines) > 1
    assert " ".join(lines) == "one two three four five six seven"
    assert all(page.measure(line, 4.0) <= 30.0 for line in lines)
    page.to_bytes()


@pytest.mark.parametrize("text", ["A" * 400, "word " * 200, "م" * 300, "\u2068" + "x" * 300 + "\u2069"])
def test_what_does_not_fit_ends_in_dots_within_its_lines(text):
    page = paper("ar" if "م" in text else "en")
    lines = page.wrap(text, 40.0, 3.0, most=2)
    assert len(lines) <= 2
    assert lines[-1].rstrip("\u2069").endswith("…")
    assert all(page.measure(line, 3.0) <= 40.0 for line in lines)
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)
    page.to_bytes()


def test_numbers_and_names_keep_their_order_in_a_line_from_the_right():
    pieces = _pieces("المخيم \u2068North Camp (A) 2\u2069 يتلقى \u2066−3\u2069 نقاط", "rtl")
    assert [(words.strip(), way) for words, way in pieces] == [
        ("نقاط", "rtl"),
        ("−3", "ltr"),
        ("يتلقى", "rtl"),
        ("North Camp (A) 2", "ltr"),
        ("المخيم", "rtl"),
    ]


def test_a_sign_without_a_glyph_is_an_open_square():
    assert _known("Nduta 日本") == f"Nduta {NO_GLYPH * 2}"
    assert _known("a\u202fb\u200bc") == "a\u00a0bc"


def test_arabic_is_joined_and_is_drawn_from_the_right():
    page = paper("ar")
    page.text("مخيم", 10, 10, 100, 5)
    made = page.to_bytes()
    assert pages_of(made) == 1
    assert "مخيم" in text_of(made).replace(" ", "").translate(dict.fromkeys(range(0x202A, 0x202F)))


def test_drawings_and_boxes_are_drawn_on_one_page_and_equal_content_makes_equal_bytes():
    def made():
        page = paper()
        page.box(10, 10, 30, 10, fill="#E5F3FC", edge="#4A5766")
        shapes = (
            Surface((((0, 0), (50, 0), (50, 30)),), "#DCE8EF", "#A9B1B9", 0.2),
            Line(((0, 0), (70, 50)), "#A0322E", 0.8, (1, 1)),
            Circle((30, 15), 5, "#C77100", "#16202B", 0.4, (1, 0.5)),
            Words((30, 15), "Nduta 61 %", 3.5, "#16202B", True, "left", "#F7F5F0"),
        )
        page.draw(Drawing(60, 40, shapes, "a drawing"), 80, 40)
        return page.to_bytes()

    assert made() == made()
    assert pages_of(made()) == 1
    assert "Nduta 61" in text_of(made())
