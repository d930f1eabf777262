"""``aid explain``, ``aid seek`` and ``aid alternatives``: why, what it would take, and what else is nearly as good."""

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.output import as_json, folder_argument, show
from entrypoints.commands.people import as_of_option, day_of

if TYPE_CHECKING:
    import pandas as pd

    from core.domain.operation import Operation
    from core.domain.scenario import Scenario


@click.command()
@folder_argument("operation")
@folder_argument("plan")
@click.option("--camp", required=True, help="camp_id of the camp.")
@click.option("--item", help="item_id; all items together by default.")
@click.option("--target", type=float, default=0.8, show_default=True, help="Share of need to be reached, 0 to 1.")
@as_json
def explain(operation: Path, plan: Path, camp: str, item: str | None, target: float, as_json: bool) -> None:
    """Say why a camp of PLAN gets what it gets, what limits are worth, and the smallest change that reaches --target.

    Example: aid explain demo plan --camp NDU --item maize --target 0.8
    """
    from core.bootstrap import build_resources
    from core.services.check_operation import load_folder
    from core.services.explain_coverage import explain_folder

    loaded = load_folder(operation)
    answer, read = explain_folder(build_resources(), loaded, plan, camp, item, target)
    told = answer.sentences(loaded, read.scenario)
    lines = [*told["why"], ""]
    lines += ["One unit more of what binds:", *(f"  {line}" for line in told["worth"]), ""] if told["worth"] else []
    lines += [*told["goal"], *(f"  {line}" for line in told["least"]), *told["others"], *told["notes"]]
    if read.summary.get("fingerprint") not in (None, loaded.fingerprint):
        lines.append("The plan was made from other data than this operation holds now.")
    sentences = [line for key in ("why", "worth", "goal", "least", "others", "notes") for line in told[key]]
    result = {**_plain(asdict(answer.numbers)), "sentences": sentences, "reasons": [asdict(r) for r in answer.reasons]}
    show(result, "\n".join(lines), as_json)


@click.command()
@folder_argument("operation")
@click.option("--floor", type=float, default=0.8, show_default=True, help="Least share of need of every camp, 0 to 1.")
@click.option("--for", "means", type=click.Choice(["budget", "trips", "stock"]), required=True, help="What is sought.")
@click.option("--scenario", "scenario_file", type=click.Path(path_type=Path), help="What-if as TOML or JSON.")
@as_of_option
@click.option("--needs", "needs_file", type=click.Path(path_type=Path), help="CSV of camp_id,item_id,week,need to use.")
@as_json
def seek(
    operation: Path,
    floor: float,
    means: str,
    scenario_file: Path | None,
    as_of: str | None,
    needs_file: Path | None,
    as_json: bool,
) -> None:
    """Say the least budget, extra trips a week or extra stock so that no camp of OPERATION is under --floor.

    Example: aid seek demo --floor 0.8 --for budget
    """
    from core.bootstrap import build_resources
    from core.services.check_operation import load_folder
    from core.services.seek_goal import seek_goal
    from core.services.tell_goal import tell_goal_found

    loaded = load_folder(operation)
    scenario, start, needs = _asked(loaded, scenario_file, as_of, needs_file)
    answer = seek_goal(build_resources(), loaded, scenario, floor, means, as_of=start, needs=needs)
    sentences = tell_goal_found(loaded, answer)
    show({**_plain(asdict(answer)), "suffices": answer.suffices, "sentences": sentences}, "\n".join(sentences), as_json)


@click.command()
@folder_argument("operation")
@click.option("--scenario", "scenario_file", type=click.Path(path_type=Path), help="What-if as TOML or JSON.")
@as_of_option
@click.option("--needs", "needs_file", type=click.Path(path_type=Path), help="CSV of camp_id,item_id,week,need to use.")
@click.option("--count", type=click.IntRange(1, 10), default=3, show_default=True, help="Alternatives at most.")
@click.option("--within", type=float, default=0.01, show_default=True, help="Share the objective may be worse.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the plans; must be new.")
@as_json
def alternatives(
    operation: Path,
    scenario_file: Path | None,
    as_of: str | None,
    needs_file: Path | None,
    count: int,
    within: float,
    out: Path,
    as_json: bool,
) -> None:
    """Write plans of OPERATION that are nearly as good as the best and differ most, each audited.

    Example: aid alternatives demo --count 3 --within 0.01 --out others
    """
    from core.bootstrap import build_resources
    from core.services.check_operation import load_folder
    from core.services.near_best import find_near_best, refuse_existing, summary_of, write_near_best

    refuse_existing(out)
    loaded = load_folder(operation)
    scenario, start, needs = _asked(loaded, scenario_file, as_of, needs_file)
    found = find_near_best(build_resources(), loaded, scenario, count, within, as_of=start, needs=needs)
    write_near_best(found, out)
    lines = []
    for number, comparison in enumerate(found.comparisons):
        worse, apart = found.extra_cost_share(number), found.tonnes_apart[number]
        lines.append(f"Alternative {number + 1}: {worse:.2%} from the best, {apart:,.0f} t done otherwise, audited.")
        lines += [f"  {sentence}" for sentence in comparison.sentences]
    if len(found.others) < count:
        lines.append(
            f"No {'further' if found.others else 'other'} plan within {within:.1%} of the best differs from these."
        )
    show(summary_of(found), "\n".join([*lines, f"Written to {out}."]), as_json)


def _asked(
    loaded: "Operation", scenario_file: Path | None, as_of: str | None, needs_file: Path | None
) -> "tuple[Scenario, pd.Timestamp, pd.DataFrame | None]":
    from core.services.ask import read_needs, read_scenario

    scenario = read_scenario(scenario_file, {})
    start = day_of(as_of) or loaded.planning_start
    if needs_file is None:
        return scenario, start, None
    needs, last = read_needs(needs_file, loaded, start)
    if scenario_file is None or "weeks" not in scenario.model_fields_set:
        scenario = scenario.model_copy(update={"weeks": last})
    return scenario, start, needs


def _plain(value: Any) -> Any:
    """Values as JSON has them; what is not a number is null."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, float) and math.isnan(value) else value


COMMANDS = (explain, seek, alternatives)
