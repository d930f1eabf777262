"""The server of the pages: Streamlit, told from the start that ``app.py`` is the router.

Streamlit takes a folder ``pages`` for its old way of several pages until ``app.py`` has run once. The first person who
opens a page by its address would be told that it does not exist. The switch is Streamlit's own, if not a public one; a
browser test opens a page by its address on a fresh server.

    python -m entrypoints.pages_server --server.port 8501
"""

import gc
import sys
import threading
from importlib import import_module

from core.settings import PROJECT

PRELOADED = ("core.bootstrap", "core.services.plan_distribution", "folium", "plotly.graph_objects")
"""What nearly every page needs; loaded while the server starts, so that the first page does not wait for it.

Nothing of Streamlit is among it: a component that is imported before the server runs is not served by it.
"""

SELDOM = (100_000, 50, 100)
"""New objects before the youngest are looked through, and how often that is done before the older ones are."""


def main() -> None:
    """Serve until the process is ended; options are those of ``streamlit run``."""
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web.cli import main as streamlit

    sys.path.insert(0, str(PROJECT))
    PagesManager.uses_pages_directory = False
    threading.Thread(target=_preload, daemon=True).start()
    streamlit(["run", str(PROJECT / "app.py"), *sys.argv[1:]], prog_name="streamlit")


def _preload() -> None:
    for name in PRELOADED:
        import_module(name)
    # What was loaded stays; looking through it for garbage after every run of a page costs a quarter of a second.
    gc.freeze()
    # Streamlit collects after every run of a page; in the middle of one it only makes people wait.
    gc.set_threshold(*SELDOM)


if __name__ == "__main__":
    main()
