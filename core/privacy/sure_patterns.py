"""Forms that only personal data have, sought in every row: e-mail, phone, registration, bank and card numbers."""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.privacy.checksums import iban_holds, luhn_holds
from core.privacy.column_values import ColumnValues
from core.privacy.personal_data import PersonalData, PersonalKind

EMAIL = r"[A-Za-z0-9_%+'-][A-Za-z0-9._%+'-]*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
PHONE = r"(?:^|[^\d+.,])\+ ?[1-9](?:[ ().\x{2010}-\x{2013}/-]{0,2}\d){7,14}(?:$|\D)"
SIGNED_NUMBER = r"^\+\d{1,3}([.,]\d*|[ ,.]\d{3}([ ,.]\d{3})*([.,]\d+)?)$"
"""A signed decimal or one with marks of thousands, which the form of a phone number fits too."""
UNHCR = r"(?:^|[^\w-])\d{3}-\d{2}[A-Z]\d{5}(?:$|[^\w-])"
"""Case and individual numbers of UNHCR registration: office, year, a letter, five digits."""
IBAN = r"(?:^|\W)(?P<number>[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)(?:$|\W)"
CARD = (
    r"(?:^|[^\w.,+-])(?P<number>(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|3[47]\d{2}|6\d{3})"
    r"[ -]?\d{4,6}[ -]?\d{4,5}[ -]?\d{0,4})(?:$|[^\w.,-])"
)
"""Card numbers by the first digits of their issuers."""
LENGTHS_OF_IBAN = range(15, 35)
LENGTHS_OF_CARD = range(13, 20)

ANY = r"@|\+ ?[1-9]|\d{3}-\d{2}[A-Z]|[A-Z]{2}\d{2} ?[A-Z0-9]{4}|\d{4}[ -]?\d{4}"
"""What all of the forms have in them; most columns hold none of it and are done."""

LEAST_HOLDING = 0.5
"""Share of the numbers of the form whose check digits hold; of other numbers a tenth (cards) or a hundredth does."""


def sure_patterns(column: ColumnValues) -> list[PersonalData]:
    """What the values of a column are beyond doubt, every value looked at."""
    candidates = column.matches(ANY)
    if not candidates.any():
        return []
    at = np.flatnonzero(candidates)
    part = ColumnValues(column.name, column.words, column.tag, column.values.take(pa.array(at)), column.counts[at])
    found = [
        _found(part, PersonalKind.EMAIL, part.matches(EMAIL), "cells have the form of an e-mail address"),
        _found(
            part,
            PersonalKind.PHONE,
            part.matches(PHONE) & ~part.matches(SIGNED_NUMBER),
            "cells have the form of a phone number with its country code",
        ),
        _found(
            part,
            PersonalKind.NUMBER,
            part.matches(UNHCR),
            "cells have the form of a registration number of UNHCR",
        ),
        _found(
            part,
            PersonalKind.NUMBER,
            _with_check(part, IBAN, iban_holds, LENGTHS_OF_IBAN),
            "cells are bank account numbers (IBAN) whose check digits hold",
        ),
        _found(
            part,
            PersonalKind.NUMBER,
            _with_check(part, CARD, luhn_holds, LENGTHS_OF_CARD),
            "cells are card numbers whose check digit holds",
        ),
    ]
    return [one for one in found if one is not None]


def header_tells_of_a_person(name: str) -> bool:
    """Whether the name of a column is itself an e-mail address, phone or registration number."""
    return bool(sure_patterns(ColumnValues(name, "", "", pa.array([name], pa.large_string()), np.ones(1, dtype=int))))


def told_of_persons(lines: Sequence[str]) -> list[PersonalKind]:
    """What lines of text hold of persons beyond doubt, each kind once."""
    values = ColumnValues("text", "", "", pa.array(lines, pa.large_string()), np.ones(len(lines), dtype=int))
    return sorted({one.kind for one in sure_patterns(values)}) if lines else []


def _found(column: ColumnValues, kind: PersonalKind, which: np.ndarray, why: str) -> PersonalData | None:
    cells = column.cells(which)
    return PersonalData(column.name, kind, f"Its {why}.", cells) if cells else None


def _with_check(
    column: ColumnValues, pattern: str, holds: Callable[[Sequence[str]], np.ndarray], lengths: range
) -> np.ndarray:
    """Values with a number of a form whose check digits hold; none where it holds as seldom as by chance."""
    formed = np.flatnonzero(column.matches(pattern))
    result = np.zeros(len(column.values), dtype=bool)
    if not len(formed):
        return result
    numbers = pc.struct_field(pc.extract_regex(column.values.take(pa.array(formed)), pattern), "number")
    plain = pc.replace_substring_regex(numbers, r"[ -]", "").to_pylist()
    fits = np.array([len(number) in lengths for number in plain])
    right = fits & holds(plain)
    if right.sum() >= LEAST_HOLDING * fits.sum():
        result[formed[right]] = True
    return result
