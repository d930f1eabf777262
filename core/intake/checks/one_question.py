"""One fault, one question: where several rules speak about one cell, the one that knows most is kept."""

from core.domain.finding import Finding

_Cell = tuple[str, int | None, str | None]
"""Table, row, column."""

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
    """Findings without those that a better one of the same row makes needless, and without the same one twice.

    A cell with an error is not asked about besides: what it means shows when it is mended.
    """
    answered = {
        (finding.table, finding.row, rule)
        for finding in findings
        if finding.row is not None
        for rule in SPEAKS_FOR.get(finding.rule, ())
    }
    wrong: set[_Cell] = {(f.table, f.row, f.column) for f in findings if f.level == "error" and f.row and f.column}
    asked = {_rule_of(f) for f in findings if not f.unlisted and not _is_about_an_error(f, wrong)}
    kept: list[Finding] = []
    # two checks may find one pair of coordinates exchanged, each in its own words
    swapped: set[tuple[str, int]] = set()
    for finding in findings:
        if (finding.table, finding.row, finding.rule) in answered or _is_about_an_error(finding, wrong):
            continue
        if finding.unlisted and _rule_of(finding) not in asked:
            continue  # it counts more of what is not asked
        if finding.rule == "swapped_coordinates" and finding.row is not None:
            if (finding.table, finding.row) in swapped:
                continue
            swapped.add((finding.table, finding.row))
        kept.append(finding)
    return kept


def _is_about_an_error(finding: Finding, wrong: set[_Cell]) -> bool:
    return finding.level != "error" and (finding.table, finding.row, finding.column) in wrong


def _rule_of(finding: Finding) -> tuple[str, str, str | None, str]:
    return finding.level, finding.table, finding.column, finding.rule
