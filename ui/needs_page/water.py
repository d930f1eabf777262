"""Water as m3 and as truck loads a day."""

from collections.abc import Mapping

import pandas as pd

from core.domain.operation import Operation
from core.locale import message
from core.services.water_loads import water_loads, water_truck
from ui.components import caption, section, small_table
from ui.language import say
from ui.tell_water import WATER_NUMBERS, truck_words, water_sentence, water_table


def show_water(operation: Operation, needs: pd.DataFrame, camps: Mapping[str, str]) -> None:
    """A row per camp; nothing where no item is water by the litre.

    Parameters
    ----------
    camps
        camp_id to name.
    """
    table = water_loads(operation, needs)
    if table.empty:
        return
    truck = water_truck(operation)
    section(water_sentence(table, truck))
    small_table(water_table(table, dict(camps)), numbers=WATER_NUMBERS, strong=(message("Loads a day"),))
    caption(
        say("Need of people before what lies in the camps, mean of the weeks shown."),
        say(
            "Truck loads of {truck_words}; whole trips a day are at least the next whole number.",
            truck_words=truck_words(truck),
        ),
        say(
            "Leaks and spills are not in it: 10 to 35\u00a0% of all water produced is usually lost (UNHCR "
            "Emergency Handbook)."
        ),
    )
