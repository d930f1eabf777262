"""What a rule of the checks is."""

from dataclasses import dataclass

from core.domain.finding import Level


@dataclass(frozen=True)
class Rule:
    """One rule of the checks.

    Attributes
    ----------
    identifier
        As ``Finding.rule`` holds it; never changed once people have seen it.
    levels
        How serious its findings are; several where that depends on the place.
    tables
        Which tables or files it looks at, in words.
    trigger
        What makes it speak, with its bounds.
    mend
        What to do then.
    """

    identifier: str
    levels: tuple[Level, ...]
    tables: str
    trigger: str
    mend: str
    family: str


def family(name: str, *rows: tuple[str, str, str, str, str]) -> tuple[Rule, ...]:
    """Rules of one family from rows of identifier, levels (parted by blanks), tables, trigger, mend."""
    return tuple(
        Rule(identifier, tuple(levels.split()), tables, trigger, mend, name)  # type: ignore[arg-type]
        for identifier, levels, tables, trigger, mend in rows
    )
