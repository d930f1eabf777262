"""``aid inventory``: what runs out first, where and how surely; what expires; when to order."""

from pathlib import Path

import click

from entrypoints.commands.output import as_json, folder_argument, records, show

SHOWN = 12


@click.command()
@folder_argument("operation")
@click.option("--as-of", help="Day of the stock count, YYYY-MM-DD; the planning start by default.")
@click.option("--weeks", type=click.IntRange(1, 52), default=8, show_default=True, help="Weeks to look ahead.")
@click.option("--plan", "plan_folder", type=click.Path(path_type=Path), help="A plan whose shipments move goods.")
@click.option("--futures", type=int, default=500, show_default=True, help="How many futures to draw.")
@click.option(
    "--buffer", metavar="PLACE=ITEM", help="Also tell what more weeks of an item at a place would cost and save."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the files; appears whole or not at all.")
@as_json
def inventory(
    operation: Path,
    as_of: str | None,
    weeks: int,
    plan_folder: Path | None,
    futures: int,
    buffer: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Look ahead at the shelves of OPERATION: days of cover, chance of a stock-out by date, expiry, reorder points.

    Futures of need are drawn from the forecast, all camps together, and delays of arrivals from their spread.

    Example: aid inventory demo --weeks 8 --plan plan --out inventory
    """
    from core.bootstrap import build_resources
    from core.domain.weeks import day_from_text
    from core.services.buffer_what_if import buffer_of_words
    from core.services.check_operation import load_folder
    from core.services.inventory_files import keep_inventory, refuse_occupied_inventory_folder
    from core.services.learnt_lead_times import in_words, lead_times_of_rules
    from core.services.plan_files import plan_of_folder
    from core.services.stock_outlook import look_ahead

    if out is not None:
        refuse_occupied_inventory_folder(out)
    day = None if as_of is None else day_from_text(as_of)
    loaded = load_folder(operation)
    plan = None if plan_folder is None else plan_of_folder(loaded, plan_folder)
    resources = build_resources()
    found = look_ahead(resources, loaded, weeks, day, plan, futures)
    curve = None if buffer is None else buffer_of_words(resources, loaded, buffer, weeks, day, plan, futures)
    lead_times = lead_times_of_rules(loaded, day)
    if out is not None:
        keep_inventory(found, out)
    summary = dict(found.summary)
    calendar = found.tables["calendar"]
    lines = [
        *(["Illustrative data."] if summary["illustrative"] else []),
        f"{summary['operation']}, {summary['as_of']} to {summary['last_day']}: {summary['shelves_likely_out']} of "
        f"{summary['shelves']} shelves are without on some day in at least half of {summary['futures']:,} futures; "
        f"{summary['shelves_not_known']} are not known.",
        summary["assumption"],
        "",
        *(calendar["sentence"].head(SHOWN) if len(calendar) else ["Nothing runs out."]),
        *([f"And {len(calendar) - SHOWN} more."] if len(calendar) > SHOWN else []),
        "",
        *summary["notes"],
        *in_words(lead_times),
        *([] if curve is None else ["", curve.round(2).to_string(index=False)]),
        *([f"Written to {out}."] if out is not None else []),
    ]
    tables = {name: records(table) for name, table in found.tables.items()}
    more = {"lead_times": records(lead_times), **({} if curve is None else {"buffer": records(curve)})}
    show({**summary, "tables": tables, **more}, "\n".join(lines), as_json)


COMMANDS = (inventory,)
