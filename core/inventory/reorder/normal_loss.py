"""What is expected beyond a level when something is normally distributed."""

import numpy as np


def normal_density(z: np.ndarray) -> np.ndarray:
    """Density of the standard normal distribution."""
    return np.exp(-np.square(z) / 2) / np.sqrt(2 * np.pi)


def first_loss(z: np.ndarray) -> np.ndarray:
    """Expected amount by which a standard normal value exceeds ``z``.

    Examples
    --------
    >>> round(float(first_loss(np.array(0.0))), 4)
    0.3989
    """
    from scipy.special import ndtr

    return np.maximum(normal_density(z) - z * ndtr(-z), 0.0)


def second_loss(z: np.ndarray) -> np.ndarray:
    """Half the expected square of the amount by which a standard normal value exceeds ``z``.

    Examples
    --------
    >>> round(float(second_loss(np.array(0.0))), 4)
    0.25
    """
    from scipy.special import ndtr

    return np.maximum(((np.square(z) + 1) * ndtr(-z) - z * normal_density(z)) / 2, 0.0)


def safety_factor(share: np.ndarray) -> np.ndarray:
    """Standard normal value that is not exceeded with a probability; a share of 1 is never reached and told as 6."""
    from scipy.special import ndtri

    return np.clip(ndtri(share), -6.0, 6.0)
