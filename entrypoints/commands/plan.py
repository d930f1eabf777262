"""``aid plan``, ``aid audit`` and ``aid compare``: propose, check, and tell two plans apart."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from entrypoints.commands.output import as_json, folder_argument, records, show
from entrypoints.commands.people import as_of_option, day_of, model_option


@click.command()
@folder_argument("operation")
@click.option("--scenario", "scenario_file", type=click.Path(path_type=Path), help="What-if as TOML or JSON.")
@as_of_option
@click.option("--needs", "needs_file", type=click.Path(path_type=Path), help="CSV of camp_id,item_id,week,need to use.")
@click.option("--weeks", type=click.IntRange(1, 52), help="Weeks to plan; overrides the scenario.")
@click.option("--fairness", help="Fairness rule; overrides the scenario.")
@click.option("--budget-usd", type=float, help="Money for the whole horizon; overrides the scenario.")
@model_option
@click.option(
    "--pro-rata/--no-pro-rata",
    "pro_rata",
    default=None,
    help="Put pro-rata's figures beside the plan's in summary.json; by default unless the operation is large.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder for the plan; appears whole or not at all."
)
@as_json
def plan(
    operation: Path,
    scenario_file: Path | None,
    as_of: str | None,
    needs_file: Path | None,
    weeks: int | None,
    fairness: str | None,
    budget_usd: float | None,
    version: str | None,
    pro_rata: bool | None,
    out: Path,
    as_json: bool,
) -> None:
    """Propose who gets what from OPERATION, check it, and write it to --out.

    Example: aid plan demo --weeks 8 --fairness worst_off --out plan
    """
    from core.bootstrap import build_resources
    from core.services.ask import read_needs, read_scenario
    from core.services.beside_pro_rata import beside_pro_rata
    from core.services.check_operation import load_folder
    from core.services.plan_distribution import plan_distribution
    from core.services.plan_files import keep_plan, refuse_occupied_folder

    refuse_occupied_folder(out)
    loaded = load_folder(operation)
    overrides = {"weeks": weeks, "fairness": fairness, "budget_usd": budget_usd}
    scenario = read_scenario(scenario_file, {key: value for key, value in overrides.items() if value is not None})
    start = day_of(as_of) or loaded.planning_start
    needs = None
    if needs_file:
        needs, last = read_needs(needs_file, loaded, start)
        if weeks is None and (scenario_file is None or "weeks" not in scenario.model_fields_set):
            scenario = scenario.model_copy(update={"weeks": last})
    resources = build_resources()
    result = plan_distribution(resources, loaded, scenario, as_of=start, needs=needs, version=version)
    if pro_rata is not False:
        result = beside_pro_rata(
            resources, loaded, result, as_of=start, needs=needs, version=version, always=pro_rata is True
        )
    keep_plan(result, out)
    summary = result.plan.summary
    text = [
        f"{summary['operation']}, {scenario.name}: {summary['status'].replace('_', ' ')}, gap {summary['gap']:.1%}, "
        f"audited: all {result.audit.limits_checked:,} limits hold.",
        f"The worst camp gets {summary['worst_coverage']:.0%} of its need."
        if result.plan.coverage["need"].gt(0).any()
        else "No camp needs anything.",
        *(
            [f"With the weeks before it, the worst-off camp gets {looking_back:.0%} of its need."]
            if (looking_back := summary.get("worst_coverage_looking_back")) is not None
            else []
        ),
        f"Weighted person-weeks without {summary['weighted_unmet']:,.0f}; cost USD {summary['cost_usd']:,.0f}.",
        *_beside(summary),
        *summary["notes"],
        f"Written to {out}.",
    ]
    if summary["illustrative"]:
        text.insert(0, "Illustrative data.")
    show(dict(summary), "\n".join(text), as_json)


def _beside(summary: Mapping[str, Any]) -> list[str]:
    """Waste, transport and lateness, with those of pro-rata where they are known."""
    others = summary.get("pro_rata") or {}
    lines = []
    for words, name, form in (
        ("Waste, t", "waste_t", ",.1f"),
        ("Transport per person-week served, USD", "transport_usd_per_person_week", ",.3f"),
        ("Weeks late of what is needed once", "weeks_late", ".2f"),
    ):
        own, other = summary.get(name), others.get(name)
        if own is not None:
            beside = f"; pro-rata {format(other, form)}" if other is not None else ""
            lines.append(f"{words}: {format(own, form)}{beside}.")
    return lines


@click.command()
@folder_argument("operation")
@folder_argument("plan")
@as_json
def audit(operation: Path, plan: Path, as_json: bool) -> None:
    """Re-add every limit of PLAN (or of a ration) from its files and those of OPERATION; exit 1 if any is broken.

    Example: aid audit demo plan
    """
    from core.services.check_operation import load_folder
    from core.services.design_ration import audit_ration_folder, is_ration
    from core.services.plan_files import audit_folder

    read = audit_ration_folder if is_ration(plan) else audit_folder
    report = read(load_folder(operation), plan)
    lines = [f"{row.rule}: {row.message}" for row in report.violations.itertuples()]
    lines += report.notes
    lines.append(
        f"All {report.limits_checked:,} limits hold."
        if report.passed
        else f"{len(report.violations)} limits are broken."
    )
    result = {
        "passed": report.passed,
        "limits_checked": report.limits_checked,
        "violations": records(report.violations),
        "notes": list(report.notes),
    }
    show({**result, "figures": report.figures}, "\n".join(lines), as_json)
    if not report.passed:
        sys.exit(1)


@click.command()
@folder_argument("operation")
@folder_argument("plan_a")
@folder_argument("plan_b")
@as_json
def compare(operation: Path, plan_a: Path, plan_b: Path, as_json: bool) -> None:
    """Say in sentences and as a table what changes from PLAN_A to PLAN_B.

    Example: aid compare demo plan plan-road-closed
    """
    from core.services.check_operation import load_folder
    from core.services.plan_files import compare_folders

    result = compare_folders(load_folder(operation), plan_a, plan_b)
    table = result.camps
    lines = [*result.sentences, "", table.to_string(index=False)]
    show({"sentences": list(result.sentences), "camps": records(table)}, "\n".join(lines), as_json)


COMMANDS = (plan, audit, compare)
