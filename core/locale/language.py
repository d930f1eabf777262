"""One language of documents: what is said in it, and how it writes numbers, days and lists."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.errors import AidError
from core.locale.catalog import catalog_of
from core.locale.conventions import Conventions, conventions_of, joined, written
from core.locale.marks import LEFT_TO_RIGHT, POP, TO_ITS_OWN

SPACE = "\u00a0"
"""No-break space."""


@dataclass(frozen=True)
class Language:
    """A language by its ISO 639 code; equal languages are equal values, fit for keys of caches.

    What is said is keyed by the English sentence, with places for values in braces. In a language that runs right to
    left numbers and names are marked with the isolates of Unicode, which writers of HTML turn into ``<bdi>``.

    Attributes
    ----------
    code
        ``en``, ``fr``, ``ar`` or ``es``.
    own_name
        What the language calls itself.
    """

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"] = "ltr"

    @property
    def conventions(self) -> Conventions:
        """Signs of its numbers, names of its months."""
        return conventions_of(self.code)

    @property
    def is_right_to_left(self) -> bool:
        """Whether its lines begin at the right."""
        return self.direction == "rtl"

    def say(self, english: str, **values: object) -> str:
        """A sentence in this language; one without a translation stays English, and a test finds it.

        Examples
        --------
        >>> ENGLISH.say("{low} to {high}", low=3, high=5)
        '3 to 5'
        """
        return _ended_once(catalog_of(self.code).sentences.get(english, english), values)

    def counted(self, number: float, one: str, many: str, **values: object) -> str:
        """A sentence about a number of things, in the plural form that the number asks for.

        Parameters
        ----------
        number
            Written in place of ``{count}``; a fraction takes the form of the whole number above it.
        one, many
            The English for 1 and for all others.

        Examples
        --------
        >>> ENGLISH.counted(1, "{count} camp", "{count} camps"), ENGLISH.counted(8, "{count} camp", "{count} camps")
        ('1 camp', '8 camps')
        """
        catalog = catalog_of(self.code)
        forms = catalog.counted.get(one, (one, many))
        form = forms[min(catalog.form_of(math.ceil(abs(number))), len(forms) - 1)]
        return _ended_once(form, {"count": self.number(number), **values})

    def number(self, value: float, decimals: int = 0, *, sign: bool = False) -> str:
        """A number with its thousands parted; ``sign`` prints the plus of a change.

        Examples
        --------
        >>> ENGLISH.number(74321), ENGLISH.number(4.25, 1), ENGLISH.number(12, sign=True)
        ('74,321', '4.2', '+12')
        """
        text = written(value, decimals, self.conventions)
        return self.isolated(f"+{text}" if sign and round(value, decimals) > 0 else text)

    def day(self, date: pd.Timestamp, *, year: bool = False) -> str:
        r"""A day and its month, with its year where asked.

        Examples
        --------
        >>> ENGLISH.day(pd.Timestamp("2025-11-03"), year=True)
        '3\xa0Nov\xa02025'
        """
        number, month = self.isolated(str(date.day)), self.conventions.months[date.month - 1]
        text = f"{number}{SPACE}{month}"
        return f"{text}{SPACE}{self.isolated(str(date.year))}" if year else text

    def joined(self, parts: list[str]) -> str:
        """Parts as a list.

        Examples
        --------
        >>> ENGLISH.joined(["flour", "oil", "soap"])
        'flour, oil and soap'
        """
        return joined(parts, self.conventions)

    def isolated(self, text: str) -> str:
        """A number or code that runs left to right, marked where the language does not."""
        return f"{LEFT_TO_RIGHT}{text}{POP}" if self.is_right_to_left else text

    def name(self, text: str) -> str:
        """A name from outside inside a sentence, marked so that it turns nothing around it; it may be of any script."""
        return f"{TO_ITS_OWN}{text}{POP}" if self.is_right_to_left else text


def _ended_once(sentence: str, values: Mapping[str, object]) -> str:
    """A sentence with its values; one that ends in a shortened month does not get a second full stop."""
    text = sentence.format(**values)
    return text[:-1] if sentence.endswith("}.") and text.endswith("..") else text


ENGLISH = Language("en", "English")
LANGUAGES: dict[str, Language] = {
    "en": ENGLISH,
    "fr": Language("fr", "Français"),
    "ar": Language("ar", "العربية", "rtl"),
    "es": Language("es", "Español"),
}
"""The languages that documents are written in, by code."""


def language_of(code: str) -> Language:
    """A language by its code.

    Raises
    ------
    AidError
        If documents are not written in it; the message says in which they are.

    Examples
    --------
    >>> language_of("fr").own_name
    'Français'
    """
    if code not in LANGUAGES:
        raise AidError(f"Expected the code of a language, got “{code[:20]}”.", f"Name some of {', '.join(LANGUAGES)}.")
    return LANGUAGES[code]
