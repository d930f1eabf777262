"""Signs that nobody sees and that say which way a piece of text runs (Unicode Standard Annex 9, isolates)."""

LEFT_TO_RIGHT = "\u2066"
"""Opens a piece that runs left to right: a number with its unit."""
TO_ITS_OWN = "\u2068"
"""Opens a piece whose first letter says which way it runs: a name from outside."""
POP = "\u2069"
"""Closes either."""

_NONE = str.maketrans(dict.fromkeys((LEFT_TO_RIGHT, TO_ITS_OWN, POP)))


def without_marks(text: str) -> str:
    """The same text without such signs, as readers of files and narrow programs want it.

    Examples
    --------
    >>> without_marks("\u206684\u2069 of \u2068Nduta\u2069")
    '84 of Nduta'
    """
    return text.translate(_NONE)


def message(english: str) -> str:
    """A sentence that is kept in a constant and translated where it is said: ``language.say(WORDS[key])``."""
    return english
