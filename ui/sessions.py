"""Who waits for an answer: the browser windows that are open."""

from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx


def this_session() -> str:
    """Name of the window whose page is being drawn; empty where nothing is drawn."""
    context = get_script_run_ctx(suppress_warning=True)
    return "" if context is None else context.session_id


def is_here(session: str) -> bool:
    """Whether a window is open; without a running server every one counts as open."""
    return not Runtime.exists() or Runtime.instance().is_active_session(session)
