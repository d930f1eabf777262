"""Text of a file as a message may show it: signs that nobody sees, or that turn other words round, are made visible."""

import re

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, breaks of lines and paragraphs, marks that override the direction of writing, half characters.

Marks of Persian and Arabic that only join or part letters, or say the direction of one sign, are kept."""


def legible(text: str) -> str:
    r"""The same text with every unseen sign as its number.

    Examples
    --------
    >>> legible("North\\u202e\\x1b[31m")
    'North⟨202E⟩⟨1B⟩[31m'
    >>> legible("می‌خواهم")
    'می\\u200cخواهم'
    """
    return _UNSEEN.sub(lambda sign: f"⟨{ord(sign[0]):02X}⟩", text)
