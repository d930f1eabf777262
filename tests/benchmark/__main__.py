"""Run every benchmark, or those named, and print what they measured.

    python -m tests.benchmark [name ...]

A benchmark is one module of this package with a function ``main()`` that prints its table and returns whether every
bound it states holds.
"""

import importlib
import pkgutil
import sys

import tests.benchmark as package


def main() -> None:
    """Run and report; exit 1 if a bound does not hold."""
    names = sys.argv[1:] or [m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")]
    failed = []
    for name in names:
        print(f"\n== {name}")
        if not importlib.import_module(f"tests.benchmark.{name}").main():
            failed.append(name)
    if failed:
        raise SystemExit(f"bounds that do not hold: {', '.join(failed)}")


if __name__ == "__main__":
    main()
