"""Check digits of bank account and card numbers, for many numbers at once.

IBAN: ISO 13616, remainder by 97 of ISO 7064. Cards: ISO/IEC 7812, the formula of Luhn. Written for arrays: libraries
check one number at a time, and a file has a million.
"""

from collections.abc import Sequence

import numpy as np

_LETTERS = 10 - ord("A")


def iban_holds(numbers: Sequence[str]) -> np.ndarray:
    """Which numbers (capital letters and digits, no blanks) have the right IBAN check digits, shape (n_numbers,).

    Examples
    --------
    >>> iban_holds(["GB82WEST12345698765432", "GB82WEST12345698765431"]).tolist()
    [True, False]
    """
    signs = _signs([number[4:] + number[:4] for number in numbers])
    is_letter = (signs >= ord("A")) & (signs <= ord("Z"))
    value = np.where(is_letter, signs.astype(int) + _LETTERS, signs.astype(int) - ord("0"))
    rest = np.zeros(len(numbers), dtype=int)
    for position in range(signs.shape[1]):
        shifted = (rest * np.where(is_letter[:, position], 100, 10) + value[:, position]) % 97
        rest = np.where(signs[:, position] > 0, shifted, rest)
    return rest == 1


def luhn_holds(numbers: Sequence[str]) -> np.ndarray:
    """Which numbers (digits alone) have the right last digit, shape (n_numbers,).

    Examples
    --------
    >>> luhn_holds(["4111111111111111", "4111111111111112"]).tolist()
    [True, False]
    """
    signs = _signs([number[::-1] for number in numbers])
    digit = np.where(signs > 0, signs.astype(int) - ord("0"), 0)
    digit[:, 1::2] *= 2
    return np.asarray((digit - 9 * (digit > 9)).sum(axis=1) % 10 == 0)


def _signs(texts: Sequence[str]) -> np.ndarray:
    """Codes of the signs, 0 after the end, shape (n_texts, longest)."""
    longest = max(map(len, texts), default=0)
    joined = "".join(text.ljust(longest, "\x00") for text in texts).encode("ascii")
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(texts), longest)
