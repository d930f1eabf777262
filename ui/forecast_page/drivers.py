"""What drives the forecast of the camp chosen, in words and as parts that add up."""

from collections.abc import Sequence

import pandas as pd

from core.locale import message
from core.services.describe_outlook import Outlook
from core.services.forecast_drivers import Drivers
from core.store import Override
from ui import tell_drivers
from ui.components import caption, section, sentence_list, small_table


def show_drivers(drivers: Drivers, outlook: Outlook, own: Sequence[Override], start: pd.Timestamp) -> None:
    """Sentences, then the way from the last count to the median part by part.

    Parameters
    ----------
    own
        People's own figures that stand for the weeks shown.
    """
    section(tell_drivers.heading(drivers, start))
    sentence_list(tell_drivers.sentences(drivers, outlook, own, start))
    parts = tell_drivers.parts_table(drivers)
    if len(parts):
        small_table(parts, numbers=parts.columns[1:], strong=(message("Adds"),))
        caption(tell_drivers.parts_explained(drivers))
