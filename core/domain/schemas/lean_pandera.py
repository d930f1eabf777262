"""Keep pandera from loading dask's frames: it does wherever dask is installed, and every start is 0.5 s slower."""

import sys
from importlib import import_module

_DASK_FRAMES = "dask.dataframe"


def without_dask_frames() -> None:
    """Let pandera look for dask's frames while they seem not to be there; it looks once."""
    if _DASK_FRAMES in sys.modules:
        return
    sys.modules[_DASK_FRAMES] = None  # type: ignore[assignment]
    try:
        import_module("pandera.typing.dask")
    finally:
        del sys.modules[_DASK_FRAMES]
