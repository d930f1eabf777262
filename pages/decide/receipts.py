"""What arrived of what was sent: waybills that wait, receipts, losses, and what a new count should find."""

import streamlit as st

from ui import cache
from ui.components import caption, empty_panel, headline, key_figures, section, sentence_list, small_table
from ui.language import say
from ui.opening import open_page
from ui.receipts_page import receive_waybill, show_records, words
from ui.recording import show_recorded
from ui.text import LEVELS

MOST_SHOWN = 12

opened = open_page()
receiving = cache.receiving(opened)
headline(words.answer(opened.operation, receiving), say(words.STOCK_STAYS))
show_recorded()
key_figures(words.figures(opened.operation, receiving))

if receiving.lines.empty:
    pressed = empty_panel(
        say("No waybill was issued here"),
        say(
            "Waybills are issued for an approved plan on the page Dispatch. Receipts of other papers "
            "come as a file: waybill, place, item, date, sent, good, damaged, missing."
        ),
        key="receipts:empty",
        button=say("Upload receipts"),
    )
    if pressed:
        st.switch_page("pages/data/data.py")
else:
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        receive_waybill(opened, receiving)
    with right:
        if len(receiving.waiting):
            section(say("Waiting, the oldest first"))
            small_table(words.waiting(opened.operation, receiving).head(MOST_SHOWN), codes=("Waybill",))
            left_over = len(receiving.waiting) - MOST_SHOWN
            caption(say("{left_over} more wait.", left_over=left_over) if left_over > 0 else "")
    if receiving.findings:
        section(say("Questions about receipts"))
        asked = [(LEVELS[f.level], f"{f.message} {f.suggestion}") for f in receiving.findings[:MOST_SHOWN]]
        sentence_list(asked)

section(say("On record"))
show_records(opened, receiving)
