"""Names of accounts: what may stand in them."""

import unicodedata

from core.domain.access import alone
from core.domain.same_name import name_key, written_name

LONGEST = 80
"""Characters of a name."""

_LETTERS_OF_NAMES = ("L", "M", "N")
"""First letters of the Unicode categories that a name may hold: letters, marks on letters, digits."""
_SIGNS_OF_NAMES = " .'-_@+"
RESERVED = frozenset({alone("").name, "demonstration"})
"""Names under which the program itself acts."""


def faults_of_name(name: str) -> list[str]:
    """What is wrong with a name for a new account, in words; empty where nothing is.

    Examples
    --------
    >>> faults_of_name("Amina")
    []
    >>> faults_of_name("")
    ['the name is blank']
    """
    written = written_name(name)
    if not written:
        return ["the name is blank"]
    faults = []
    if len(written) > LONGEST:
        faults.append(f"the name has {len(written):,} characters, at most {LONGEST} are kept")
    if any(unicodedata.category(sign)[0] not in _LETTERS_OF_NAMES and sign not in _SIGNS_OF_NAMES for sign in written):
        faults.append("the name may hold letters, digits, spaces and . ' - _ @ +")
    if name_key(written) in RESERVED:
        faults.append(f"the name “{written}” is the program's own")
    return faults
