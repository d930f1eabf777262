"""A list of actions made once for all tests that only answer it or tell of it."""

from functools import cache
from tempfile import TemporaryDirectory

from core.bootstrap import build_resources
from core.domain.scenario import Scenario
from core.services.actions.recommend import Recommended, actions_key, recommend_actions
from core.settings import read_environment
from tests.unit.services.actions.cases import short_of_cereal

WEEKS = Scenario(weeks=4)


@cache
def made_list() -> Recommended:
    """What is worth doing where cereal is short; really solved, once."""
    with TemporaryDirectory() as home:
        resources = build_resources(read_environment({"AID_HOME": home}))
        found = recommend_actions(resources, short_of_cereal(), WEEKS)
        resources.store.close()
    return found


def keep_as_made(resources, operation, name):
    """Keep that list as the one of an operation, so that what tells of it need not solve it again."""
    found = made_list()
    values = {"actions": [each.to_values() for each in found.actions], "considered": found.considered, "note": ""}
    resources.results.put(actions_key(resources, operation, Scenario(), name), {"recommended": values})
