"""Country names of agencies and languages as codes."""

import pandas as pd
import pytest

from core.domain.countries import country_name, iso3, iso3_of_alpha_2
from tests.unit.sources.found_samples import real


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Burkina_Faso", "BFA"),
        ("Democratic Republic of the Congo", "COD"),
        ("Republic of Congo", "COG"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Tchad", "TCD"),
        ("Etiopía", "ETH"),
        ("النيجر", "NER"),
        ("TZA", "TZA"),
        ("Guinea", "GIN"),
        ("South Sudan", "SSD"),
    ],
)
def test_a_name_has_its_code(name, code):
    assert iso3(pd.Series([name], dtype="str")).tolist() == [code]


def test_no_country_and_two_letters_are_not_guessed():
    assert iso3(pd.Series(["Atlantis", "NA", "NE", None], dtype="str")).isna().all()
    assert iso3_of_alpha_2(pd.Series(["NE", "na", "ZZ"], dtype="str")).fillna("").tolist() == ["NER", "NAM", ""]


def test_every_country_of_the_real_reports_is_known():
    names = pd.Series(real("unhcrwash.csv").cells["country"].unique(), dtype="str")
    assert names[iso3(names).isna()].tolist() == ["NA"]


def test_a_code_without_a_country_is_its_own_name():
    assert (country_name("TZA"), country_name("UKN")) == ("Tanzania", "UKN")
