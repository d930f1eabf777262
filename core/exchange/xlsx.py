"""An operation as one workbook: a sheet per table, one that explains columns, one that says what the export is."""

from core.exchange.outgoing import Outgoing


def write_xlsx(outgoing: Outgoing) -> bytes:
    """A workbook in the form of the template, so that it can be uploaded again; no cell is ever a formula."""
    from core.intake.templates import template_workbook

    return template_workbook(outgoing.tables, outgoing.about.lines(), given_only=True)
