"""What is on record: receipts, losses, and what a new count of the stock should find."""

import streamlit as st

from core.domain.schemas import Items, Losses, Receipts
from core.locale import message
from core.services.look_back import what_a_count_should_find
from core.services.open_operation import OpenOperation
from core.services.receive_waybills import Receiving
from ui import text
from ui.components import caption, data_table, download, small_table
from ui.language import say
from ui.receipts_page import words
from ui.receipts_page.loss_view import enter_loss


def show_records(opened: OpenOperation, receiving: Receiving) -> None:
    """Three tabs; each with its table and a file of it."""
    operation = opened.operation
    items = dict(operation.items[[Items.item_id, Items.name]].to_numpy())
    names = {"place_id": operation.place_names, "item_id": items}
    expected, received, lost = st.tabs(
        [
            say("What a count should find"),
            say("Receipts ({receipts})", receipts=f"{len(operation.receipts):,}"),
            say("Losses ({losses})", losses=f"{len(operation.losses):,}"),
        ]
    )
    with expected:
        table = what_a_count_should_find(operation, receiving)
        if table.empty:
            caption(
                say(
                    "Nothing was recorded since the stock was counted on {planning_start}: a count should "
                    "find what was found then.",
                    planning_start=text.date(operation.planning_start),
                )
            )
        else:
            told = words.expected(operation, table)
            small_table(told, numbers=list(told.columns[2:]), strong=(message("= expected"),), wide=True)
            download(
                table,
                "count-sheet.csv",
                say("Count sheet, {counted} (CSV)", counted=text.counted(len(table), "row")),
                key="receipts:count-sheet",
            )
        caption(say("“?” is not known. Below 0 a record is wrong or missing; such rows come first."))
    with received:
        if operation.has("receipts"):
            newest = operation.receipts.sort_values(Receipts.date, ascending=False, kind="stable")
            data_table(newest, Receipts, key="receipts:table", names=names)
            download(newest, "receipts.csv", say("Receipts (CSV)"), key="receipts:download")
        else:
            caption(say("Nothing was received yet."))
        caption(say("To correct a receipt, mend the file of receipts and upload it on the page Data."))
    with lost:
        if operation.has("losses"):
            newest = operation.losses.sort_values(Losses.date, ascending=False, kind="stable")
            data_table(newest, Losses, key="receipts:losses", names=names)
        else:
            caption(say("No loss is on record."))
        if operation.has("items"):
            enter_loss(opened, receiving.as_of.date())
