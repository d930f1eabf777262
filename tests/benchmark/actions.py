"""From a posted count to the new list of actions, on a page and at an outside address, at S size.

Run on a quiet machine: ``python -m tests.benchmark actions``. A count, a receipt and a closed road are published one
after the other as data versions; the clock runs from the publication to the list, and to the message at a real server.
"""

import os
import tempfile
import time

import pandas as pd

from core.bootstrap import build_resources
from core.domain.access import alone
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.services.actions.recommend import cached_actions, make_actions
from core.services.open_operation import open_named
from core.services.webhooks.announce import announce
from core.services.webhooks.manage import add_webhook
from core.services.webhooks.send import send_due
from core.services.what_is_new import stamp_of
from tests.benchmark._instances import SIZES, START, draw_instance
from tests.unit.webhooks.receiver import receiving

SECONDS = 60.0
"""From the publication to the list, and to the message."""


def main() -> bool:
    """Print the table; whether every change is on the list, and told, in time."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, receiving(200) as (url, record):
        os.environ["AID_HOME"] = folder
        resources = build_resources()
        tables = draw_instance(SIZES["S"]).tables
        tables["population"] = _counted_before(tables["population"])
        operation = Operation.build(tables)
        name = operation.settings.name
        resources.store.save_version(operation, None, "benchmark")
        make_actions(resources, operation, Scenario(), name)
        add_webhook(resources, url, alone("command line", "benchmark"))
        for what, changed in _changes(operation):
            version = resources.store.latest_version(name)
            assert version is not None
            stamp, told = stamp_of(resources, name), len(record.came)
            resources.store.save_version(changed, version.id, "benchmark", what)
            begun, processor = time.perf_counter(), time.process_time()
            assert stamp_of(resources, name) != stamp
            make_actions(resources, open_named(resources, name).operation, Scenario(), name)
            listed = time.perf_counter() - begun
            announce(resources)
            send_due(resources)
            arrived = time.perf_counter() - begun
            assert len(record.came) == told + 1
            found = cached_actions(resources, changed, Scenario(), name)
            assert found is not None
            rows.append((what, listed, arrived, time.process_time() - processor, len(found.actions), found.considered))
        resources.store.close()
    print(f"{'posted':16} {'list s':>7} {'told s':>7} {'processor s':>12} {'actions':>8} {'weighed':>8}")
    for what, listed, arrived, processor, actions, considered in rows:
        print(f"{what:16} {listed:7.1f} {arrived:7.1f} {processor:12.1f} {actions:8d} {considered:8d}")
    return all(arrived <= SECONDS for _, _, arrived, *_ in rows)


def _counted_before(population: pd.DataFrame) -> pd.DataFrame:
    """Each camp counted in two earlier months too, so that there is a forecast with a trend."""
    people = population["population"].astype(float)
    population = population.assign(population=people, date=pd.to_datetime(population["date"]))
    earlier = [
        population.assign(date=pd.Timestamp(START) - pd.Timedelta(weeks=weeks), population=people * s)
        for weeks, s in ((8, 0.94), (4, 0.97))
    ]
    return pd.concat([*earlier, population], ignore_index=True)


def _changes(operation: Operation) -> list[tuple[str, Operation]]:
    """A new count, a receipt, and a road that closes; each on top of the one before."""
    counts = operation.population
    newest = counts[counts["camp_id"] == counts["camp_id"].iloc[-1]]["date"].idxmax()
    counts.loc[newest, "population"] *= 1.25
    counted = operation.replaced(population=counts)
    first = operation.stock.iloc[0]
    receipt = pd.DataFrame(
        {
            "waybill_id": ["WB-1"],
            "place_id": [first["place_id"]],
            "item_id": [first["item_id"]],
            "date": [pd.Timestamp(START)],
            "sent": [100.0],
            "good": [90.0],
            "damaged": [10.0],
            "missing": [0.0],
        }
    )
    blank = counted.receipts
    received = counted.replaced(receipts=receipt.reindex(columns=blank.columns).astype(blank.dtypes.to_dict()))
    routes = received.routes
    routes.loc[routes.index[0], "open"] = False
    return [("count", counted), ("receipt", received), ("closed road", received.replaced(routes=routes))]


if __name__ == "__main__":
    raise SystemExit(not main())
