"""Keys by which what leaves an installation is known to be its own: a pair of its own, and those of others."""

from core.keys.known_keys import KnownKeys as KnownKeys
from core.keys.own_key import OwnKey as OwnKey
from core.keys.public_key import is_signed_by as is_signed_by, key_text as key_text, short_key as short_key
