"""The log: one line an event with keys of a short list; what people typed is in no line, whatever they do."""

import ast
import io
import json
import logging

import pytest

from core.errors import AidError, InvalidTable
from core.log import KEYS, EventFormatter, configure_logging, log_event
from core.settings import PROJECT
from tests.hostile_text import BASIC as HOSTILE

logger = logging.getLogger("core.test_log")


@pytest.fixture(params=["text", "json"])
def lines(request, monkeypatch):
    """Lines written so far, in either form."""
    core = logging.getLogger("core")
    before = core.handlers[:], core.level, core.propagate
    written = io.StringIO()
    configure_logging(form=request.param)
    core.handlers[0].setStream(written)
    yield lambda: written.getvalue().splitlines()
    core.handlers[:], core.level, core.propagate = before


def test_an_event_is_one_line_with_its_keys(lines):
    log_event(logger, logging.INFO, "plan made", scenario="ab12", data_version=7, seconds=1.23456)
    (line,) = lines()
    if line.startswith("{"):
        told = json.loads(line)
        assert told["event"] == "plan made"
        assert (told["scenario"], told["data_version"], told["seconds"]) == ("ab12", 7, 1.235)
        assert told["level"] == "info"
        assert told["logger"] == "core.test_log"
    else:
        assert line.endswith("INFO core.test_log plan made scenario=ab12 data_version=7 seconds=1.235")


def test_a_key_that_is_not_of_the_list_is_refused():
    with pytest.raises(ValueError, match="camp"):
        log_event(logger, logging.INFO, "plan made", camp="north")
    assert not {"name", "email", "message", "reason", "note", "user", "token", "password"} & KEYS


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_value_holds_the_line_stays_one_short_line_of_plain_signs(lines, text):
    log_event(logger, logging.WARNING, "something ended", kind=text * 20)
    (line,) = lines()
    assert line.isascii()
    assert line.isprintable()
    assert len(line) < 2500


def test_a_failure_tells_where_and_never_what_it_quoted(lines):
    try:
        raise InvalidTable("Row 3: Amina Uwase, +250 788 123 456, is no camp.")
    except AidError:
        log_event(logger, logging.ERROR, "a page failed", page="data")
    (line,) = lines()
    assert "Amina" not in line
    assert "788" not in line
    assert "InvalidTable" in line
    assert "test_log.py" in line


def test_whoever_debugs_is_told_the_words_too():
    formatter = EventFormatter("json", with_messages=True)
    try:
        raise AidError("the words")
    except AidError as error:
        record = logger.makeRecord(
            "core.x", logging.ERROR, "f", 1, "failed", (), (type(error), error, error.__traceback__)
        )
    assert json.loads(formatter.format(record))["message"] == "the words"


LOGGED = {"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"}


def test_every_event_goes_through_the_one_function_with_a_sentence_that_is_fixed():
    files = [file for part in ("core", "entrypoints", "ui", "pages") for file in (PROJECT / part).rglob("*.py")]
    found, events = [], 0
    for file in files:
        for call in (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)):
            where = f"{file.relative_to(PROJECT)}:{call.lineno}"
            to = call.func
            is_direct = isinstance(to, ast.Attribute) and to.attr in LOGGED and isinstance(to.value, ast.Name)
            if is_direct and to.value.id in ("logger", "logging") and file.name != "log.py":
                found.append(where)
            if isinstance(to, ast.Name) and to.id == "log_event":
                events += 1
                if not (isinstance(call.args[2], ast.Constant) and isinstance(call.args[2].value, str)):
                    found.append(where)
    assert events > 10
    assert found == [], "an event that may tell words of a fault or of a person"
