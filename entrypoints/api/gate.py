"""The gate every request passes: its id, who asks, how often, how much, and what was asked before."""

import hashlib
import json
import logging
import math
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import AidError
from core.log import log_event
from core.services.people.api_keys import who_acts_with_key
from core.services.resources import Resources
from core.settings import is_of_this_machine
from entrypoints.api import metrics
from entrypoints.api.media_type import BODY_BYTES
from entrypoints.api.problems import answer_to_error, problem_answer
from entrypoints.api.rate import TokenBuckets

logger = logging.getLogger("core.api")

VERSION_1 = "/api/v1"
GUARDED = "/api/"
"""Addresses that ask for a key, and count."""
UPLOADS = "/imports"
"""Ending of the addresses that take files."""
MEGABYTE = 1_000_000
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ONCE_NAME = re.compile(r"[\x21-\x7e]{1,200}")
KEPT_HEADERS = ("content-type", "location", "etag")
"""Headers of an answer that is given again."""


@dataclass(frozen=True)
class GateLimits:
    """How much one request may bring, in bytes."""

    body_bytes: int
    upload_bytes: int


class _Refused(Exception):
    """The gate answers itself."""

    def __init__(self, answer: Response, why: str) -> None:
        super().__init__(why)
        self.answer = answer
        self.why = why


class Gate:
    """Middleware around the whole API.

    Parameters
    ----------
    app
        What is behind the gate.
    """

    def __init__(self, app: ASGIApp, resources: Resources, buckets: TokenBuckets, limits: GateLimits) -> None:
        self.app = app
        self.resources = resources
        self.buckets = buckets
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        told = headers.get("x-request-id", "")
        request_id = told if _REQUEST_ID.fullmatch(told) else uuid.uuid4().hex
        scope["aid_request_id"] = request_id
        begun, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (b"x-request-id", request_id.encode())]}
            await send(message)

        metrics.IN_PROGRESS.inc()
        try:
            await self._pass(scope, receive, sending, headers)
        except _Refused as refused:
            metrics.REFUSED.labels(refused.why).inc()
            await refused.answer(scope, receive, sending)
        except Exception:
            log_event(logger, logging.ERROR, "request failed", request=request_id)
            if status:
                raise
            answer = problem_answer(
                500,
                "Failure",
                "The program met something it did not expect.",
                "Send the request id to whoever looks after the planner; the log has more under it.",
                request_id=request_id,
            )
            await answer(scope, receive, sending)
        finally:
            metrics.IN_PROGRESS.dec()
            route = _route(scope)
            # a method is any word a caller likes; figures are kept for those that are known
            method = scope["method"] if scope["method"] in ("GET", "POST", "PUT", "DELETE", "HEAD") else "other"
            metrics.REQUESTS.labels(method, route, status or 500).inc()
            metrics.SECONDS.labels(method, route).observe(time.perf_counter() - begun)

    async def _pass(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        if not scope["path"].startswith(GUARDED):
            await self.app(scope, receive, send)
            return
        request_id = scope["aid_request_id"]
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            raise _refusal(400, "Unreadable", "An address without the sign NUL was expected.", request_id)
        actor = await self._actor(headers, request_id)
        scope["aid_actor"] = actor
        asker = f"{actor.door}\n{actor.name}"
        waits = self.buckets.wait_seconds(asker)
        if waits:
            seconds = str(math.ceil(waits))
            raise _Refused(
                problem_answer(
                    429,
                    "TooManyRequests",
                    "More requests came with this key than it may make.",
                    f"Ask again in {seconds} s.",
                    {"Retry-After": seconds},
                    request_id=request_id,
                ),
                "rate",
            )
        if scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        body = await self._body(scope, receive, headers, request_id)
        scope[BODY_BYTES] = len(body)
        once = headers.get("idempotency-key")
        if once is None or scope["method"] != "POST":
            await self.app(scope, _again(body, receive), send)
            return
        if not _ONCE_NAME.fullmatch(once):
            raise _refusal(
                422, "InvalidRequest", "An Idempotency-Key of 1 to 200 visible ASCII signs was expected.", request_id
            )
        await self._once(
            scope, _again(body, receive), send, (_hash(asker.encode()), once, _asked(scope, headers, body))
        )

    async def _actor(self, headers: Headers, request_id: str) -> Any:
        kind, _, secret = headers.get("authorization", "").partition(" ")
        try:
            actor = await run_sync(
                who_acts_with_key, self.resources, secret.strip() if kind.lower() == "bearer" else ""
            )
        except AidError as error:
            raise _Refused(answer_to_error(error, request_id), type(error).__name__) from error
        if not actor.signed_in and not is_of_own_machine(headers):
            raise _refusal(
                403,
                "NotAllowed",
                "While no account exists, only programs of this machine are served, and no page of another address.",
                request_id,
            )
        return actor

    async def _body(self, scope: Scope, receive: Receive, headers: Headers, request_id: str) -> bytes:
        most = self.limits.upload_bytes if scope["path"].endswith(UPLOADS) else self.limits.body_bytes
        too_large = _refusal(
            413, "TooLarge", f"A body of at most {most / MEGABYTE:g} MB was expected.", request_id, "Send less at once."
        )
        told = headers.get("content-length", "0")
        if told.isdigit() and int(told) > most:
            raise too_large
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _refusal(400, "Unreadable", "The request ended before its body was whole.", request_id)
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > most:
                raise too_large
            more = message.get("more_body", False)
        body = b"".join(parts)
        if "json" in headers.get("content-type", "") and body and not _is_json_text(body):
            raise _refusal(
                400,
                "Unreadable",
                "JSON in UTF-8 was expected, without NUL, halves of characters, NaN or Infinity, not nested too deep.",
                request_id,
            )
        return body

    async def _once(self, scope: Scope, receive: Receive, send: Send, claim: tuple[str, str, str]) -> None:
        """Do a request that has a name of its own, or give the answer it had."""
        asker, name, request_hash = claim
        kept = self.resources.store.once_only
        request_id = scope["aid_request_id"]
        try:
            found = await run_sync(kept.begin, asker, name, request_hash)
        except AidError as error:
            raise _Refused(answer_to_error(error, request_id), type(error).__name__) from error
        if found is not None:
            if found.request_hash != request_hash:
                raise _refusal(
                    422,
                    "IdempotencyKeyReused",
                    f"The Idempotency-Key “{name}” was sent with another request before.",
                    request_id,
                    "Choose a new key for a new request.",
                )
            if not found.status:
                raise _refusal(
                    409,
                    "StillAnswering",
                    "The first request with this Idempotency-Key has no answer on record: it is under way, or was "
                    "interrupted.",
                    request_id,
                    "Look whether it was done (jobs, submissions, proposals) before it is sent with a new key.",
                )
            answer = Response(found.body, found.status, {**found.headers, "idempotent-replayed": "true"})
            await answer(scope, receive, send)
            return
        status, answer_headers, parts = 0, Headers(), []

        async def keeping(message: Message) -> None:
            nonlocal status, answer_headers
            if message["type"] == "http.response.start":
                status, answer_headers = message["status"], Headers(raw=message["headers"])
                started.append(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body", False):
                return
            # on record before it is sent: who did not hear an answer asks again and gets this one
            if status < 500 and status != 429:
                told = {name: answer_headers[name] for name in KEPT_HEADERS if name in answer_headers}
                await run_sync(kept.keep, asker, name, status, told, b"".join(parts))
            else:
                await run_sync(kept.forget, asker, name)
            await send(started[0])
            await send({"type": "http.response.body", "body": b"".join(parts)})

        started: list[Message] = []
        try:
            await self.app(scope, receive, keeping)
        except Exception:
            await run_sync(kept.forget, asker, name)
            raise


def is_of_own_machine(headers: Mapping[str, str]) -> bool:
    """Whether a request names this machine, and no page of another address had a browser send it.

    Examples
    --------
    >>> is_of_own_machine({"host": "127.0.0.1:8600"}), is_of_own_machine({"host": "planner.example"})
    (True, False)
    >>> is_of_own_machine({"host": "127.0.0.1:8600", "origin": "http://evil.example"})
    False
    """
    try:
        name = urlsplit(f"//{headers.get('host', '')}").hostname
        origin = headers.get("origin")
        is_same = origin is None or urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False
    return is_of_this_machine(name) and is_same and headers.get("sec-fetch-site", "none") in ("none", "same-origin")


def _route(scope: Scope) -> str:
    """Address as it is documented, so that there are as many figures as there are addresses."""
    found = getattr(scope.get("route"), "path", None)
    if found is None:
        return "other"
    # the route knows its subject alone, not the version it is included under
    return f"{VERSION_1}{found}" if scope["path"].startswith(f"{VERSION_1}/") else str(found)


def _refusal(status: int, kind: str, detail: str, request_id: str, hint: str = "") -> _Refused:
    return _Refused(problem_answer(status, kind, detail, hint, request_id=request_id), kind)


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was read, for who reads it next."""
    is_given = False

    async def give() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return give


def _is_json_text(body: bytes) -> bool:
    def refuse(word: str) -> None:
        raise ValueError(word)

    try:
        values = json.loads(body, parse_constant=refuse)
        text = json.dumps(values, ensure_ascii=False)
        text.encode("utf-8")
    except (ValueError, RecursionError):
        return False
    return "\\u0000" not in text and "Infinity" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", text)


def _asked(scope: Scope, headers: Headers, body: bytes) -> str:
    """sha256 of a request; a boundary between files is chosen anew each time, so it is left out of the hash."""
    kind, _, rest = headers.get("content-type", "").partition(";")
    boundary = rest.partition("boundary=")[2].strip('" ')
    if kind.strip() == "multipart/form-data" and boundary:
        body = body.replace(boundary.encode("latin-1"), b"")
    about = f"{scope['method']}\n{scope['path']}\n".encode() + scope["query_string"]
    return _hash(about + b"\n" + kind.strip().encode("latin-1") + b"\n" + body)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
