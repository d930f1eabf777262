"""Addresses are told of the list: once, signed, tried again, given up; one that hangs holds up no other."""

import datetime as dt
import json
import time

import pytest

from core.domain.access import Actor, Role
from core.errors import NotAllowed, StoreError
from core.services.open_operation import open_named
from core.services.resources import secrets_of
from core.services.webhooks import send
from core.services.webhooks.announce import announce
from core.services.webhooks.manage import add_webhook, remove_webhook, try_webhook, webhooks_of
from core.services.webhooks.send import MOST_ATTEMPTS, send_due
from core.store import DeliveryState
from core.webhooks import signature
from tests.builders import small_operation
from tests.unit.services.actions.made import keep_as_made
from tests.unit.webhooks.receiver import receiving

ADA = Actor("Ada", frozenset({Role.ADMINISTRATOR}), "command line")
VERA = Actor("Vera", frozenset({Role.COORDINATOR}), "page")
NAME = "Small operation"


@pytest.fixture
def told(resources):
    """Resources with one stored operation whose list is made already."""
    resources.store.save_version(small_operation(), None, "test")
    opened = open_named(resources, NAME)
    keep_as_made(resources, opened.operation, NAME)
    return resources


def states(resources):
    return [(each.state, each.attempts, each.fault) for each in resources.store.webhooks.deliveries()]


def test_the_list_arrives_once_with_a_signature_that_its_receiver_can_check(told):
    with receiving(200) as (url, record):
        named = add_webhook(told, url, ADA)
        assert announce(told) == 1
        assert send_due(told).delivered == 1
        assert announce(told) == 0
        assert send_due(told).delivered == 0
    [(headers, body)] = record.came
    expected = signature(named.secret.encode(), int(headers["X-Aid-Timestamp"]), body)
    assert headers["X-Aid-Signature"] == expected
    message = json.loads(body)
    assert (message["event"], message["operation"], message["data_version"]) == ("actions", NAME, 1)
    assert all({"what", "effect", "by", "helps_share"} <= set(action) for action in message["actions"])
    assert states(told) == [(DeliveryState.DELIVERED, 1, "")]


def test_one_that_fails_is_tried_again_until_it_arrives(told):
    with receiving(500, 503, 200) as (url, record):
        add_webhook(told, url, ADA)
        announce(told)
        tries = [send_due(told, first_wait_seconds=0.0) for _ in range(2)]
    assert sum(each.delivered for each in tries) == 1
    assert len(record.came) == 3
    assert len({headers["X-Aid-Delivery"] for headers, _ in record.came}) == 1
    assert states(told) == [(DeliveryState.DELIVERED, 3, "")]


def test_the_wait_doubles_and_after_the_last_try_the_reason_stays(told, monkeypatch):
    clock = [dt.datetime(2025, 7, 1, tzinfo=dt.UTC)]
    monkeypatch.setattr(told.store, "now", lambda: clock[0])
    with receiving(500) as (url, _):
        add_webhook(told, url, ADA)
        announce(told)
        waits = []
        for _ in range(MOST_ATTEMPTS):
            send_due(told)
            [delivery] = told.store.webhooks.deliveries()
            waits.append((delivery.next_try - clock[0]).total_seconds())
            clock[0] = delivery.next_try
    assert waits[:4] == [10.0, 20.0, 40.0, 80.0]
    assert states(told) == [(DeliveryState.GIVEN_UP, MOST_ATTEMPTS, "answered 500; given up after 8 tries")]


def test_a_target_that_hangs_holds_up_no_other(told, monkeypatch):
    monkeypatch.setattr(send, "post", _short)
    with receiving("hang") as (slow, _), receiving(200) as (quick, record):
        add_webhook(told, slow, ADA)
        add_webhook(told, quick, ADA)
        announce(told)
        begun = time.monotonic()
        sent = send_due(told)
        assert time.monotonic() - begun < 5
    assert (sent.delivered, sent.again) == (1, 1)
    assert len(record.came) == 1


def _short(url, headers, body):
    from core.webhooks import post

    return post(url, headers, body, whole_seconds=1.0)


def test_a_message_taken_by_a_process_that_died_is_sent_by_the_next(told, monkeypatch):
    clock = [dt.datetime(2025, 7, 1, tzinfo=dt.UTC)]
    monkeypatch.setattr(told.store, "now", lambda: clock[0])
    with receiving(200) as (url, record):
        add_webhook(told, url, ADA)
        announce(told)
        assert len(told.store.webhooks.take_due(4, send.LEASE)) == 1  # and nothing more is heard of who took it
        assert send_due(told).delivered == 0
        clock[0] += send.LEASE + dt.timedelta(seconds=1)
        assert send_due(told).delivered == 1
    assert len(record.came) == 1


def test_newer_data_are_told_anew_and_other_operations_are_not(told):
    with receiving(200) as (url, record):
        add_webhook(told, url, ADA, operation=NAME)
        announce(told)
        newest = told.store.latest_version(NAME)
        told.store.save_version(small_operation(offers=None), newest.id, "test")
        keep_as_made(told, open_named(told, NAME).operation, NAME)
        assert announce(told) == 1
        send_due(told)
    assert sorted(json.loads(body)["data_version"] for _, body in record.came) == [1, 2]


def test_what_changes_back_is_news_again_and_each_state_is_told_once(told):
    with receiving(200) as (url, record):
        add_webhook(told, url, ADA)
        assert announce(told) == 1
        for tables in ({"offers": None}, {}, {"offers": None}):
            newest = told.store.latest_version(NAME)
            told.store.save_version(small_operation(**tables), newest.id, "test")
            keep_as_made(told, open_named(told, NAME).operation, NAME)
            assert announce(told) == 1
            assert announce(told) == 0
        send_due(told)
    assert sorted(json.loads(body)["data_version"] for _, body in record.came) == [1, 2, 3, 4]


def test_two_operations_are_told_apart(told):
    with receiving(200) as (url, record):
        add_webhook(told, url, ADA)
        other = small_operation(settings={"name": "Other operation"})
        told.store.save_version(other, None, "test")
        keep_as_made(told, open_named(told, "Other operation").operation, "Other operation")
        assert announce(told) == 2
        assert announce(told) == 0
        send_due(told)
    assert {json.loads(body)["operation"] for _, body in record.came} == {NAME, "Other operation"}


def test_only_an_administrator_names_addresses_and_every_change_is_on_record(told):
    with pytest.raises(NotAllowed):
        add_webhook(told, "https://example.org/", VERA)
    with pytest.raises(NotAllowed):
        webhooks_of(told, VERA)
    named = add_webhook(told, "https://example.org/aid", ADA)
    announce(told)
    remove_webhook(told, named.webhook.id, ADA)
    assert states(told) == [(DeliveryState.GIVEN_UP, 0, "the address was taken off")]
    with pytest.raises(StoreError, match="There is no webhook"):
        remove_webhook(told, named.webhook.id, ADA)
    subjects = [entry.subject for entry in told.store.decisions.entries(most=2)]
    assert subjects == ["webhook 1 removed: https://example.org/aid", "webhook 1 added: https://example.org/aid"]
    assert named.secret not in json.dumps([entry.seen for entry in told.store.decisions.entries()])


def test_a_lost_secret_is_said_and_a_trial_is_sent_at_once(told):
    with receiving(200) as (url, record):
        named = add_webhook(told, url, ADA)
        assert try_webhook(told, named.webhook.id, ADA).is_delivered
        assert json.loads(record.came[0][1])["event"] == "ping"
        (secrets_of(told).folder / f"webhook-{named.webhook.id}").unlink()
        announce(told)
        assert send_due(told).again == 1
    assert "is not in the folder of secrets" in states(told)[0][2]
