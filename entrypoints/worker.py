"""The worker: a process that the pages own, which solves and forecasts what they ask and ends with them.

Lines of JSON come in on standard input: ``{"id", "version", "scenario"}`` asks for the plan of a scenario on a stored
data version, ``{"id", "version", "backtest": {"model", "weeks"}}`` for its backtest, ``{"id", "version", "fairness":
scenario}`` for every fairness rule on a scenario, ``{"id", "version", "inventory": {"scenario", "weeks",
"with_plan"}}`` for its shelves looked ahead, ``{"cancel": id}`` stops any of them.
Lines go out: ``{"id", "state", ...}`` with the states ``running`` (share, message, whether it is stopping), ``done``
(key) and ``failed`` (kind, message, hint, limits). A plan that was cancelled is ``done`` where there is a best plan so
far. The end of input ends the process, so that no solve outlives the server.
"""

import gc
import json
import logging
import os
import queue
import sys
import threading
import time
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from core.bootstrap import build_resources
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.errors import AidError, StoreError
from core.log import configure_logging, log_event
from core.services.answer_question import answer_question, is_question
from core.services.backtest_report import make_report
from core.services.fairness_report import make_fairness
from core.services.kept_outlook import make_outlook
from core.services.measured_work import measured_work
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import plan_distribution
from core.services.resources import Resources
from core.services.shadow_forecast import forecast_in_shadow
from core.services.webhooks.announce import announce
from core.services.webhooks.send import send_due

# under "core" as all others: only that is formatted, and never tells the words of a fault
logger = logging.getLogger("core.worker")

KEPT_OPERATIONS = 4


SECONDS_BETWEEN_MESSAGES = 3.0


class Messenger:
    """Tells addresses outside of recommended actions, beside the solves; it holds up none of them."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources

    def start(self) -> None:
        """Begin; it ends with the process."""
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_MESSAGES)
            try:
                announce(self.resources)
                send_due(self.resources)
            except AidError as error:
                log_event(logger, logging.WARNING, "messages wait", kind=type(error).__name__)
            except Exception:
                # whatever is wrong with one message must not end those of all others
                log_event(logger, logging.ERROR, "messages wait")


class Worker:
    """Solves one request after the other; hears of cancels meanwhile."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.requests: queue.Queue[dict[str, Any]] = queue.Queue()
        self.cancelled: set[str] = set()
        self.operation = lru_cache(KEPT_OPERATIONS)(self._operation)
        self._out = threading.Lock()

    def listen(self) -> None:
        """Read requests until the input ends."""
        threading.Thread(target=self._work, daemon=True).start()
        for line in sys.stdin:
            request = _request(line)
            if request is None:
                # one line that is no request must not end the solves of all others
                log_event(logger, logging.WARNING, "a line is no request and was left out", characters=len(line))
            elif "cancel" in request:
                self.cancelled.add(str(request["cancel"]))
            else:
                self.requests.put(request)

    def _operation(self, version: int) -> Operation:
        return self.resources.store.load_version(version)

    def _work(self) -> None:
        while True:
            request = self.requests.get()
            identifier = request["id"]
            if identifier in self.cancelled:
                self.cancelled.discard(identifier)
                continue
            try:
                with measured_work(self.resources, _kind_of(request)):
                    self._solve(identifier, request)
            except AidError as error:
                self._say(
                    id=identifier,
                    state="failed",
                    kind=type(error).__name__,
                    message=error.message,
                    hint=error.hint,
                    limits=list(getattr(error, "limits", ())),
                    repairs=[asdict(repair) for repair in getattr(error, "repairs", ())],
                )
            except Exception as error:
                hint = "Report this with the scenario; the other pages still work."
                message = f"The program failed: {type(error).__name__}: {error}"
                self._say(
                    id=identifier, state="failed", kind="Failure", message=message, hint=hint, limits=[], repairs=[]
                )
            finally:
                self.cancelled.discard(identifier)
            if self.requests.empty():
                self._answer_in_shadow(request["version"])

    def _answer_in_shadow(self, version: int) -> None:
        """Let the challenger answer the same question after the pages have theirs; whatever fails stays here."""
        try:
            info = self.resources.store.version_of_id(version)
            forecast_in_shadow(self.resources, OpenOperation(self.operation(version), info))
        except Exception:
            log_event(logger, logging.ERROR, "the forecast in the shadow failed", data_version=version)

    def _solve(self, identifier: str, request: dict[str, Any]) -> None:
        operation = self.operation(request["version"])

        def is_cancelled() -> bool:
            return identifier in self.cancelled

        def tell(share: float, message: str) -> None:
            self._say(id=identifier, state="running", share=share, message=message, is_stopping=is_cancelled())

        if "backtest" in request:
            asked = request["backtest"]
            key = make_report(
                self.resources, operation, asked["model"], asked["weeks"], progress=tell, cancelled=is_cancelled
            )
        elif "fairness" in request:
            scenario = Scenario.from_values(request["fairness"])
            key = make_fairness(self.resources, operation, scenario, progress=tell, cancelled=is_cancelled)
        elif "inventory" in request:
            asked = request["inventory"]
            scenario = Scenario.from_values(asked["scenario"])
            key = make_outlook(
                self.resources,
                operation,
                scenario,
                asked["weeks"],
                asked["with_plan"],
                progress=tell,
                cancelled=is_cancelled,
            )
        elif "question" in request:
            key = answer_question(self.resources, operation, request["question"], cancelled=is_cancelled, progress=tell)
        else:
            scenario = Scenario.from_values(request["scenario"])
            key = plan_distribution(
                self.resources, operation, scenario, cancelled=is_cancelled, progress=tell, best_so_far=True
            ).key
        if not self.resources.results.holds(key):
            # the pages find answers in the cache only; without this they would ask for the same one without end
            raise StoreError("An answer was found but could not be kept for the pages.", _CANNOT_KEEP)
        self._say(id=identifier, state="done", key=key)

    def _say(self, **event: Any) -> None:
        with self._out:
            sys.stdout.write(json.dumps(event) + "\n")
            sys.stdout.flush()


_CANNOT_KEEP = (
    "Check that the folder AID_HOME can be written and its disk has room, and that AID_CACHE_MB is large enough; "
    "then ask again."
)


def _kind_of(request: dict[str, Any]) -> str:
    """What a request asks for, in one word of ours."""
    return next((kind for kind in ("backtest", "fairness", "inventory", "question") if kind in request), "plan")


def _request(line: str) -> dict[str, Any] | None:
    """What a line asks for; None where it is no request."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    if "cancel" in values:
        return values
    asks = any(isinstance(values.get(kind), dict) for kind in ("scenario", "fairness"))
    asks = asks or _asks_backtest(values.get("backtest")) or is_question(values.get("question"))
    asks = asks or _asks_inventory(values.get("inventory"))
    whole = isinstance(values.get("id"), str) and isinstance(values.get("version"), int) and asks
    return values if whole else None


def _asks_backtest(asked: Any) -> bool:
    return isinstance(asked, dict) and isinstance(asked.get("model"), str) and isinstance(asked.get("weeks"), int)


def _asks_inventory(asked: Any) -> bool:
    return (
        isinstance(asked, dict)
        and isinstance(asked.get("scenario"), dict)
        and isinstance(asked.get("weeks"), int)
        and isinstance(asked.get("with_plan"), bool)
    )


def main() -> None:
    """Serve until the owner closes the input."""
    resources = build_resources()
    configure_logging(form=resources.settings.log_form)
    worker = Worker(resources)
    Messenger(resources).start()
    # What was loaded stays; looking through it for garbage in the middle of a solve costs a tenth of a second.
    gc.freeze()
    worker.listen()
    os._exit(0)  # a solve in its thread must not keep the process


if __name__ == "__main__":
    main()
