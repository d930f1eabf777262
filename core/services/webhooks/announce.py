"""Put the list of recommended actions in the queue of every address that has not been told of it."""

import logging

from core.domain.scenario import Scenario
from core.errors import AidError
from core.log import log_event
from core.services.actions.recommend import actions_key, cached_actions, make_actions
from core.services.open_operation import OpenOperation, open_named, operation_names
from core.services.resources import Resources
from core.services.webhooks.message import actions_told, as_text
from core.store import Webhook

logger = logging.getLogger(__name__)


def announce(resources: Resources) -> int:
    """Work the list out on the newest data where that was not done, and queue it; gives the messages queued.

    Nothing is done where nobody is told. An operation whose list cannot be made holds up no other.
    """
    told = resources.store.webhooks.told()
    if not told:
        return 0
    queued = 0
    for name in operation_names(resources):
        for_it = [each for each in told if each.operation in (None, name)]
        data_version = None
        try:
            opened = open_named(resources, name)
            data_version = opened.version.id
            queued += _announce(resources, opened, for_it) if for_it else 0
        except AidError as error:
            kind = type(error).__name__
            log_event(logger, logging.WARNING, "no list of actions for webhooks", data_version=data_version, kind=kind)
    return queued


def _announce(resources: Resources, opened: OpenOperation, told: list[Webhook]) -> int:
    name = opened.version.operation
    about = resources, opened.operation, Scenario(), name
    key = actions_key(*about)
    waiting = [each for each in told if not resources.store.webhooks.is_told(each.id, name, key)]
    if not waiting:
        return 0
    recommended = cached_actions(*about)
    if recommended is None:
        make_actions(*about)
        recommended = cached_actions(*about)
    if recommended is None:
        return 0
    body = as_text(actions_told(opened, recommended, resources.store.now()))
    return sum(resources.store.webhooks.enqueue(each.id, name, key, body) for each in waiting)
