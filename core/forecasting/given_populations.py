"""Operations to learn from, found in a folder."""

from pathlib import Path

import pandas as pd

from core.domain.operation import Operation
from core.errors import SourceUnavailable


def populations_in(folder: Path) -> dict[str, pd.DataFrame]:
    """``population`` table of every operation in a folder, by the operation's name.

    Parameters
    ----------
    folder
        Holds folders with ``camps.csv`` and ``population.csv``, or is such a folder itself.

    Raises
    ------
    SourceUnavailable
        If there is no such folder or a file cannot be read.
    InvalidTable
        If a table holds errors.
    """
    folder = Path(folder)
    candidates = [folder, *sorted(p for p in folder.iterdir() if p.is_dir())] if folder.is_dir() else []
    found = [p for p in candidates if (p / "camps.csv").is_file() and (p / "population.csv").is_file()]
    if not found:
        raise SourceUnavailable(
            f"{folder} holds no operation to learn from.", "Give a folder of folders with camps.csv and population.csv."
        )
    populations = {}
    for path in found:
        try:
            raw = {
                name: pd.read_csv(path / f"{name}.csv", dtype="str", keep_default_na=False, encoding="utf-8-sig")
                for name in ("camps", "population")
            }
        except (OSError, ValueError) as error:
            raise SourceUnavailable(f"{path} cannot be read: {error}", "Write the tables as UTF-8 CSV.") from error
        table = Operation.build(raw).population
        if table["population"].notna().any():
            populations[path.resolve().name] = table
    return populations
