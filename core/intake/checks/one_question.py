"""One fault, one question: where several rules speak about one cell, the one that knows most is kept."""

from core.domain.finding import Finding

SPEAKS_FOR = {
    "ten_times": ("step", "outlier", "absurd_people"),
    "outlier": ("absurd_people",),
    "step": ("absurd_people",),
    "zero_coordinates": ("swapped_coordinates", "sign_of_coordinates", "in_the_sea", "other_country"),
    "swapped_coordinates": ("sign_of_coordinates", "in_the_sea", "other_country", "same_coordinates"),
    "in_the_sea": ("other_country",),
    "same_name": ("same_coordinates", "alike_and_near"),
    "unit_against_weight": ("implausible_standard", "implausible_density"),
    "unit_against_volume": ("implausible_density",),
    "received_above_waybill": ("receipt_sum",),
    "more_agree_than_asked": ("share_against_answers",),
    "group_above_people": ("ages_above_people", "sexes_above_people"),
}
"""Rule to the rules that need not ask about the same row as well."""


def one_question_each(findings: list[Finding]) -> list[Finding]:
    """Findings without those that a better one of the same row makes needless, and without the same one twice."""
    answered = {
        (finding.table, finding.row, rule)
        for finding in findings
        if finding.row is not None
        for rule in SPEAKS_FOR.get(finding.rule, ())
    }
    kept: list[Finding] = []
    # two checks may find one pair of coordinates exchanged, each in its own words
    swapped: set[tuple[str, int]] = set()
    for finding in findings:
        if (finding.table, finding.row, finding.rule) in answered:
            continue
        if finding.rule == "swapped_coordinates" and finding.row is not None:
            if (finding.table, finding.row) in swapped:
                continue
            swapped.add((finding.table, finding.row))
        kept.append(finding)
    return kept
