"""Ask a source page by page: within limits, from one address, every fault named."""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from core.connectors.kind import Kind, Row
from core.connectors.limits import Limits
from core.connectors.line import Line
from core.errors import SourceUnavailable

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which it is worth asking again."""
REFUSED = frozenset({401, 403})
LATER = "Nothing was taken in; ask again later."


@dataclass(frozen=True)
class Page:
    """One answer as it came.

    Attributes
    ----------
    address
        What was asked, without the key.
    came
        When, UTC.
    status
        Of HTTP; None where there was no answer.
    body
        As it came, unpacked; empty where it was refused.
    tries
        How often it was asked.
    """

    address: str
    came: datetime
    status: int | None
    body: bytes
    tries: int

    @property
    def sha256(self) -> str:
        """Hash of the body."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, eq=False)
class Answers:
    """What came of one fetch.

    Attributes
    ----------
    rows
        Of all pages, as they came; empty where there is a fault: half an answer would be read as a whole one.
    fault
        Why it did not end well; None where it did.
    """

    pages: tuple[Page, ...]
    rows: tuple[Row, ...]
    fault: SourceUnavailable | None


class _Fault(Exception):
    """One try failed."""

    def __init__(self, words: str, hint: str, page: Page, *, is_worth_again: bool = False, wait: float = 0.0) -> None:
        super().__init__(words)
        self.words, self.hint, self.page = words, hint, page
        self.is_worth_again, self.wait = is_worth_again, wait


def ask_all(
    kind: Kind,
    address: str,
    parameters: Mapping[str, str],
    key: str | None,
    limits: Limits,
    tell: Callable[[str], None] = lambda _: None,
) -> Answers:
    """Every page of an answer.

    Parameters
    ----------
    address
        Checked already; no other is asked.
    key
        Sent in the header of the kind alone.
    tell
        Hears a line of text for each page.
    """
    headers = {"Accept": "application/json", "User-Agent": "refugee-aid-planner"}
    if kind.key_header and key:
        headers[kind.key_header] = kind.key_form.format(key=key)
    pages: list[Page] = []
    rows: list[Row] = []
    host = urlsplit(address).hostname or address
    try:
        is_local = urlsplit(address).scheme == "http"
        with (
            closing(Line()) as line,
            httpx.Client(
                timeout=limits.connect_seconds, follow_redirects=False, headers=headers, trust_env=not is_local
            ) as client,
        ):
            for number in range(limits.most_pages):
                asked = {**kind.fixed, **parameters, **kind.page(number, len(rows))}
                page = _tried(client, line, f"{address}?{urlencode(asked)}", host, limits)
                pages.append(page)
                answer = _read(kind, page, host)
                _refuse_repeats(pages, sum(len(each.body) for each in pages), host, limits)
                rows += answer[kind.rows]
                tell(f"Page {number + 1} of {host}: {len(rows):,} rows so far")
                if kind.is_last(answer, number):
                    _refuse_gaps(kind, answer, len(rows), host, page)
                    return Answers(tuple(pages), tuple(rows), None)
                if not answer[kind.rows]:
                    raise _Fault(f"{host} sent an empty page before the last one", LATER, page)
        words = f"{host} sent {limits.most_pages:,} pages and has more"
        raise _Fault(words, "Ask for fewer places or years by --set.", pages[-1])
    except _Fault as fault:
        if fault.page not in pages:
            pages.append(fault.page)
        return Answers(tuple(pages), (), SourceUnavailable(f"{fault.words}.", fault.hint))


def _tried(client: httpx.Client, line: Line, address: str, host: str, limits: Limits) -> Page:
    wait = limits.wait_seconds
    for number in range(1, limits.tries + 1):
        try:
            return _once(client, line, address, host, limits, number)
        except _Fault as fault:
            if not fault.is_worth_again or number == limits.tries:
                raise
            limits.pause(min(max(wait, fault.wait), limits.longest_wait_seconds))
            wait *= 2
    raise AssertionError("at least one try is made")


def _once(client: httpx.Client, line: Line, address: str, host: str, limits: Limits, number: int) -> Page:
    def page(status: int | None, body: bytes = b"") -> Page:
        return Page(address, datetime.now(UTC), status, body, number)

    times = "" if number == 1 else f" after {number} tries"
    body = bytearray()
    try:
        with (
            line.within(limits.page_seconds),
            client.stream("GET", address, extensions={"trace": line.hear}) as response,
        ):
            status = response.status_code
            for part in response.iter_bytes():
                body += part
                if len(body) > limits.page_bytes:
                    words = f"{host} sent more than {limits.page_bytes / 1e6:,.6g} MB at once"
                    raise _Fault(words, "Ask for fewer places or years by --set.", page(status))
        if line.is_late:
            # a body without a length ends where it is cut, as if it were whole
            raise httpx.ReadTimeout("the whole answer took too long")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        if line.is_special:
            words = f"{host} is at a link-local, unspecified or multicast address, and nothing is asked there"
            raise _Fault(words, "Look at the address of the connector.", page(None)) from error
        if line.is_late or isinstance(error, httpx.TimeoutException):
            words = f"{host} did not answer in time{times}"
            raise _Fault(words, LATER, page(None), is_worth_again=True) from error
        words = f"{host} cannot be reached or broke off{times}: {error or type(error).__name__}"
        raise _Fault(words, f"Check the network. {LATER}", page(None), is_worth_again=True) from error
    came = page(status, bytes(body))
    if status == 200:
        return came
    if 300 <= status < 400:
        words = f"{host} answered {status} and sends elsewhere, which is not followed"
        raise _Fault(words, "Add the connector anew with the address that is right now.", came)
    if status in REFUSED:
        raise _Fault(f"{host} answered {status}: it does not accept the key", "Add it anew with its key.", came)
    words = f"{host} answered {status}{times}"
    again = status in AGAIN
    hint = LATER if again else "Look at the address and at what is asked for: `aid connectors list`."
    raise _Fault(words, hint, came, is_worth_again=again, wait=_asked_to_wait(response))


def _asked_to_wait(response: httpx.Response) -> float:
    told = response.headers.get("Retry-After", "")
    return float(told) if told.isascii() and told.isdigit() and len(told) < 8 else 0.0


def _read(kind: Kind, page: Page, host: str) -> Mapping[str, Any]:
    """The answer as JSON with a list of rows."""
    start = page.body[:200].lstrip().lower()
    try:
        answer = json.loads(page.body)
    except (ValueError, RecursionError) as error:
        what = "a web page" if start.startswith((b"<!doctype", b"<html")) else "something that is not valid JSON"
        raise _Fault(f"{host} sent {what} in place of figures", LATER, page) from error
    rows = answer.get(kind.rows) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _Fault(f"{host} sent JSON without the list of rows “{kind.rows}”", "Look at the address.", page)
    try:
        kind.is_last(answer, 0)
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise _Fault(f"{host} does not tell which page is its last", LATER, page) from error
    return answer


def _refuse_repeats(pages: list[Page], size: int, host: str, limits: Limits) -> None:
    if size > limits.all_bytes:
        words = f"{host} sent more than {limits.all_bytes / 1e6:,.6g} MB in {len(pages)} pages"
        raise _Fault(words, "Ask for fewer places or years by --set.", pages[-1])
    if len(pages) > 1 and pages[-1].sha256 == pages[-2].sha256:
        raise _Fault(f"{host} sent the same page twice, so its pages cannot be told apart", LATER, pages[-1])


def _refuse_gaps(kind: Kind, answer: Mapping[str, Any], came: int, host: str, page: Page) -> None:
    told = answer.get(kind.total) if kind.total else None
    if isinstance(told, int) and told != came:
        words = f"{host} tells of {told:,} rows and sent {came:,}; they changed while they were read"
        raise _Fault(words, LATER, page)
