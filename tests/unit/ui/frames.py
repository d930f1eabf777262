"""Small tables for the tests of charts, maps and components."""

import pandas as pd

HOSTILE = ("<img src=x onerror=alert(1)>", "a`+alert(1)+`b", "${alert(1)}", "trailing\\", "</script><script>x</script>")


def camps(names: tuple[str, ...] = ("Alpha", "Beta", "Gamma", "Delta", "Last")) -> pd.DataFrame:
    """Camps around Lake Tanganyika."""
    n = len(names)
    return pd.DataFrame(
        {
            "camp_id": [f"{name}-{i}" for i, name in enumerate(names)],
            "name": list(names),
            "latitude": [-3.0 - 0.4 * i for i in range(n)],
            "longitude": [29.5 + 0.3 * i for i in range(n)],
            "people": [10_000.0 * (i + 1) for i in range(n)],
            "last_count": [9_876.0 * (i + 1) for i in range(n)],
            "last_count_date": pd.Timestamp("2025-10-26"),
            "is_old": [i % 2 == 0 for i in range(n)],
        }
    )


def depots(names: tuple[str, ...] = ("Hub", "Port")) -> pd.DataFrame:
    """Two depots nearby."""
    return pd.DataFrame(
        {
            "depot_id": [f"D-{name}" for name in names],
            "name": list(names),
            "kind": "depot",
            "latitude": [-3.4 - 0.5 * i for i in range(len(names))],
            "longitude": [29.2] * len(names),
        }
    )


def routes(camps: pd.DataFrame, depots: pd.DataFrame) -> pd.DataFrame:
    """From the first depot to every camp; the last is closed."""
    n = len(camps)
    return pd.DataFrame(
        {
            "route_id": [f"r{i}" for i in range(n)],
            "origin_id": depots["depot_id"].iloc[0],
            "destination_id": camps["camp_id"],
            "open": pd.array([True] * (n - 1) + [False], dtype="boolean"),
        }
    )
