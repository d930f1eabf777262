"""``aid factors``: what shortage, delay or loss goes with, with the number of cases and the skill on later ones."""

from pathlib import Path

import click

from entrypoints.commands.output import as_json, folder_argument, show

MOST_VALUES = 6
"""Values of a factor that are printed."""


@click.command()
@folder_argument("operation")
@click.option(
    "--about",
    type=click.Choice(["shortage", "delay", "loss"]),
    default="shortage",
    show_default=True,
    help="Share of need not met by camp, item and four weeks; days after the promise by order; share lost by receipt.",
)
@as_json
def factors(operation: Path, about: str, as_json: bool) -> None:
    """Tell what shortage, delay or loss goes with in OPERATION, a folder of tables.

    A model learns from earlier cases and is asked about later ones; where it does not beat the mean surely, or there
    are too few cases, the answer is that it is not known. What goes with what is no reason for it.

    Example: aid factors demo --about loss
    """
    from typing import cast

    from core.services.check_operation import load_folder
    from core.services.tell_factors import OUTCOMES, TellFactors
    from core.services.what_goes_with import About, what_goes_with

    found = what_goes_with(load_folder(operation), cast("About", about))
    words = TellFactors(found)
    lines = [words.finding() + ".", words.grounds()]
    if found.is_known:
        lines.append(f"Mean {OUTCOMES[about]}: {words.outcome(found.mean)}.")
        lines += [
            "",
            words.factor_table().to_string(index=False),
            "",
            words.value_table(MOST_VALUES).to_string(index=False),
        ]
    result = {
        "about": about,
        "is_known": found.is_known,
        "cases": found.cases,
        "later_cases": found.later_cases,
        "mean": found.mean if found.cases else None,
        "skill": found.skill,
        "skill_low": found.skill_low,
        "skill_high": found.skill_high,
        "factors": found.factors.to_dict("records"),
        "values": found.values.to_dict("records"),
    }
    show(result, "\n".join(lines), as_json)


COMMANDS = (factors,)
