"""When two names are one person's: capitals, spaces and forms of letters make no second person."""

import string
import unicodedata

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def written_name(name: str) -> str:
    """A name as it is kept: composed letters, single spaces.

    Examples
    --------
    >>> written_name("  Amina   Okello ")
    'Amina Okello'
    """
    return " ".join(unicodedata.normalize("NFKC", name).split())


def name_key(name: str) -> str:
    """What is equal for names that count as one: capitals, spaces and forms of letters make no second person.

    Examples
    --------
    >>> name_key("AMINA  okello") == name_key("Amina Okello")
    True
    """
    return unicodedata.normalize("NFKC", written_name(name).casefold())


def email_key(email: str) -> str:
    """An e-mail address as it is compared: a to z without regard to capitals, every other sign as it is.

    Folding other letters would make one address of two that a mail server keeps apart (“ﬁ” and “fi”, “ß” and “ss”),
    and whoever can have the one at an identity provider would be the other here.

    Examples
    --------
    >>> email_key(" Amina@Aid.org ")
    'amina@aid.org'
    >>> email_key("ﬁfi@aid.org") == email_key("fifi@aid.org")
    False
    """
    return email.strip().translate(_LOWER)
