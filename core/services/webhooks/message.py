"""What addresses are told: JSON with the list of recommended actions, or that it is a trial."""

import datetime as dt
import json
from typing import Any

from core.services.actions.recommend import Recommended
from core.services.actions.tell import ActionWords
from core.services.open_operation import OpenOperation

TOLD = (
    *("key", "camp_id", "item_id", "place_id", "other_id", "amount", "tonnes", "day_from", "day_to", "weighted_gain"),
    *("expected_gain", "person_weeks", "cost_usd", "gift_usd", "helps_share", "futures", "by", "last", "audience"),
)
"""Values of an action that are told; where and when it helps, and its scenario, are read with `aid actions --json`."""


def actions_told(opened: OpenOperation, recommended: Recommended, now: dt.datetime) -> dict[str, Any]:
    """The list of actions on a data version."""
    words = ActionWords(opened.operation)
    rows = []
    for action in recommended.actions:
        values = action.to_values()
        told = {name: values[name] for name in TOLD}
        rows.append({"kind": action.kind.value, "what": words.what(action), "effect": words.effect(action), **told})
    return {
        "event": "actions",
        "operation": opened.version.operation,
        "data_version": opened.version.number,
        "fingerprint": opened.version.fingerprint,
        "illustrative": opened.operation.settings.illustrative,
        "sent": now.isoformat(timespec="seconds"),
        "actions": rows,
        "note": recommended.note,
    }


def ping(now: dt.datetime) -> dict[str, Any]:
    """That it is a trial."""
    return {"event": "ping", "sent": now.isoformat(timespec="seconds")}


def as_text(message: dict[str, Any]) -> str:
    """JSON in a fixed order, plain ASCII."""
    return json.dumps(message, sort_keys=True, separators=(",", ":"), allow_nan=False)
