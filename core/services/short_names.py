"""Short names of items, for heads of columns and sentences."""

from collections.abc import Mapping

from core.domain.operation import Operation
from core.domain.schemas import Items


def short_item_names(operation: Operation) -> dict[str, str]:
    """Names of items by item_id, without what stands behind a comma or bracket, where they stay apart."""
    items = operation.items
    return shortened(dict(zip(items[Items.item_id], items[Items.name].astype(str), strict=True)))


def shortened(names: Mapping[str, str]) -> dict[str, str]:
    """Names cut before their first comma or bracket, unless two would become the same; equal names get their key.

    Examples
    --------
    >>> shortened({"b": "Blanket, 150 x 200 cm", "c": "CSB (plus)", "d": "CSB (plus plus)"})
    {'b': 'Blanket', 'c': 'CSB (plus)', 'd': 'CSB (plus plus)'}
    """
    short = {key: name.split(",")[0].split(" (")[0].strip() or name for key, name in names.items()}
    taken = list(short.values())
    whole = list(names.values())
    told = {key: name if whole.count(name) == 1 else f"{name} ({key})" for key, name in names.items()}
    return {key: cut if taken.count(cut) == 1 else told[key] for key, cut in short.items()}
