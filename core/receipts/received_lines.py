"""Every line of the issued waybills with what was received of it; what has no receipt is not known."""

import numpy as np
import pandas as pd
from pandera.typing import Series

from core.domain.schemas import Receipts, WaybillLines
from core.domain.schemas.column import column

_AMOUNTS = [Receipts.good, Receipts.damaged, Receipts.missing]


class ReceivedLines(WaybillLines):
    """A line of a waybill and its receipts, added up."""

    receipts: Series[int] = column("Receipts", ge=0)
    received: Series[pd.Timestamp] = column("Received on", blank=True, description="Day of the last receipt")
    good: Series[float] = column("Received good", "units", blank=True, ge=0)
    damaged: Series[float] = column("Damaged", "units", blank=True, ge=0)
    missing: Series[float] = column("Missing", "units", blank=True, ge=0)


def received_lines(lines: pd.DataFrame, receipts: pd.DataFrame) -> pd.DataFrame:
    """``ReceivedLines`` of ``WaybillLines`` and ``Receipts``; an amount that one receipt leaves blank stays blank."""
    at = line_of_receipt(lines, receipts)
    own = receipts[at >= 0].assign(line=at[at >= 0]).groupby("line")
    every = range(len(lines))
    whole = own[_AMOUNTS].sum().where(own[_AMOUNTS].count().eq(own.size(), axis=0))
    return lines.reset_index(drop=True).assign(
        **{
            ReceivedLines.receipts: own.size().reindex(every, fill_value=0),
            ReceivedLines.received: own[Receipts.date].max().reindex(every),
            **{amount: whole[amount].reindex(every) for amount in _AMOUNTS},
        }
    )


def line_of_receipt(lines: pd.DataFrame, receipts: pd.DataFrame) -> np.ndarray:
    """Position of the line that each receipt is of, shape (n_receipts,); -1 where no waybill has such a line.

    A receipt that names no lot is of the only lot of its item; where the waybill has several, it is of none.
    """
    without_lot = [WaybillLines.waybill_id, WaybillLines.place_id, WaybillLines.item_id]
    by_lot = _names(lines, [*without_lot, WaybillLines.lot_id])
    at = by_lot.get_indexer(_names(receipts, [*without_lot, Receipts.lot_id]))
    alone = np.flatnonzero(~lines.duplicated(without_lot, keep=False).to_numpy())
    found = _names(lines.iloc[alone], without_lot).get_indexer(_names(receipts, without_lot))
    of_only_lot = (at < 0) & receipts[Receipts.lot_id].isna().to_numpy() & (found >= 0)
    at[of_only_lot] = alone[found[of_only_lot]]
    return at


def _names(table: pd.DataFrame, columns: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(table[columns].fillna(""))
