"""Two servers of the pages behind one address, on one PostgreSQL and one folder: a person moves between them."""

import os
import signal

import psycopg
import pytest

from core.bootstrap import build_resources
from core.domain.operation import Operation
from core.metrics.metric_names import WORKS
from core.services.open_operation import open_operation
from core.settings import read_environment
from tests.browser.conftest import Visit
from tests.browser.signing_in import enter
from tests.people import with_administrator
from tests.serving import Server, running_app
from tests.sticky_proxy import COOKIE, sticky_proxy
from tests.unit.store.conftest import postgres_server

TITLE = "Sign in to the planner"
IN = "text=Signed in as Root"
PLAN = "iframe[title*='folium']"
"""What the page has as soon as there is a plan."""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """What both servers share: the store and the working folder."""
    folder = tmp_path_factory.mktemp("replicas")
    with postgres_server() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE replicas")
        shared = {"AID_HOME": str(folder / "shared"), "AID_DATABASE_URL": address.rsplit("/", 1)[0] + "/replicas"}
        resources = build_resources(read_environment(shared))
        with_administrator(resources)
        yield folder, shared, resources
        resources.store.close()


def plans_solved(resources):
    return sum(
        value
        for (name, labels), value in resources.store.measurements.totals().items()
        if name == WORKS.name and ("work", "plan") in labels and ("outcome", "done") in labels
    )


def replica_of(context):
    return int(next(cookie["value"] for cookie in context.cookies() if cookie["name"] == COOKIE))


def move(context, address, to):
    context.add_cookies([{"name": COOKIE, "value": str(to), "url": address}])


@pytest.mark.nightly
def test_a_person_goes_on_with_the_other_server_in_every_way(browser, installation):
    folder, shared, resources = installation
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    with (
        running_app(folder / "first", **shared) as first,
        running_app(folder / "second", **shared) as second,
        sticky_proxy(first.address, second.address) as proxy,
    ):
        servers = (first, second)
        behind_one = Server(proxy.address, first.process, first.home, first.log)
        visit = Visit(context.new_page(), behind_one)
        page = visit.open("plan", TITLE)
        here = replica_of(context)
        enter(visit)
        page.wait_for_selector(PLAN, timeout=180_000)
        visit.ready()
        solved = plans_solved(resources)
        assert solved >= 1

        # signed in there as well, and the plan is there without being solved again
        move(context, proxy.address, 1 - here)
        page.reload()
        page.wait_for_selector(IN, state="attached", timeout=60_000)
        page.wait_for_selector(PLAN, timeout=180_000)
        visit.ready()
        assert replica_of(context) == 1 - here
        assert plans_solved(resources) == solved

        # published elsewhere, seen here on the next run; this server has shown the version before
        opened = open_operation(resources)
        tables = dict(opened.operation.tables)
        camps = tables["camps"].copy()
        camps.loc[0, "name"] = "Named a moment ago"
        changed = Operation.build({**tables, "camps": camps})
        resources.store.save_version(changed, parent=opened.version.id, author="Root", note="A name")
        visit.open("data")
        said = "number => document.body.textContent.includes(`Version ${number}.`)"
        page.wait_for_function(said, arg=opened.version.number + 1, timeout=60_000)

        # the server dies; the person loads the page again and is still signed in, at the other
        os.kill(servers[1 - here].process.pid, signal.SIGKILL)
        servers[1 - here].process.wait(10)
        page = visit.open("needs")
        page.wait_for_selector(IN, state="attached", timeout=60_000)
        assert replica_of(context) == here
    context.close()
