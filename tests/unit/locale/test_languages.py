"""Languages of documents: every sentence is translated, places agree, numbers and plurals are the language's own."""

import string

import pandas as pd
import pytest
from babel import Locale
from babel.numbers import format_decimal

from core.domain import wording
from core.errors import AidError
from core.locale import ENGLISH, LANGUAGES, language_of, without_marks
from core.locale.catalog import catalog_of
from tests.unit.locale.said import said_in_source

TRANSLATED = [code for code in LANGUAGES if code != "en"]
FORMS = {"fr": 2, "es": 2, "ar": 6}


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_left_over(code):
    sentences, counted = said_in_source()
    catalog = catalog_of(code)
    assert sorted(sentences - set(catalog.sentences)) == []
    assert sorted(set(catalog.sentences) - sentences) == []
    assert sorted(set(counted) ^ set(catalog.counted)) == []
    assert [english for english, text in catalog.sentences.items() if not text] == []
    assert [one for one, forms in catalog.counted.items() if not all(forms)] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_places_for_values_are_those_of_the_english(code):
    catalog = catalog_of(code)
    assert [english for english, text in catalog.sentences.items() if places(text) != places(english)] == []
    wrong = []
    for one, forms in catalog.counted.items():
        needed = places(one) - {"count"}
        wrong += [form for form in forms if not needed <= places(form) <= needed | {"count"}]
        # 0, 1 and 2 may be said in words; all others need the number
        wrong += [form for form in forms[3:] or forms[1:] if "count" in places(one) and "{count}" not in form]
    assert [form for form in wrong if "{signed}" not in form] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_plural_forms_are_those_of_the_language(code):
    catalog, rule = catalog_of(code), Locale.parse(code).plural_form
    assert {len(forms) for forms in catalog.counted.values()} == {FORMS[code]}
    order = ["zero", "one", "two", "few", "many", "other"] if code == "ar" else ["one", "other"]
    for number in range(1, 200):
        assert order[catalog.form_of(number)] == rule(number)


def test_arabic_counts_in_six_forms():
    arabic = LANGUAGES["ar"]
    said = [without_marks(arabic.counted(n, "{count} day", "{count} days")) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["0 يوم", "يوم واحد", "يومين", "3 أيام", "11 يومًا", "100 يوم"]


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("value", [0, 7, 999, 1000, 9999, 10_000, 123_456, 1_234_567.5, -4321.25])
def test_numbers_are_written_as_cldr_says(code, value):
    decimals = 2 if value % 1 else 0
    form = "#,##0.00" if decimals else "#,##0"
    expected = format_decimal(abs(value), format=form, locale=code, numbering_system="latn")
    ours = without_marks(LANGUAGES[code].number(value, decimals)).removeprefix("−")
    if code == "es" and 1000 <= abs(value) < 10_000:
        expected = expected.replace(".", "", 1)  # CLDR: at least two digits before the first separator
    assert ours == expected


@pytest.mark.parametrize(
    ("code", "money", "share", "span"),
    [
        ("en", "USD 10,800", "43 %", "4 to 6 Nov"),
        ("fr", "10 800 USD", "43 %", "du 4 au 6 nov."),
        ("es", "10.800 USD", "43 %", "del 4 al 6 nov"),
        ("ar", "10,800 دولار", "43 %", "من 4 إلى 6 نوفمبر"),
    ],
)
def test_money_shares_and_days(code, money, share, span):
    language = LANGUAGES[code]
    first, last = pd.to_datetime(["2025-11-04", "2025-11-06"])
    said = [wording.usd(10_800, language), wording.percent(0.43, language), wording.day_between(first, last, language)]
    plain = [without_marks(text).replace("\u00a0", " ").replace("\u202f", " ") for text in said]
    assert plain == [money, share, span]


def test_a_sentence_that_ends_in_a_shortened_month_ends_once():
    said = LANGUAGES["fr"].say("{clause}.", clause="du 4 au 6 nov.")
    assert said == "du 4 au 6 nov."
    assert ENGLISH.say("{clause}.", clause="4 Nov") == "4 Nov."


def test_numbers_and_names_are_marked_only_where_lines_run_from_the_right():
    assert LANGUAGES["ar"].name("Nduta") == "\u2068Nduta\u2069"
    assert LANGUAGES["ar"].number(7) == "\u20667\u2069"
    assert LANGUAGES["fr"].name("Nduta") == "Nduta"


def test_a_language_that_is_not_known_is_named_with_those_that_are():
    with pytest.raises(AidError, match="sw") as error:
        language_of("sw")
    assert "en, fr, ar, es" in error.value.hint
