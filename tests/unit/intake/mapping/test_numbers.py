"""Numbers written in another way are converted where the column proves it, asked or refused where it does not."""

import pandas as pd
import pytest

from core.intake.mapping.numbers import convert_numbers


def read(cells, is_count=False, decimal=None):
    converted, findings = convert_numbers(
        pd.Series(cells, dtype="str"), "camps", "N", is_count=is_count, decimal=decimal
    )
    return converted.tolist(), [f.level for f in findings]


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["-2,3009", "30,5"], ["-2.3009", "30.5"]),
        (["1,234.5", "1,000"], ["1234.5", "1000"]),
        (["1.234,5", "1.000"], ["1234.5", "1000"]),
        (["1 234", "12"], ["1234", "12"]),
        (["1,234,567"], ["1234567"]),
        (["٤٤٠٠٠"], ["44000"]),
    ],
)
def test_what_the_column_proves_is_a_note(cells, numbers):
    assert read(cells) == (numbers, ["note"])


def test_thousands_of_people_are_asked_about():
    assert read(["23.984", "1.000"], is_count=True) == (["23984", "1000"], ["question"])
    assert read(["1,000"], is_count=True) == (["1000"], ["question"])


@pytest.mark.parametrize(("cells", "is_count"), [(["1,000"], False), (["44.000"], True), (["1.5", "1,5"], False)])
def test_what_nothing_proves_is_refused_and_stays(cells, is_count):
    assert read(cells, is_count) == (cells, ["error"])


def test_the_mark_that_the_file_proves_elsewhere_settles_it():
    assert read(["44.000"], is_count=True, decimal=",") == (["44000"], ["note"])


def test_plain_numbers_zero_and_words_are_left_alone():
    assert read(["1.5", "0", "46 KG", "-3", "1e3"]) == (["1.5", "0", "46 KG", "-3", "1e3"], [])
