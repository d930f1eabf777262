"""What a cell that is no number of ours may mean: ``46 KG`` in a column of kilograms, ``1,500`` anywhere."""

from core.domain.measures import measure
from core.domain.units import Quantity, read_quantity

DIGITS_ONLY = "Write digits only; leave the cell blank if it is not known."


def how_to_write_number(cell: str, unit: str | None) -> str:
    """How to mend a cell that should be a number, in words, with the number where one can be proposed.

    Parameters
    ----------
    cell
        What it holds.
    unit
        Unit of the column; None for a pure number.

    Examples
    --------
    >>> how_to_write_number("10 LB", "kg"), how_to_write_number("2 Dozen", "kg")
    ('Write 4.5359237, which is 10 LB in kg.', 'Write how many kg it is: Dozen measures count, not mass.')
    """
    quantity = read_quantity(cell)
    if quantity is None:
        bare = read_quantity(f"{cell.strip()} kg")
        return f"Write one of the two: {bare.why}." if bare and " or " in bare.why else DIGITS_ONLY
    wanted = measure(unit) if unit else None
    # "units" of a stock are those of its item, whatever they are
    if wanted is None or unit in ("units", "people"):
        return _bare_number(quantity, unit)
    if quantity.why:
        return f"Write how many {unit} it is; {quantity.why}."
    if quantity.measures != wanted[0]:
        return f"Write how many {unit} it is: {quantity.unit} measures {quantity.measures}, not {wanted[0]}."
    if quantity.base == quantity.amount * wanted[1]:
        return f"Write {quantity.amount:.15g}."
    return f"Write {quantity.base / wanted[1]:.9g}, which is {' '.join(cell.split())} in {unit}."


def _bare_number(quantity: Quantity, unit: str | None) -> str:
    if quantity.amount != quantity.amount:
        return f"Write digits only; {quantity.why}."
    counted = {"units": "the item", "people": "the column"}.get(unit or "", "the column")
    return f"Write {quantity.amount:.15g}, if {counted} is counted in {quantity.unit}."
