"""Arithmetic of receipts: which rows are of one line of a waybill, and what a row accounts for."""

import pandas as pd

from core.domain.schemas import Receipts

LINE = [Receipts.waybill_id, Receipts.place_id, Receipts.item_id, Receipts.lot_id]
"""Columns that name a line of a waybill; a blank lot is a lot of its own."""

_HAIR = 1e-6
"""Of a unit, and of a quantity: what writing a figure as text may take away or add."""


def accounted(receipts: pd.DataFrame) -> pd.Series:
    """Good + damaged + missing by row, in item units; NaN where one of them is not known."""
    return receipts[Receipts.good] + receipts[Receipts.damaged] + receipts[Receipts.missing]


def arrived(receipts: pd.DataFrame) -> pd.Series:
    """Good + damaged by row, in item units; what is not known counts as none, so that no more is told than is known."""
    return receipts[Receipts.good].fillna(0) + receipts[Receipts.damaged].fillna(0)


def above(more: pd.Series, less: pd.Series) -> pd.Series:
    """Whether one quantity is above another by more than rounding; False where one is not known."""
    return (more > less + _HAIR * less.abs().clip(lower=1)).astype(bool)
