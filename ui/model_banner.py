"""The line on top of every page that says when another model answers than the one that should."""

from core.services.life_cycle import what_serves
from ui import cache
from ui.components import stale_note
from ui.language import say


def show_model_banner() -> None:
    """Nothing while the champion answers; else which version answers in its place, and why."""
    served = what_serves(cache.resources())
    if served is not None and served.is_fallback:
        stale_note(
            say("Model {version} answers in place of {named}", version=served.version, named=served.named),
            say(
                "{fault} Forecasts and plans come from the version served before. Restore models/{named}, or promote "
                "another version; the Model card page says more.",
                fault=served.fault,
                named=served.named,
            ),
        )
