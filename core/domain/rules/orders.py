"""Rules about past orders and orders whose days or freight are asked for."""

from core.domain.rules.rule import family

_DATES = "Correct the dates."
_FILL = "Fill it in where it is known."

ORDERS = family(
    "Orders",
    ("delivered_before_ordered", "question", "orders", "Orders delivered before they were ordered; left out.", _DATES),
    ("recorded_before_ordered", "question", "orders", "Orders recorded before they were ordered; left out.", _DATES),
    ("not_recorded", "note", "orders", "Deliveries with no day of recording; known from the day they happened.", ""),
    ("not_seen_before", "note", "asked orders", "A mode or destination that no past order has; others speak.", ""),
    ("no_mode", "note", "asked orders", "No mode; orders that name none speak.", ""),
    ("no_start_day", "question", "asked orders", "No day to count from; answered as if it began today.", _FILL),
    ("delivered_already", "question", "asked orders", "Recorded as delivered; answered as if open.", "Leave them out."),
)
