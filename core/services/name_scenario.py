"""Names of what-ifs: what is refused, and how a free one is found."""

import unicodedata
from collections.abc import Collection

from core.domain.scenario import Scenario
from core.errors import InvalidScenario

LONGEST = 80
"""Characters of a name that still fits a chip."""


def checked_name(name: str, taken: Collection[str] = ()) -> str:
    """A name as it is kept, without blanks around it.

    Parameters
    ----------
    taken
        Names of other scenarios.

    Raises
    ------
    InvalidScenario
        If it is blank, too long, holds signs that cannot be seen, is the baseline's, or is taken.
    """
    kept = " ".join(name.split())
    if not kept:
        raise InvalidScenario("The what-if has no name.", hint="Give it a name of a few words.")
    if len(kept) > LONGEST:
        raise InvalidScenario(
            f"The name has {len(kept)} characters; at most {LONGEST} fit.", hint="Give it a shorter name."
        )
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") for sign in kept):
        raise InvalidScenario("The name holds signs that cannot be seen.", hint="Type the name by hand.")
    if kept.casefold() == Scenario().name.casefold():
        raise InvalidScenario(
            f"“{kept}” is the operation as it is, without a change.", hint="Give the what-if another name."
        )
    if kept.casefold() in {other.casefold() for other in taken}:
        raise InvalidScenario(f"There is already a scenario “{kept}”.", hint="Give the what-if another name.")
    return kept


def free_name(wanted: str, taken: Collection[str]) -> str:
    """The wanted name, with a number behind it where it is taken."""
    used = {other.casefold() for other in taken} | {Scenario().name.casefold()}
    wanted = wanted[: LONGEST - 4]
    numbered = (f"{wanted} {number}" for number in range(2, 10_000))
    return wanted if wanted.casefold() not in used else next(n for n in numbered if n.casefold() not in used)
