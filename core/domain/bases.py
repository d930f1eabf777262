"""The bases of a standard, as people say them."""

BASIS_WORDS = {
    "person_day": "per person and day",
    "person_week": "per person and week",
    "person_month": "per person and month of 30 days",
    "person_once": "per person, once",
    "household_once": "per household, once",
    "household_month": "per household and month of 30 days",
}
