"""Who may sign in and do what; everybody's own password and sessions."""

from core.domain.access import Right
from core.services.people.manage_accounts import accounts_of
from ui import cache, tell_accounts
from ui.actor import actor, is_open, signed_in, why_not
from ui.components import headline
from ui.language import say
from ui.people.manage_view import show_accounts, show_first, show_outcome
from ui.people.own_view import show_own

if is_open():
    headline(say(tell_accounts.OPEN_TITLE), say(tell_accounts.OPEN_LEAD))
    show_outcome()
    show_first()
else:
    own = signed_in().account
    every = accounts_of(cache.resources(), actor()) if not why_not(Right.MANAGE_PEOPLE) else None
    headline(tell_accounts.title(own, every))
    show_outcome()
    if every is not None:
        show_accounts(every)
    show_own(own.password_hash is not None)
