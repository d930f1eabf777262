"""Many batches of work at once: in processes of this machine, in threads, or on a Dask cluster; the same answers."""

from core.parallel.engine import HERE, Engine, read_engine
from core.parallel.run_all import run_all

__all__ = ["HERE", "Engine", "read_engine", "run_all"]
