"""Signed messages to addresses outside: what is signed, which addresses may be named, and one try to deliver."""

from core.webhooks.address import checked_address as checked_address
from core.webhooks.post import Outcome as Outcome, post as post
from core.webhooks.signature import HEADERS as HEADERS, signature as signature, signed_headers as signed_headers
