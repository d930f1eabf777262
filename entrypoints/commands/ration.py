"""``aid ration``: the foods, suppliers and flows of least cost for one period."""

from pathlib import Path

import click

from entrypoints.commands.output import as_json, folder_argument, records, show


@click.command()
@folder_argument("operation")
@click.option("--days", type=int, default=30, show_default=True, help="Days of the period.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the ration; appears whole or not at all.")
@click.option("--leave-out", "left_out", multiple=True, metavar="ITEM", help="A food that may not be part of it.")
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="ITEM=MIN:MAX",
    help="Grams of a food a day, as in salt=5:5 or rice=:200.",
)
@click.option(
    "--weekly-limits",
    type=click.Choice(["where_possible", "hold", "aside"]),
    default="where_possible",
    show_default=True,
    help="What suppliers offer and roads carry a week: left aside where no ration keeps it, always kept, or not asked.",
)
@as_json
def ration(
    operation: Path,
    days: int,
    out: Path | None,
    left_out: tuple[str, ...],
    limits: tuple[str, ...],
    weekly_limits: str,
    as_json: bool,
) -> None:
    """Design the ration of least cost for OPERATION: foods, suppliers and flows together, checked.

    Example: aid ration demo --days 30 --limit salt=5:5 --out ration
    """
    from core.services.ask import read_ration_question
    from core.services.check_operation import load_folder
    from core.services.design_ration import design_audited_ration, keep_ration, refuse_occupied_ration_folder
    from core.services.tell_ration import basket_in_words, beside_known_basket, cost_in_words, replacements_in_words

    if out is not None:
        refuse_occupied_ration_folder(out)
    question = read_ration_question(days, limits, left_out, weekly_limits)
    loaded = load_folder(operation)
    audited = design_audited_ration(loaded, question)
    if out is not None:
        keep_ration(audited, out)
    design = audited.design
    summary = dict(design.summary)
    text = [
        *(["Illustrative data."] if summary["illustrative"] else []),
        f"{summary['operation']}: {cost_in_words(design)}, for {summary['people']:,.0f} people and {days} days "
        f"USD {summary['cost_usd']:,.2f} (food {summary['procurement_usd']:,.2f}, "
        f"transport {summary['transport_usd']:,.2f}).",
        f"Ration: {basket_in_words(loaded, design, most=99)}.",
        *(
            f"Without {row.name}: {row.replaced_by}"
            + (f", USD {row.more_usd:.4f} more." if row.more_usd == row.more_usd else ".")
            for row in replacements_in_words(loaded, design)[["name", "replaced_by", "more_usd"]].itertuples(
                index=False, name="Row"
            )
        ),
        beside_known_basket(design),
        *summary["notes"],
        f"Audited: all {audited.audit.limits_checked:,} limits hold.",
        *([f"Written to {out}."] if out is not None else []),
    ]
    tables = {name: records(table) for name, table in design.tables.items()}
    show({**summary, "tables": tables}, "\n".join(text), as_json)


COMMANDS = (ration,)
