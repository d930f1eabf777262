"""The first page of an operation without items: people and the age of their counts."""

import pandas as pd

from core.services.total_people import PeopleInAll
from ui import tell_today, text
from ui.components import caption, empty_panel, headline, heat_table, key_figures, section
from ui.language import say


def show_people_only(camps: pd.DataFrame, in_all: PeopleInAll, start: pd.Timestamp) -> bool:
    """Draw it; returns whether a person wants to upload items.

    Parameters
    ----------
    camps
        Of ``camp_figures``.
    in_all
        People in all camps that have a forecast.
    start
        The planning day.
    """
    figure = tell_today.people_figure(camps, in_all, start)
    counted = int(camps["people"].notna().sum())
    headline(
        say(
            "{people} live in {counted}; what they lack is not known",
            people=text.people(in_all.people),
            counted=text.counted(counted, "camp"),
        ),
        say("Needs, days of cover and plans need items with a standard. Map and Forecast work without."),
    )
    key_figures([figure])
    words = say("Upload the relief goods and foods with their weight and the standard by which people need them.")
    pressed = empty_panel(say("No items yet"), words, key="today:no-items", button=say("Upload items"))
    section(say("People and their last count"))
    heat_table(camps, [], key="today:people")
    caption(say("! = last population count older than 14 days. Headline and key figure are the forecast."))
    return pressed is not None
