"""Apply the retention settings: what is too old goes, and what went is said."""

from core.domain.access import Actor, Right, require
from core.safety_copy import Retention, Tidied, read_retention, tidy
from core.services.resources import Resources
from core.settings import PROJECT

SHIPPED = PROJECT / "data" / "retention.toml"


def retention_of(resources: Resources) -> Retention:
    """The settings that hold here: ``retention.toml`` of the working folder, else the shipped ones."""
    return read_retention(resources.settings.home, SHIPPED)


def tidy_up(resources: Resources, actor: Actor, dry_run: bool = False) -> list[Tidied]:
    """Take away what is older than the settings say, and give what went.

    Data versions and the record of decisions are never touched; a raw file goes only where no table names it.

    Raises
    ------
    NotAllowed
        If the actor may not.
    DataError, SourceUnavailable, StoreError
        If the settings or the store cannot be read; nothing is taken away then.
    """
    require(actor, Right.BACK_UP)
    retention = retention_of(resources)
    settings, store = resources.settings, resources.store
    store.operations()
    return tidy(settings.home, store.url, store.raw.folder, retention, store.now(), dry_run)
