"""Say which sources are asked; an administrator does. Keys lie in the folder of secrets, never beside the address."""

from collections.abc import Mapping

from core.connectors import KINDS, Connector, Connectors, Kind, Provenance, ProvenanceRecord, kind_named
from core.domain.access import Actor, Right, require
from core.domain.decision import Act, Decision
from core.errors import DataError
from core.services.open_operation import open_named
from core.services.resources import Resources, secrets_of

__all__ = ["KINDS", "Connector", "Kind", "ProvenanceRecord"]

LONGEST_KEY = 1000
"""Characters."""


def secret_name(connector: str) -> str:
    """Name of a connector's key in the folder of secrets."""
    return f"connector-{connector}"


def add_connector(
    resources: Resources,
    name: str,
    kind: str,
    actor: Actor,
    *,
    address: str = "",
    parameters: Mapping[str, str] | None = None,
    operation: str = "",
    key: str = "",
) -> Connector:
    """Configure a source; it is not asked yet.

    Parameters
    ----------
    address
        By default that of its kind.
    operation
        Stored operation that the flow ``fetch`` submits to; empty for none.
    key
        Empty for none.

    Raises
    ------
    NotAllowed
        Unless the actor may say which addresses are asked.
    DataError
        If name, kind, address, parameter, operation or key cannot be used, or the name is taken.
    SourceUnavailable
        If the key cannot be kept.
    """
    require(actor, Right.MANAGE_CONNECTORS)
    about = kind_named(kind)
    given = address.strip() or about.address
    if not given:
        raise DataError(f"{about.title} have an address of their own for each form.", f"Give --address: {_example()}")
    made = Connector(name, kind, given, dict(parameters or {}), operation)
    if operation:
        open_named(resources, operation)
    key = key.strip()
    if bool(key) != about.is_key_needed or len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        needs = "needs a key: one line of plain signs" if about.is_key_needed else "takes no key"
        raise DataError(f"{about.title}: this kind {needs}.", f"See {about.documentation}")
    # a name that is taken is refused here, before its key could be written over
    Connectors(resources.settings.home).add(made)
    if key:
        secrets_of(resources).keep(secret_name(name), key.encode(), replace=True)
    _record(resources, made, actor, "added")
    return made


def remove_connector(resources: Resources, name: str, actor: Actor) -> Connector:
    """Take a source off; what was fetched stays, its key is overwritten with nothing.

    Raises
    ------
    NotAllowed, DataError
        Unless the actor may, and it is configured.
    """
    require(actor, Right.MANAGE_CONNECTORS)
    gone = Connectors(resources.settings.home).remove(name)
    if secrets_of(resources).read(secret_name(name)):
        secrets_of(resources).keep(secret_name(name), b"", replace=True)
    _record(resources, gone, actor, "removed")
    return gone


def connectors_of(resources: Resources, actor: Actor) -> list[tuple[Connector, ProvenanceRecord | None]]:
    """Configured sources, each with its last fetch; addresses are for those who may change or use them."""
    require(actor, Right.SUBMIT_DATA if actor.may(Right.SUBMIT_DATA) else Right.MANAGE_CONNECTORS)
    provenance = Provenance(resources.settings.home)
    return [(one, provenance.newest(one.name)) for one in Connectors(resources.settings.home).all()]


def _record(resources: Resources, connector: Connector, actor: Actor, what: str) -> None:
    seen = {"kind": connector.kind, "address": connector.address, "parameters": dict(connector.parameters)}
    subject = f"connector {connector.name}, {what}"
    resources.store.decisions.record(Decision(Act.CHANGE_CONNECTOR, actor, connector.operation, subject, seen=seen))


def _example() -> str:
    return "https://kf.kobotoolbox.org/api/v2/assets/UID/data/"
