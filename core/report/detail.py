"""The tables behind a brief, for workbooks, maps and tagged files: more rows than a page holds, the same figures."""

from dataclasses import dataclass

import pandas as pd

from core.report.brief import Brief


@dataclass(frozen=True, eq=False)
class Detail:
    """A brief with the tables it was made from.

    Attributes
    ----------
    coverage
        ``camp_id, camp, item_id, item, week, need, delivered, unmet, coverage`` in item units; shares 0 to 1.
    shipments
        ``route_id, origin, destination, item_id, item, week, quantity, tonnes, trips``; empty where withheld.
    people
        ``camp_id, camp, week, q10, q50, q90`` of every camp with a forecast.
    done
        What was left out, blurred or hidden, in sentences.
    """

    brief: Brief
    coverage: pd.DataFrame
    shipments: pd.DataFrame
    people: pd.DataFrame
    done: tuple[str, ...]
