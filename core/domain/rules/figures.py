"""Rules about groups, ratios and grains: what cannot be. Low figures are what people live with, and ask nothing."""

from core.domain.rules.rule import family

FIGURES = family(
    "Groups, ratios and grains",
    (
        "groups_all_zero",
        "question",
        "population",
        "Two or more groups are told, all 0, in a camp with people: perhaps not told apart.",
        "Leave them blank if nobody counted them.",
    ),
    (
        "group_above_people",
        "question",
        "population",
        "A group larger than all people.",
        "Correct either figure.",
    ),
    (
        "ages_above_people",
        "question",
        "population",
        "Children and older people are together more than all, by over 1 %.",
        "Correct the figures.",
    ),
    (
        "sexes_above_people",
        "question",
        "population",
        "Women and a carried column of men are together more than all, by over 1 %.",
        "Correct the figures.",
    ),
    (
        "pregnant_above_women",
        "question",
        "population",
        "More pregnant women than women.",
        "Correct either figure.",
    ),
    (
        "impossible_ratio",
        "question",
        "carried columns",
        "Over 200 litres, or 10,000 kcal, per person and day (6,762 litres), or below 0.",
        "Check figure and unit; kept as it came.",
    ),
    (
        "ratio_above_people",
        "note",
        "carried columns of population",
        "More persons to one latrine, tap or the like than there are people.",
        "Check both figures, unless neighbours use it too.",
    ),
    (
        "share_above_whole",
        "question",
        "carried columns",
        "A per cent above 100 or below 0.",
        "Check the figure; kept as it came.",
    ),
    (
        "mixed_admin_levels",
        "question",
        "any table",
        "A carried column of admin levels has several.",
        "Keep one; rows of several are never added up.",
    ),
    (
        "mixed_assessments",
        "question",
        "any table",
        "A carried column of assessment types has several.",
        "Keep one.",
    ),
    (
        "mixed_periods",
        "question",
        "any table",
        "Months beside years: a carried column of periods has several, each row fills one of a pair such as "
        "reporting_monthly and reporting_annual, start and end lie a month or a year apart, stock reports "
        "have several lengths.",
        "Keep one.",
    ),
    (
        "overlapping_periods",
        "question",
        "consumption",
        "A stock report begins more than 5 days (or 15 % of its length) before an earlier one of the place "
        "and item ends.",
        "Keep one.",
    ),
)
