"""Found tables with and without personal data, drawn from Faker's names, texts and numbers and not from our own lists.

Every table says which of its columns hold what; everything else in it is impersonal and must not be found.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from faker import Faker

from core.intake.found import FoundTable
from core.privacy import PersonalKind as Kind

LOCALES = {"en": "en_KE", "fr": "fr_FR", "es": "es_CO", "ar": "ar_AA"}
FALLBACK = {"en_KE": "en_US"}
WORDS = {
    "en": ("Name", "Sex", "Age", "Village", "Phone number", "Email", "Date of birth", "Remarks", "Religion",
           "Case number"),
    "fr": ("Nom", "Sexe", "Âge", "Village", "Téléphone", "Courriel", "Date de naissance", "Commentaires", "Ethnie",
           "Numéro de dossier"),
    "es": ("Nombre", "Sexo", "Edad", "Municipio", "Teléfono", "Correo electrónico", "Fecha de nacimiento",
           "Observaciones", "Discapacidad", "Número de documento"),
    "ar": ("الاسم", "الجنس", "العمر", "القرية", "رقم الهاتف", "البريد الإلكتروني", "تاريخ الميلاد", "ملاحظات",
           "الديانة", "رقم الهوية"),
}  # fmt: skip
TRAITS = {
    "en": ("Muslim", "Christian", "other"),
    "fr": ("Peul", "Songhaï", "Touareg"),
    "es": ("física", "visual", "ninguna"),
    "ar": ("مسلم", "مسيحي"),
}
SEXES = {"en": ("F", "M"), "fr": ("Femme", "Homme"), "es": ("Mujer", "Hombre"), "ar": ("أنثى", "ذكر")}


@dataclass(frozen=True, eq=False)
class Case:
    """A table and what is in it: column to kinds."""

    name: str
    found: FoundTable
    holds: dict[str, Kind] = field(default_factory=dict)


def corpus(seed: int, rows: int = 60) -> list[Case]:
    """Tables of every kind in every language."""
    drawn: list[Case] = []
    for language, locale in LOCALES.items():
        fake = _faker(locale, seed)
        chance = np.random.default_rng([seed, len(drawn)])
        for make in (_roster, _households, _contacts, _payments, _lone_names, _feedback):
            drawn.append(make(language, fake, chance, rows))
        for make in (
            _camps,
            _prices,
            _displaced,
            _demographics,
            _who_does_what,
            _facilities,
            _codes,
            _events,
            _unnamed_places,
        ):
            drawn.append(make(language, fake, chance, rows))
    return drawn


def _faker(locale: str, seed: int) -> Faker:
    try:
        fake = Faker(locale)
    except AttributeError:
        fake = Faker(FALLBACK[locale])
    fake.seed_instance(seed)
    return fake


def _case(name: str, language: str, columns: dict[str, list], holds: dict[str, Kind], **more: object) -> Case:
    cells = pd.DataFrame({column: pd.Series(values).astype("str") for column, values in columns.items()})
    return Case(f"{name} {language}", FoundTable(f"{name}.csv", "", cells, **more), holds)  # type: ignore[arg-type]


def _many(make: Callable[[], object], rows: int) -> list[str]:
    return [str(make()) for _ in range(rows)]


def _name(fake: Faker) -> str:
    return f"{fake.first_name()} {fake.last_name()}"


def _towns(fake: Faker, chance: np.random.Generator, rows: int) -> list[str]:
    towns = [fake.city() for _ in range(8)]
    return [towns[i] for i in chance.integers(0, 8, rows)]


def _roster(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    name, sex, age, village, phone, _, birth, _, trait, number = WORDS[language]
    columns = {
        name: _many(lambda: _name(fake), rows),
        sex: list(chance.choice(SEXES[language], rows)),
        age: list(chance.integers(0, 90, rows)),
        village: _towns(fake, chance, rows),
        birth: _many(lambda: fake.date_of_birth().strftime("%d/%m/%Y"), rows),
        trait: list(chance.choice(TRAITS[language], rows)),
        phone: [f"0{chance.integers(6e8, 8e8)}" for _ in range(rows)],
        number: [f"{chance.integers(1e7, 9e7)}" for _ in range(rows)],
    }
    holds = {name: Kind.NAME, birth: Kind.BIRTH, trait: Kind.SENSITIVE, phone: Kind.PHONE, number: Kind.NUMBER}
    return _case("roster", language, columns, holds)


def _households(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    """An interview form: coordinates of homes, a UNHCR number under a header that says nothing."""
    columns = {
        "_uuid": _many(fake.uuid4, rows),
        "_submission_time": _many(lambda: fake.date_time_between(dt.datetime(2024, 1, 1)).isoformat(), rows),
        "group_hh/household_id": [f"HH{i:04d}" for i in range(rows)],
        "group_hh/size": list(chance.integers(1, 12, rows)),
        "_gps_latitude": [f"{v:.7f}" for v in 3.7 + chance.normal(0, 0.02, rows)],
        "_gps_longitude": [f"{v:.7f}" for v in 34.8 + chance.normal(0, 0.02, rows)],
        "x1": [
            f"{chance.integers(100, 999)}-{chance.integers(10, 25)}C{chance.integers(10000, 99999)}"
            for _ in range(rows)
        ],
        "water_source": list(chance.choice(["tap", "well", "river"], rows)),
    }
    holds = {"_gps_latitude": Kind.HOME, "_gps_longitude": Kind.HOME, "x1": Kind.NUMBER}
    return _case("households", language, columns, holds)


def _contacts(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    email = WORDS[language][5]
    columns = {
        "Organisation": _many(fake.company, rows),
        email: _many(fake.ascii_safe_email, rows),
        "c3": [f"+{chance.choice([254, 255, 33, 57, 962])} {chance.integers(1e8, 9e8)}" for _ in range(rows)],
        "Activities": list(chance.integers(1, 40, rows)),
    }
    return _case("contacts", language, columns, {email: Kind.EMAIL, "c3": Kind.PHONE})


def _payments(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    bank = Faker("fr_FR")
    bank.seed_instance(int(chance.integers(1e6)))
    columns = {
        "ref": [f"PAY-{i:05d}" for i in range(rows)],
        "to": _many(bank.iban, rows),
        "by": _many(lambda: bank.credit_card_number("visa16"), rows),
        "amount": [f"{v:.2f}" for v in chance.uniform(10, 90, rows)],
        "mobile": [f"2547{chance.integers(10000000, 39999999)}" for _ in range(rows)],
        "transaction": [f"{chance.integers(10**15, 10**16)}" for _ in range(rows)],
    }
    return _case("payments", language, columns, {"to": Kind.NUMBER, "by": Kind.NUMBER, "mobile": Kind.PHONE})


def _lone_names(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    """A list without header, names and a date of distribution."""
    columns = {
        "column 1": _many(lambda: _name(fake), rows),
        "column 2": _many(lambda: fake.date_between(dt.date(2024, 1, 1), dt.date(2024, 6, 30)), rows),
        "column 3": list(chance.integers(1, 9, rows)),
    }
    return _case("list", language, columns, {"column 1": Kind.NAME}, has_header=False)


def _feedback(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    text = WORDS[language][7]
    columns = {
        "date": _many(lambda: fake.date_between(dt.date(2024, 1, 1), dt.date(2024, 6, 30)), rows),
        "category": list(chance.choice(["food", "water", "staff"], rows)),
        text: _many(lambda: fake.sentence(nb_words=12), rows),
    }
    return _case("feedback", language, columns, {text: Kind.TEXT})


def _camps(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    """A camp list with exact coordinates, some camps named after persons."""
    names = [f"{fake.last_name()} {k}" if i % 5 else f"{fake.first_name()} Camp" for i, k in enumerate(range(rows))]
    columns = {
        WORDS[language][0]: names,
        "iso3": ["TZA"] * rows,
        "latitude": [f"{v:.5f}" for v in chance.uniform(-5, 5, rows)],
        "longitude": [f"{v:.5f}" for v in chance.uniform(20, 40, rows)],
        "population": list(chance.integers(500, 90000, rows)),
        "opened": _many(lambda: fake.date_between(dt.date(1975, 1, 1)), rows),
    }
    return _case("camps", language, columns, {})


def _prices(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    columns = {
        "date": _many(lambda: fake.date_between(dt.date(2010, 1, 1)), rows),
        "market": _towns(fake, chance, rows),
        "market_id": list(chance.integers(100, 9999, rows)),
        "latitude": [f"{v:.6f}" for v in chance.choice(chance.uniform(-5, 5, 8), rows)],
        "longitude": [f"{v:.6f}" for v in chance.choice(chance.uniform(30, 40, 8), rows)],
        "commodity": list(chance.choice(["Maize flour", "Beans", "Oil (vegetable)"], rows)),
        "unit": list(chance.choice(["46 KG", "L", "Pound"], rows)),
        "price": [f"{v:.2f}" for v in chance.uniform(0.2, 9, rows)],
    }
    return _case("prices", language, columns, {})


def _displaced(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    """A displacement export; some groups are small and must be found."""
    females = chance.integers(20, 4000, rows)
    females[3] = 4
    columns = {
        "id": list(range(60001, 60001 + rows)),
        "admin2Name": _many(fake.city, rows),
        "admin2Pcode": [f"SD{chance.integers(10000, 99999)}" for _ in range(rows)],
        "numPresentIdpInd": list(females + chance.integers(20, 4000, rows)),
        "numberFemales": list(females),
        "reportingDate": ["2024-05-01"] * rows,
        "displacementReason": list(chance.choice(["Conflict", "Natural disaster"], rows)),
    }
    hxl = {"admin2Name": "#adm2+name", "numPresentIdpInd": "#affected+idps", "numberFemales": "#affected+idps+f"}
    return _case("displaced", language, columns, {"numberFemales": Kind.SMALL}, hxl=hxl)


def _demographics(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    people = chance.integers(50, 9000, rows)
    people[5] = 3
    columns = {
        "location_code": list(chance.choice(["KEN", "TZA"], rows)),
        "gender": list(chance.choice(["f", "m", "all"], rows)),
        "age_range": list(chance.choice(["0-4", "5-11", "12-17", "18-59", "60+"], rows)),
        "population": list(people),
        "reference_period_start": ["2023-01-01"] * rows,
    }
    return _case("demographics", language, columns, {"population": Kind.SMALL})


def _who_does_what(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    columns = {
        "Organisation": _many(fake.company, rows),
        "Sector": list(chance.choice(["Protection", "Health", "WASH"], rows)),
        "Activity": list(chance.choice(["Distribution of hygiene kits", "GBV case management training"], rows)),
        "District": _towns(fake, chance, rows),
        "Beneficiaries reached": list(chance.integers(50, 9000, rows)),
        "Start date": _many(lambda: fake.date_between(dt.date(2023, 1, 1)), rows),
        "Project code": [f"{chance.integers(10**9, 10**10)}" for _ in range(rows)],
    }
    return _case("3W", language, columns, {})


def _facilities(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    """Schools and clinics, many named after persons, with exact places."""
    columns = {
        "Health facility": [f"Clinic {fake.first_name()} {fake.last_name()}" for _ in range(rows)],
        "School name": [f"{fake.first_name()} {fake.last_name()} Primary" for _ in range(rows)],
        "lat": [f"{v:.6f}" for v in 3.7 + chance.normal(0, 0.05, rows)],
        "lon": [f"{v:.6f}" for v in 34.8 + chance.normal(0, 0.05, rows)],
        "beds": list(chance.integers(0, 60, rows)),
        "% female staff": [f"{v:.1f}" for v in chance.uniform(3, 80, rows)],
    }
    return _case("facilities", language, columns, {})


def _codes(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    """Numbers that look like others: epochs, bar codes, P-codes, dates, ratios of small size."""
    columns = {
        "pcode": [f"ML{chance.integers(10**7, 10**8)}" for _ in range(rows)],
        "created_ms": [f"{chance.integers(1_500_000_000_000, 1_700_000_000_000)}" for _ in range(rows)],
        "barcode": [fake.ean13() for _ in range(rows)],
        "period": [f"{chance.integers(2010, 2025)}-{chance.integers(1, 13):02d}-01 00:00:00" for _ in range(rows)],
        "change": [f"+{chance.integers(10, 9_000_000):,}" for _ in range(rows)],
        "persons per toilet": list(chance.integers(2, 60, rows)),
        "hash": _many(fake.sha1, rows),
        "definition": _many(lambda: fake.sentence(nb_words=15), rows),
    }
    return _case("codes", language, columns, {})


def _events(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    """Conflict events: exact places of towns, sources, actors."""
    columns = {
        "event_date": _many(lambda: fake.date_between(dt.date(1997, 1, 1)), rows),
        "actor1": list(chance.choice(["Military Forces", "Unidentified Armed Group", "Civilians"], rows)),
        "location": _many(fake.city, rows),
        "latitude": [f"{v:.4f}" for v in chance.uniform(-5, 5, rows)],
        "longitude": [f"{v:.4f}" for v in chance.uniform(20, 40, rows)],
        "fatalities": list(chance.integers(0, 9, rows)),
        "source": _many(fake.company, rows),
    }
    return _case("events", language, columns, {})


def _unnamed_places(language: str, fake: Faker, chance: np.random.Generator, rows: int) -> Case:
    """A list of places without header, in pairs of words."""
    columns = {
        "column 1": [f"{fake.city()} {chance.integers(1, 4)}" for _ in range(rows)],
        "column 2": list(chance.integers(100, 9000, rows)),
    }
    return _case("places", language, columns, {}, has_header=False)
