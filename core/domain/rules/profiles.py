"""Rules about profiles of known standards."""

from core.domain.rules.rule import family

PROFILES = family(
    "Profiles of standards",
    (
        "profile_name",
        "error",
        "standards",
        "A row names another profile than its file.",
        "Move it, or correct the name.",
    ),
    (
        "outside_bounds",
        "error",
        "standards",
        "A value outside its own hard bounds.",
        "Look it up in its source.",
    ),
    (
        "bounds_crossed",
        "error",
        "standards",
        "The lower bound is above the upper one.",
        "Exchange them.",
    ),
    (
        "unit",
        "error",
        "standards",
        "A unit that cannot be compared.",
        "Write g, kg, litre, m3, kcal or piece.",
    ),
    (
        "basis",
        "error",
        "standards",
        "A basis on which such a thing is not stated: water weekly.",
        "Turn the value into the usual basis.",
    ),
    (
        "implausible",
        "error",
        "standards",
        "A value or bound that nobody would plan for a person.",
        "Check it against the source.",
    ),
    (
        "duplicate",
        "error",
        "standards",
        "A standard of one phase stands in two rows.",
        "Keep one.",
    ),
    (
        "phase_order",
        "question",
        "standards",
        "More in an emergency than after it.",
        "Check both in the source.",
    ),
    (
        "no_page",
        "note",
        "standards",
        "The page of its source was not looked up.",
        "Look it up.",
    ),
    (
        "no_date",
        "note",
        "standards",
        "The date of its source is blank.",
        "Fill it in.",
    ),
    (
        "refused_profile",
        "question",
        "standards",
        "A profile holds errors and is not used.",
        "Mend it as its findings say.",
    ),
)
