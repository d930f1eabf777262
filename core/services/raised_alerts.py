"""Which alerts hold now, by the limits of this installation."""

from core.metrics.alerts import Raised, raised, rules_text
from core.metrics.limits import read_limits
from core.services.read_figures import read_figures
from core.services.resources import Resources
from core.settings import AppSettings


def raised_alerts(resources: Resources) -> list[Raised]:
    """Alerts that hold, the worst first.

    Raises
    ------
    AidError
        If the limits cannot be read.
    """
    return raised(read_limits(resources.settings.monitoring), read_figures(resources))


def rules_of(settings: AppSettings) -> str:
    """The rules for Prometheus.

    Raises
    ------
    AidError
        If the limits cannot be read.
    """
    return rules_text(read_limits(settings.monitoring))
