"""The languages of documents and pages: how each writes numbers, days and sentences. Stands below everything else."""

from core.locale.language import ENGLISH, LANGUAGES, Language, language_of
from core.locale.marks import LEFT_TO_RIGHT, POP, TO_ITS_OWN, message, without_marks

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "LEFT_TO_RIGHT",
    "POP",
    "TO_ITS_OWN",
    "Language",
    "language_of",
    "message",
    "without_marks",
]
