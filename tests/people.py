"""Accounts for tests: the real hashing with small parameters, and a clock that a test moves."""

import datetime as dt

from argon2 import PasswordHasher, profiles

from core.domain.access import alone
from core.services.people import passwords
from core.services.people.manage_accounts import create_account, create_first_administrator
from core.services.people.own_account import change_password
from core.services.people.sign_in import sign_in
from core.services.people.who_acts import who_acts

PASSWORD = "four words nobody guesses"


def use_quick_hashing(monkeypatch):
    """The same algorithm with the least memory, so that a test takes no tenth of a second for each password."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher.from_parameters(profiles.CHEAPEST))
    monkeypatch.setattr(passwords, "_nobody", {})


class Time:
    """A clock that stands until it is moved."""

    def __init__(self):
        self.time = dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC)

    def __call__(self):
        return self.time

    def move(self, **by):
        self.time += dt.timedelta(**by)


def with_administrator(resources, name="Root", door="page"):
    """Make the first administrator and sign in; returns the token."""
    create_first_administrator(resources, name, alone(door), PASSWORD)
    return sign_in(resources, name, PASSWORD, door).token


def with_person(resources, administrator, name, *roles, door="page"):
    """Make an account with a password of its own and sign in; returns the token."""
    made = create_account(resources, name, roles, who_acts(resources, "page", administrator))
    token = sign_in(resources, name, made.password, door).token
    change_password(resources, door, token, made.password, PASSWORD)
    return token
