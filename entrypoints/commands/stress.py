"""``aid stress``: plans over many futures of need."""

from pathlib import Path

import click

from entrypoints.commands.output import as_json, folder_argument, records, show


@click.command()
@folder_argument("operation")
@click.argument("plans", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--futures", type=int, default=500, show_default=True, help="How many futures of need to draw.")
@click.option(
    "--threshold", type=float, default=0.8, show_default=True, help="Share of need met under which a camp is short."
)
@as_json
def stress(operation: Path, plans: tuple[Path, ...], futures: int, threshold: float, as_json: bool) -> None:
    """Replay PLANS over many futures of need: the chance that a camp falls short, and the regret of each plan.

    Futures are drawn from the spread of the first plan's needs, the people of all camps together. What is sent stays
    as planned; a camp hands out what it has.

    Example: aid stress demo plan plan-road-closed --futures 500
    """
    from core.bootstrap import build_resources
    from core.services.check_operation import load_folder
    from core.services.stress_plans import stress_folders

    loaded = load_folder(operation)
    result, notes = stress_folders(build_resources(), loaded, plans, futures, threshold)
    test = result.stress
    lines = [
        *notes,
        f"In {test.chance_any_under:.0%} of {test.futures:,} futures at least one camp gets less than "
        f"{threshold:.0%} of its need.",
        f"Weighted person-weeks without: {test.mean_unmet:,.0f} in the mean of the futures, "
        f"{test.planned_unmet:,.0f} as planned.",
        "",
        test.camps.to_string(index=False, float_format=lambda value: f"{value:,.2f}"),
    ]
    if len(plans) > 1:
        lines += ["", result.regret.to_string(index=False, float_format=lambda value: f"{value:,.2f}")]
    if loaded.settings.illustrative:
        lines.insert(0, "Illustrative data.")
    values = {
        "futures": test.futures,
        "threshold": test.threshold,
        "chance_any_under": test.chance_any_under,
        "mean_unmet": test.mean_unmet,
        "planned_unmet": test.planned_unmet,
        "camps": records(test.camps),
        "regret": records(result.regret),
        "notes": list(notes),
    }
    show(values, "\n".join(lines), as_json)


COMMANDS = (stress,)
