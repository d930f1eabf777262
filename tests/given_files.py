"""One file as a person gives it, read the way pages and commands read it."""

from core.intake import Reading
from core.intake.mapping import ImportAnswers, TableAnswers
from core.services.import_files import import_files


def read_given(name, data, table=None) -> Reading:
    """Raw tables and findings of a file; ``table`` is what a person says it is."""
    answers = ImportAnswers(tables={"*": TableAnswers(tables=(table,))}) if table else ImportAnswers()
    return import_files(None, {name: data}, answers).reading


def tables_given(name, data, table=None):
    """Raw tables of a file without faults."""
    return read_given(name, data, table).or_raise(name)
