"""The answer of the page Dispatch in words: what is carried, what is not, by whom."""

import pytest

from core.services.describe_dispatch import tell_dispatch, tonnes_by_place, unserved_words, vehicle_names, what_goes
from tests.builders import small_operation
from tests.waybills import dispatch

FIGURES = {"carried_t": 5.2, "unserved_t": 0.0, "distance_km": 320.0, "cost_usd": 250.0, "hours": 9.0}


def told(left=0.018, with_trips=True):
    found = dispatch()
    found.summary.update(FIGURES, unserved_t=left, carried_t=5.2 if with_trips else 0.0)
    if not left:
        found.tables["unserved"] = found.unserved.head(0)
    if not with_trips:
        found.tables["trips"] = found.trips.head(0)
    return found


@pytest.mark.parametrize(
    ("left", "with_trips", "headline"),
    [
        (0.0, True, "1 vehicle in 1 trip carries all 5.2 t of the week to 6 Jul"),
        (1.5, True, "1.5 t of 6.7 t cannot be carried in the week to 6 Jul, all of it to East Camp"),
        (1.5, False, "Nothing of the week to 6 Jul can be carried: 1.5 t stay where they are"),
    ],
)
def test_the_headline_says_first_what_cannot_be_carried(left, with_trips, headline):
    answer, lead = tell_dispatch(small_operation(), told(left, with_trips))
    assert answer.replace("\u00a0", " ") == headline
    assert lead.endswith((".", "it."))


def test_what_is_not_carried_is_told_by_leg_with_reason_and_remedy():
    rows = unserved_words(small_operation(), told())
    assert rows.iloc[0].to_dict() == {
        "From": "Port", "To": "East Camp", "Not carried": "0.0\u00a0t", "Why": "No vehicle at Port.",
        "What would serve it": "One more truck at Port.",
    }  # fmt: skip
    assert unserved_words(small_operation(), told(left=0.0)).empty


def test_tonnes_are_added_up_by_receiver():
    found = tonnes_by_place(small_operation(), told().loads)
    assert found.to_dict() == {"north": pytest.approx(2.6), "south": pytest.approx(2.6)}


def test_a_vehicle_is_named_by_its_place_kind_and_number():
    assert vehicle_names(told(), small_operation()) == {"hub/truck/1": "Hub: truck 1"}


def test_who_confirms_is_told_what_is_not_carried_and_what_other_plans_sent():
    words = what_goes(told(left=1.5), 2, 3)
    assert len(words) == 3
    assert "1.5\u00a0t of the week are not carried" in words[1]
    assert "3\u00a0waybills of another plan were issued" in words[2]
    assert len(what_goes(told(left=0.0), 2, 0)) == 1
