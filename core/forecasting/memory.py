"""Whether there is memory enough to train, asked before: TensorFlow would end the whole process without a message."""

from pathlib import Path

from core.errors import TrainingFailed

NEEDED_BYTES = 1_000_000_000
"""Memory of a training: 784 MB were filled by the smallest one measured, most of them by TensorFlow."""

NEEDED_ADDRESSES = 4_000_000_000
"""Addresses a process must be allowed to use; libraries reserve more than they fill. With 4 GB it trained, with 2 GB
TensorFlow could not be loaded."""


def refuse_little_memory() -> None:
    """Refuse to begin a training that the limits of this process, or the memory of this machine, would end.

    Raises
    ------
    TrainingFailed
        Says how much is needed and how much there is.
    """
    for what, limit, needed in (
        ("this process may use", _address_limit(), NEEDED_ADDRESSES),
        ("this container may still use", _container_bytes(), NEEDED_BYTES),
        ("this machine has free", _free_bytes(), NEEDED_BYTES),
    ):
        if limit is not None and limit < needed:
            raise TrainingFailed(
                f"Training needs {needed / 1e9:.1f} GB of memory; {what} {limit / 1e9:.1f} GB. Nothing was trained.",
                "Close other programs, raise the limit, or train on a larger machine. Forecasts do not need it.",
            )


def _address_limit() -> int | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def _container_bytes() -> int | None:
    folder = Path("/sys/fs/cgroup")
    try:
        most, used = ((folder / name).read_text().strip() for name in ("memory.max", "memory.current"))
        return None if most == "max" else int(most) - int(used) + _cached_bytes(folder)
    except (OSError, ValueError):
        return None


def _cached_bytes(folder: Path) -> int:
    """File pages of the container that the system gives back when asked."""
    for line in (folder / "memory.stat").read_text().splitlines():
        name, _, value = line.partition(" ")
        if name == "inactive_file":
            return int(value)
    return 0


def _free_bytes() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    kilobytes = next((int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")), None)
    return None if kilobytes is None else kilobytes * 1024
