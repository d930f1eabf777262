"""Accounts: made and changed by administrators alone, with one of them always left."""

import pytest

from core.domain.access import Actor, Role, alone
from core.errors import AidError, NotAllowed, StoreError
from core.services.people.manage_accounts import (
    accounts_of,
    change_roles,
    create_account,
    create_first_administrator,
    disable_account,
    enable_account,
    reset_password,
)
from core.services.people.passwords import one_time_password, refuse_weak
from core.services.people.sign_in import sign_in
from core.services.people.who_acts import who_acts
from tests.people import PASSWORD, with_person


@pytest.fixture
def boss(resources, root):
    return who_acts(resources, "page", root)


def test_the_first_account_is_an_administrator_with_a_one_time_password(resources):
    made = create_first_administrator(resources, "Root", alone("command line"))
    assert made.account.roles == {Role.ADMINISTRATOR}
    assert sign_in(resources, "Root", made.password, "page").must_change
    with pytest.raises(StoreError, match="exist already"):
        create_first_administrator(resources, "Another", alone("command line"))


def test_no_other_account_can_be_the_first(resources):
    with pytest.raises(AidError, match="first one has to be an administrator"):
        create_account(resources, "Amina", ["viewer"], alone("page"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_manages_accounts(resources, root, role):
    other = Actor("Amina", frozenset({role}), "page")
    for act in (
        lambda: create_account(resources, "New", ["viewer"], other),
        lambda: change_roles(resources, "Root", ["viewer"], other),
        lambda: disable_account(resources, "Root", other),
        lambda: enable_account(resources, "Root", other),
        lambda: reset_password(resources, "Root", other),
        lambda: accounts_of(resources, other),
    ):
        with pytest.raises(NotAllowed, match="Amina"):
            act()
    assert [account.name for account in resources.store.accounts.all()] == ["Root"]


def test_the_last_administrator_can_be_neither_disabled_nor_demoted(resources, boss):
    with pytest.raises(StoreError, match="last administrator"):
        disable_account(resources, "Root", boss)
    with pytest.raises(StoreError, match="last administrator"):
        change_roles(resources, "Root", ["viewer"], boss)
    create_account(resources, "Second", ["administrator", "analyst"], boss)
    disable_account(resources, "Root", boss)
    with pytest.raises(StoreError, match="last administrator"):
        change_roles(resources, "Second", ["analyst"], boss)


def test_a_reset_ends_sessions_and_the_old_password(resources, root, boss):
    with_person(resources, root, "Amina", "analyst")
    made = reset_password(resources, "amina", boss)
    with pytest.raises(NotAllowed):
        sign_in(resources, "Amina", PASSWORD, "page")
    assert sign_in(resources, "Amina", made.password, "page").must_change


@pytest.mark.parametrize("name", ["root", "  Root", "ROOT", "Ｒｏｏｔ"])
def test_a_name_that_counts_as_anothers_is_taken(resources, boss, name):
    with pytest.raises(StoreError, match="already"):
        create_account(resources, name, ["viewer"], boss)


@pytest.mark.parametrize(
    ("name", "email", "told"),
    [
        ("", "", "the name is blank"),
        ("x" * 81, "", "81 characters"),
        ("a\x00b", "", "may hold letters"),
        ("\u202eanimA", "", "may hold letters"),
        ("<img src=x>", "", "may hold letters"),
        ("this machine", "", "the program's own"),
        ("Amina", "no mail", "the e-mail is none"),
    ],
)
def test_names_that_could_mislead_are_refused(resources, boss, name, email, told):
    with pytest.raises(AidError, match=told):
        create_account(resources, name, ["viewer"], boss, email=email)


@pytest.mark.parametrize("name", ["Amina Okello", "أمينة", "Jean-Luc O'Neil", "amina@relief.example", "अमीना"])
def test_names_of_people_are_taken(resources, boss, name):
    assert create_account(resources, name, ["viewer"], boss).account.name == name


@pytest.mark.parametrize("roles", [[], ["king"], ["viewer", "Administrator"]])
def test_unknown_roles_are_named(resources, boss, roles):
    with pytest.raises(AidError, match="Expected roles of viewer"):
        create_account(resources, "Amina", roles, boss)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short", "at least 12"),
        ("aaaaaaaaaaaaaaaa", "different characters"),
        ("amina-amina-amina", "holds the name"),
        ("x" * 201, "at most 200"),
        ("twelve letters\x00", "cannot be seen"),
    ],
)
def test_passwords_that_are_easily_guessed_are_refused(password, told):
    with pytest.raises(AidError, match=told):
        refuse_weak(password, "Amina")


def test_one_time_passwords_differ_and_would_be_taken():
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        refuse_weak(password, "Amina")
