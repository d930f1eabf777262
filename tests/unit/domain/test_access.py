"""What each role may do, and where a second person is asked for."""

import pytest

from core.domain.access import RIGHTS, Actor, Right, Role, alone, require, require_another
from core.errors import NotAllowed


def actor(name: str, *roles: Role) -> Actor:
    return Actor(name, frozenset(roles), "page")


def test_every_right_is_held_by_some_role_and_every_role_may_look():
    assert set().union(*RIGHTS.values()) == set(Right)
    assert all(Right.LOOK in rights for rights in RIGHTS.values())


def test_a_refusal_names_who_may():
    with pytest.raises(NotAllowed, match=r"Vera \(viewer\) may not submit data") as caught:
        require(actor("Vera", Role.VIEWER), Right.SUBMIT_DATA)
    assert "analyst or coordinator" in caught.value.hint


def test_nobody_decides_on_what_they_submitted_whatever_roles_they_have():
    both = actor("Amina", Role.ANALYST, Role.APPROVER)
    with pytest.raises(NotAllowed, match="of their own") as caught:
        require_another(both, "Amina", Right.APPROVE_DATA)
    assert "second person" in caught.value.hint
    require_another(both, "Bo", Right.APPROVE_DATA)


@pytest.mark.parametrize("spelled", ["amina", " AMINA", "Amina ", "\N{FULLWIDTH LATIN CAPITAL LETTER A}mina"])
def test_another_spelling_of_a_name_makes_no_second_person(spelled):
    with pytest.raises(NotAllowed, match="of their own"):
        require_another(actor("Amina", Role.APPROVER), spelled, Right.APPROVE_DATA)


def test_one_person_alone_at_a_machine_without_accounts_may_do_everything():
    one = alone("command line")
    for right in Right:
        require(one, right)
    require_another(one, one.name, Right.APPROVE_PLAN)
