"""``aid explain``, ``aid seek`` and ``aid alternatives``: why, what it would take, and what else is nearly as good."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from entrypoints.commands.output import as_json, folder_argument, show


@click.command()
@folder_argument("operation")
@folder_argument("plan")
@click.option("--camp", required=True, help="camp_id of the camp.")
@click.option("--item", help="item_id; all items together by default.")
@click.option("--target", type=float, default=0.8, show_default=True, help="Share of need to be reached, 0 to 1.")
@as_json
def explain(operation: Path, plan: Path, camp: str, item: str | None, target: float, as_json: bool) -> None:
    """Say why a camp of PLAN gets what it gets, what one more of each limit is worth, and the smallest change to --target.

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


def _plain(value: Any) -> Any:
    """Values as JSON has them; what is not a number is null."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, float) and value != value else value


COMMANDS = (explain,)
