"""Deploy a version: try it, promote it, see that it answers, and go back by itself where it does not."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from core.domain.access import Actor, Right, require
from core.errors import RegistryError
from core.services.promote_model import Promotion, promote_model
from core.services.resources import Resources
from core.services.roll_back_model import put_back
from core.services.smoke_test_model import smoke_test_model


@dataclass(frozen=True)
class Deployment:
    """What was done.

    Attributes
    ----------
    promotion
        Of the version.
    before
        Served until then; None where nothing was.
    steps
        What was done and seen, in words, in order.
    """

    promotion: Promotion
    before: str | None
    steps: tuple[str, ...]


def deploy_model(
    resources: Resources,
    version: str,
    reason: str,
    today: dt.date,
    actor: Actor,
    ask_server: Callable[[], str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Deployment:
    """Try a version, promote it, and look whether what is served now answers; go back where it does not.

    Running pages and servers read which version serves at every question, so nothing has to be restarted.

    Parameters
    ----------
    ask_server
        Asks a running server of this installation whether it is ready; gives what is wrong in words, empty where
        nothing is. None where no server runs.

    Raises
    ------
    NotAllowed, ModelNotFound, ModelIntegrity
        As ``promote_model``.
    RegistryError
        As ``promote_model``; and where a test failed, with what serves now.
    """
    require(actor, Right.PROMOTE_MODEL)
    before = _served(resources)
    faults = smoke_test_model(resources, version)
    if faults:
        resources.registry.load(version)  # a version that is not there, or not whole, is told as such
        raise RegistryError(
            f"Model {version} was not deployed: {'; '.join(faults)}. Nothing was changed.",
            "Train it again, or look at its evaluation with `aid models`.",
        )
    steps = ["its forecast of the demonstration is finite, in order and near the last counts"]
    promotion = promote_model(resources, version, reason, today, actor, tell)
    steps.append(f"promoted with proposal {promotion.proposal}")
    faults = _after(resources, version, ask_server)
    if faults:
        withdrawn = f"Model {version} was withdrawn: {'; '.join(faults)}."
        if before is None or before == version:
            raise RegistryError(f"{withdrawn} No other version was served before it.", "Promote another version.")
        put_back(resources, before, version, f"deployment failed: {'; '.join(faults)}"[:1000], today, actor)
        raise RegistryError(f"{withdrawn} {before} is served again.", "Look at the log of the server.")
    steps.append("read anew from its files, it is the version that answers")
    steps.append("the running server is ready" if ask_server else "no server runs here; pages read it at once")
    return Deployment(promotion, before, tuple(steps))


def _served(resources: Resources) -> str | None:
    try:
        return resources.registry.current_version()
    except RegistryError:
        return None


def _after(resources: Resources, version: str, ask_server: Callable[[], str] | None) -> tuple[str, ...]:
    """What is wrong after the promotion: with what a new process would serve, its forecast, or the running server."""
    try:
        served = resources.registry.reopened().served()
    except RegistryError as error:
        return (error.message,)
    if served.version != version:
        return (f"{served.version} answers in its place: {served.fault}",)
    faults = smoke_test_model(resources, version)
    told = ask_server() if ask_server and not faults else ""
    return (*faults, told) if told else faults
