"""The address where Prometheus reads the figures of the product from the server of the pages, and who may.

It answers whoever brings the token of ``AID_METRICS_TOKEN``, or where none is set whoever asks from this machine and
was not sent on by another server, for a server in front makes everybody look like this machine.
"""

import atexit
import hmac
import threading
from collections.abc import Callable
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.bootstrap import build_resources
from core.metrics.meter import METER
from core.services.resources import Resources
from core.services.write_down import write_down
from core.settings import is_of_this_machine
from entrypoints.metrics_text import CONTENT_TYPE, metrics_text

PATH = "/metrics"
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
SECONDS_BETWEEN_NOTES = 60.0


@cache
def _resources() -> Resources:
    return build_resources()


def tell_metrics(request: Request) -> Response:
    """The figures; 403 to whoever may not read them. Starlette runs it in a thread, so that pages do not wait."""
    if not may_read(request, _resources().settings.metrics_token):
        return refused_metrics()
    return Response(metrics_text(_resources()), headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})


def refused_metrics() -> Response:
    """What somebody is told who may not read them."""
    return Response("Metrics are for this machine, or with the token of AID_METRICS_TOKEN.\n", 403)


def may_read(request: Request, token: str | None) -> bool:
    """Whether a request may read the figures."""
    if token is not None:
        brought = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(brought, f"Bearer {token}".encode())
    is_sent_on = any(name in request.headers for name in FORWARDED)
    return request.client is not None and is_of_this_machine(request.client.host) and not is_sent_on


def metrics_routes() -> list[Route]:
    """The route, to be added to the server of the pages."""
    return [Route(PATH, tell_metrics, methods=["GET"])]


def note_now_and_then(resources: Callable[[], Resources] = _resources) -> None:
    """Write down what this process counted every minute and at its end, so that little is lost when it is killed."""

    def note() -> None:
        while True:
            stopped.wait(SECONDS_BETWEEN_NOTES)
            if METER.peek():
                write_down(resources())

    stopped = threading.Event()
    atexit.register(lambda: write_down(resources()))
    threading.Thread(target=note, daemon=True, name="measurements").start()
