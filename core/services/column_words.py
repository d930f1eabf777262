"""What tables and columns of ours are called where people choose between them."""

from core.domain.schemas import OPERATION_TABLES
from core.intake.mapping.answers import PLACE_KIND


def table_words(tables: str) -> str:
    """Tables in words, several with commas between.

    Examples
    --------
    >>> table_words("population, camps")
    'Counts of people and Camps'
    """
    return " and ".join(OPERATION_TABLES[table].called() for table in _parted(tables))


def column_words(targets: str) -> str:
    """Columns, written ``table.column``, in words, several with commas between.

    Examples
    --------
    >>> column_words("population.date")
    'Counts of people: Date of count'
    """
    return " and ".join(_one(target) for target in _parted(targets))


def _one(target: str) -> str:
    table, _, column = target.partition(".")
    schema = OPERATION_TABLES[table]
    title = "Kind of place" if column == PLACE_KIND else schema.to_schema().columns[column].title
    return f"{schema.called()}: {title}"


def _parted(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]
