"""What the learned methods look at: scale-free descriptions of a view and a lead time.

Every feature stays the same when all counts are multiplied by one number, so a forecast is in proportion to the counts.
"""

import numpy as np

from core.forecasting.views import Views, mean_known

FEATURES = (
    "lead_weeks",
    "lead_log",
    "stale_log",
    "age_log",
    "counts_log",
    "gap_log",
    "slope_1",
    "slope_2",
    "slope_4",
    "slope_8",
    "slope_13",
    "slope_26",
    "movement_2",
    "movement_4",
    "movement_8",
    "movement_26",
    "largest_movement_26",
    "scale_of_level",
    "benchmark_scale_of_level",
    "level_of_peak",
    "last_step",
    "still_share_8",
    "still_share_26",
    "still_weeks",
    "slope_change",
    "trend_displacement",
)
"""Names of the columns of ``feature_rows``, in order."""

STILL_SHARE = 0.002
"""A week that moves less than this share of the level counts as still."""

ROUNDED_DIGITS = 6
"""Decimal places of every feature."""


def safe_scale(scale: np.ndarray) -> np.ndarray:
    """Scale to divide by; 1 where the camp has none (all counts zero)."""
    return np.where(scale > 0, scale, 1.0)


def feature_rows(views: Views, lead_weeks: np.ndarray, displacement: np.ndarray) -> np.ndarray:
    """Features of every view and lead.

    Parameters
    ----------
    views
        n views.
    lead_weeks
        Weeks from the cutoff, shape (n, h).
    displacement
        Damped trend less last count over the view's scale, shape (n, h).

    Returns
    -------
    np.ndarray
        Finite, shape (n * h, len(FEATURES)), rows ordered by view, then lead.
    """
    n, h = lead_weeks.shape
    scale = safe_scale(views.scale)
    change = -np.diff(views.recent, axis=1)  # newest first: people gained in each week before the last count
    relative = np.round(np.abs(change) / np.maximum(views.level, 1e-9)[:, None], ROUNDED_DIGITS)
    still = np.where(np.isnan(change), np.nan, relative < STILL_SHARE)
    moved = np.nan_to_num(still, nan=1.0) == 0
    still_weeks = np.where(moved.any(axis=1), moved.argmax(axis=1), (~np.isnan(change)).sum(axis=1))
    slope = {w: mean_known(change[:, :w]) / scale for w in (1, 2, 4, 8, 13, 26)}
    movement = {w: mean_known(np.abs(change[:, :w])) / scale for w in (2, 4, 8, 26)}
    level = np.maximum(views.level, 1e-9)
    per_view = np.column_stack(
        [
            np.log1p(views.stale_weeks),
            np.log1p(views.age_weeks),
            np.log1p(views.n_counts),
            np.log1p(views.gap_weeks),
            *[np.arcsinh(slope[w]) for w in (1, 2, 4, 8, 13, 26)],
            *[np.log1p(movement[w]) for w in (2, 4, 8, 26)],
            np.log1p(np.nanmax(np.abs(np.column_stack([change, np.zeros(n)])), axis=1) / scale),
            np.clip(np.log(np.maximum(views.scale, 1e-12) / level), -7.0, 2.0),
            np.clip(np.log(np.maximum(views.benchmark_scale, 1e-12) / level), -7.0, 2.0),
            views.level / np.maximum(views.peak, 1e-9),
            np.arcsinh((views.level - views.previous) / scale),
            mean_known(still[:, :8]),
            mean_known(still),
            np.log1p(still_weeks),
            np.arcsinh(slope[4] - slope[13]),
        ]
    )
    rows = np.empty((n, h, len(FEATURES)))
    rows[:, :, 0] = lead_weeks
    rows[:, :, 1] = np.log1p(lead_weeks)
    rows[:, :, 2:-1] = per_view[:, None, :]
    rows[:, :, -1] = np.arcsinh(displacement)
    # Rounded, so that a last digit (from a sum in another order, or other units) never sends a tree the other way.
    return np.round(rows, ROUNDED_DIGITS).reshape(n * h, len(FEATURES))
