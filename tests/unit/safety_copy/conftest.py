"""The store on SQLite and on a real PostgreSQL, as the tests of the store have it."""

from tests.unit.store.conftest import postgres_url, url

__all__ = ["postgres_url", "url"]
