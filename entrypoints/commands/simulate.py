"""``aid simulate``: policies side by side, week by week, over the same futures."""

from pathlib import Path

import click

from entrypoints.commands.output import as_json, folder_argument, records, show

AHEAD = 6
"""Weeks that each plan looks ahead where neither a scenario nor the command says."""


@click.command()
@folder_argument("operation")
@click.option(
    "--policies",
    default="planner,robust,pro_rata,last_count",
    show_default=True,
    help="Names, with commas: planner, robust, pro_rata, last_count, worst_off, leximin.",
)
@click.option("--weeks", type=int, default=8, show_default=True, help="Weeks that are lived through.")
@click.option("--futures", type=int, default=20, show_default=True, help="How many futures to draw.")
@click.option("--ahead", type=click.IntRange(1, 52), help="Weeks each plan looks ahead; the scenario's, else 6.")
@click.option("--scenario", "scenario_file", type=click.Path(path_type=Path), help="Limits, budget and closures.")
@click.option("--as-of", help="Day of the stock count, YYYY-MM-DD; the planning start by default.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the first future.")
@click.option(
    "--real-counts", is_flag=True, help="Counts dated after the start are what happens; else people are drawn."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the files; appears whole or not at all.")
@as_json
def simulate(
    operation: Path,
    policies: str,
    weeks: int,
    futures: int,
    ahead: int | None,
    scenario_file: Path | None,
    as_of: str | None,
    seed: int,
    real_counts: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Let policies decide week by week for OPERATION: forecast, plan, ship, live through what then happens, go on.

    Every policy has the same stock, arrivals, roads and money, and knows on each day only what is known by then.

    Example: aid simulate demo --policies planner,pro_rata --weeks 8 --futures 20 --out outcomes
    """
    from core.bootstrap import build_resources
    from core.domain.simulation import SimulationQuestion
    from core.domain.weeks import day_from_text
    from core.services.ask import read_scenario
    from core.services.check_operation import load_folder
    from core.services.simulate_policies import simulate as simulate_policies
    from core.services.simulation_files import keep_simulation, refuse_occupied_simulation_folder
    from core.services.tell_simulation import in_words

    if out is not None:
        refuse_occupied_simulation_folder(out)
    question = SimulationQuestion.from_values(
        {
            "policies": tuple(name.strip() for name in policies.split(",") if name.strip()),
            "weeks": weeks,
            "futures": futures,
            "seed": seed,
            "real_counts": real_counts,
        }
    )
    day = None if as_of is None else day_from_text(as_of)
    looks_ahead = AHEAD if ahead is None and scenario_file is None else ahead
    scenario = read_scenario(scenario_file, {} if looks_ahead is None else {"weeks": looks_ahead})
    made = simulate_policies(build_resources(), load_folder(operation), scenario, question, as_of=day)
    if out is not None:
        keep_simulation(made, out)
    lines = [
        *(["Illustrative data."] if made.summary["illustrative"] else []),
        *in_words(made),
        *([f"Written to {out}."] if out is not None else []),
    ]
    show({**made.summary, "without": records(made.tables["without"])}, "\n".join(lines), as_json)


COMMANDS = (simulate,)
