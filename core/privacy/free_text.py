"""Long varied sentences, in which anything may stand about anybody."""

import numpy as np

from core.privacy import header_phrases as said
from core.privacy.column_values import ColumnValues
from core.privacy.header_words import says
from core.privacy.personal_data import PersonalData, PersonalKind

WORDS_UNDER_HEADER = 4
WORDS_BY_VALUE = 8
FEWEST_BY_VALUE = 20
LEAST_DISTINCT = 0.8


def free_text(column: ColumnValues) -> PersonalData | None:
    """Whether a column holds free text."""
    if not column.filled or not column.is_text:
        return None
    words = float(np.median([len(value.split()) for value in column.sample]))
    if says(column.words, said.TEXTS) or column.tag.startswith("#meta+comment"):
        if words >= WORDS_UNDER_HEADER and column.distinct_share >= 0.5:
            why = "Its header asks for remarks, and its cells are sentences of different words."
            return PersonalData(column.name, PersonalKind.TEXT, why, column.filled)
        return None
    if says(column.words, said.NOT_TEXTS) or column.filled < FEWEST_BY_VALUE:
        return None
    if words >= WORDS_BY_VALUE and column.distinct_share >= LEAST_DISTINCT:
        why = "Its cells are long sentences, nearly all of them different."
        return PersonalData(column.name, PersonalKind.TEXT, why, column.filled)
    return None
