"""Logging, configured by the doors only: one line an event, with its keys, never a row about persons.

An event is a sentence of ours without any text from outside, and keys out of a short list. Names, e-mails, addresses
and words that people typed have no key; who did what stands in the record of decisions, for those who may read it.
"""

import json
import logging
import traceback
from typing import Any, Literal

Form = Literal["text", "json"]

KEYS = frozenset(
    {
        "account",
        "alert",
        "bytes",
        "characters",
        "code_version",
        "data_version",
        "door",
        "flow",
        "http_status",
        "items",
        "key",
        "kind",
        "model_version",
        "number",
        "outcome",
        "page",
        "port",
        "request",
        "roles",
        "scenario",
        "seconds",
        "step",
        "wait_seconds",
        "work",
    }
)
"""What an event may tell beside its sentence. ``account`` is a number, ``scenario`` and ``key`` are content keys, and
``kind`` is the name of an error, so none of them holds what somebody typed; ``request`` is the id of a request, made
here unless the program that asks brings one of its own."""

LONGEST_VALUE = 200


def log_event(logger: logging.Logger, level: int, sentence: str, **keys: Any) -> None:
    """Log one event.

    Parameters
    ----------
    sentence
        What happened, a fixed text.
    keys
        Out of ``KEYS``.

    Raises
    ------
    ValueError
        If a key is not of the list.
    """
    unknown = sorted(set(keys) - KEYS)
    if unknown:
        raise ValueError(f"An event of the log was given {', '.join(unknown)}; it may have {', '.join(sorted(KEYS))}.")
    logger.log(level, sentence, extra={"keys": keys}, exc_info=level >= logging.ERROR)


def configure_logging(level: int = logging.INFO, form: Form = "text") -> None:
    """Send events of this program to standard error, as lines of text or of JSON (``AID_LOG``)."""
    handler = logging.StreamHandler()
    handler.setFormatter(EventFormatter(form, with_messages=level <= logging.DEBUG))
    logger = logging.getLogger("core")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False


class EventFormatter(logging.Formatter):
    """One line an event.

    Parameters
    ----------
    form
        ``text``: time, level, logger, sentence, ``key=value``; ``json``: the same as one object.
    with_messages
        Whether the words of an error are told beside the places it went through. They may quote what somebody
        uploaded, so only a person who debugs asks for them.
    """

    def __init__(self, form: Form, *, with_messages: bool = False) -> None:
        super().__init__()
        self.form = form
        self.with_messages = with_messages

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        keys = {name: _plain(value) for name, value in getattr(record, "keys", {}).items()}
        if record.exc_info and record.exc_info[0] is not None:
            keys |= self._told(record.exc_info[0], record.exc_info[1])
        time = self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}"
        head = {
            "time": time,
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _printable(record.getMessage()),
        }
        if self.form == "json":
            return json.dumps({**head, **keys})
        words = " ".join(f"{name}={_quoted(value)}" for name, value in keys.items())
        line = f"{time} {record.levelname} {record.name} {head['event']} {words}".rstrip()
        return line.encode("ascii", "backslashreplace").decode()

    def _told(self, kind: type[BaseException], error: BaseException | None) -> dict[str, Any]:
        frames = traceback.extract_tb(error.__traceback__) if error is not None else []
        places = [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames]
        told: dict[str, Any] = {"kind": kind.__name__, "places": " < ".join(reversed(places))}
        return {**told, "message": str(error)} if self.with_messages else told


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return round(value, 3)
    return _printable(" ".join(str(value).split())[:LONGEST_VALUE])


def _printable(text: str) -> str:
    """Text without signs that end a line or steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _quoted(value: Any) -> str:
    text = str(value)
    return json.dumps(text) if " " in text or not text else text
