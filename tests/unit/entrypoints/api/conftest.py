"""An API of one process on the small operation, without a socket."""

import warnings

import pytest

from entrypoints.api.app import build_app
from entrypoints.api.settings import LimitsPart, RatePart, ServingSettings
from tests.builders import small_operation

with warnings.catch_warnings():
    # it prefers a successor of httpx that nothing else here needs
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", UserWarning)
    from fastapi.testclient import TestClient

QUICK = ServingSettings(rate=RatePart(burst=100_000, requests_per_second=100_000))


@pytest.fixture
def operation_path(resources):
    """Address of the small operation, stored."""
    saved = resources.store.save_version(small_operation(), parent=None)
    return f"/api/v1/operations/{saved.operation}"


def client_of(resources, settings=QUICK, machine="127.0.0.1"):
    """A client of the application on a machine; use it in a ``with`` so that its desk opens and closes."""
    return TestClient(
        build_app(resources, settings),
        base_url="http://127.0.0.1",
        raise_server_exceptions=False,
        client=(machine, 50_000),
    )


@pytest.fixture
def client(resources, operation_path):
    """A client that nothing slows down."""
    with client_of(resources) as made:
        yield made


def tight(**limits):
    """Settings with tight limits."""
    return ServingSettings(limits=LimitsPart(**limits), rate=QUICK.rate)
