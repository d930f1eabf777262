"""The command line ``aid``: parse, call one use case, show.

Exit codes: 0 done, 1 the input or the question is at fault, 2 usage, 3 the program failed.
"""

import contextlib
import json
import logging
from dataclasses import asdict
from typing import Any

import click

from core import __version__
from core.errors import AidError, InvalidTable
from core.log import configure_logging
from core.metrics.meter import METER
from core.metrics.metric_names import FAILURES
from core.settings import read_environment
from entrypoints.commands import (
    accounts,
    actions,
    alerts,
    api,
    application,
    bundles,
    connectors,
    decisions,
    demand,
    exports,
    factors,
    figures,
    flows,
    health,
    import_files,
    inventory,
    leadtime,
    model_life_cycle,
    models,
    operation,
    people,
    plan,
    plans,
    priorities,
    ration,
    receipts,
    record,
    reports,
    route,
    safety,
    sign_in,
    simulate,
    stress,
    versions,
    waybills,
    webhooks,
)
from entrypoints.commands.output import findings_told, machine_text, printable

AS_JSON = "aid.json"
"""Key of the context under which a wish for JSON is kept."""


class AidGroup(click.Group):
    """The group of all commands, with one place where errors become messages and exit codes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember whether a machine asked, so that errors can be told to it; the option is each command's own."""
        ctx.meta[AS_JSON] = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; every error leaves as a message for a person, never as a traceback."""
        try:
            return super().invoke(ctx)
        except AidError as error:
            METER.count(FAILURES, door="command", kind=type(error).__name__)
            _show_error(error, as_json=ctx.meta[AS_JSON])
            ctx.exit(1)
        except UnicodeEncodeError as error:
            # what is not UTF-8 in a word of the command reaches us as half characters, which no file and no store takes
            METER.count(FAILURES, door="command", kind=type(error).__name__)
            _show_error(_half_characters(error), as_json=ctx.meta[AS_JSON])
            ctx.exit(1)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            METER.count(FAILURES, door="command", kind=type(error).__name__)
            logging.getLogger("core").debug("failed", exc_info=True)
            click.echo(
                f"The program failed: {type(error).__name__}: {error}\n"
                "Run it as `aid --debug ...` to see where, and report it with the files you used.",
                err=True,
            )
            ctx.exit(3)
        finally:
            _write_down()


@click.group(cls=AidGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="aid")
@click.option("--debug", is_flag=True, help="Log every step, and where a failure came from.")
def main(debug: bool) -> None:
    """Refugee Aid Planner: forecast people, compute needs, plan and audit aid.

    Example: aid init demo && aid plan demo --out plan
    """
    configure_logging(logging.DEBUG if debug else logging.WARNING, read_environment().log_form)


def _write_down() -> None:
    """Add what this command counted to the store, where there is one already; a folder of files needs none."""
    if not METER.peek():
        return
    from core.bootstrap import build_resources
    from core.services.write_down import has_store, write_down

    with contextlib.suppress(AidError):  # the command has told its own fault
        settings = read_environment()
        if has_store(settings):
            write_down(build_resources(settings))


def _half_characters(error: UnicodeEncodeError) -> AidError:
    part = error.object[max(0, error.start - 20) : error.end + 20]
    return AidError(f"“{part}” holds signs that are no text in UTF-8.", "Write this word or file in UTF-8.")


def _show_error(error: AidError, as_json: bool) -> None:
    findings = getattr(error, "findings", ()) if isinstance(error, InvalidTable) else ()
    if as_json:
        from core.domain.finding import findings_table

        rows = json.loads(findings_table(findings).to_json(orient="records"))
        result: dict[str, Any] = {"error": error.message, "hint": error.hint, "findings": rows}
        if hasattr(error, "limits"):
            result["limits"] = list(error.limits)
            result["repairs"] = [asdict(repair) for repair in getattr(error, "repairs", ())]
        click.echo(machine_text(result))
        return
    lines = [f"Error: {error.message}"]
    if findings:
        from core.domain.finding import errors_of
        from core.domain.finding_groups import grouped

        lines += [f"  {line}" for line in findings_told(grouped(errors_of(findings)), "--json gives all of them")]
    lines += [f"  - {limit}" for limit in getattr(error, "limits", ())]
    ways_out = [repair.words for repair in getattr(error, "repairs", ())]
    lines += ["Ways out, the least eased first:", *(f"  - {words}" for words in ways_out)] if ways_out else []
    lines += [f"What to do: {error.hint}"] if error.hint else []
    click.echo(printable("\n".join(lines)), err=True)


for command in (
    *operation.COMMANDS,
    *import_files.COMMANDS,
    *people.COMMANDS,
    *figures.COMMANDS,
    *plan.COMMANDS,
    *ration.COMMANDS,
    *receipts.COMMANDS,
    *stress.COMMANDS,
    *simulate.COMMANDS,
    *actions.COMMANDS,
    *inventory.COMMANDS,
    *demand.COMMANDS,
    *leadtime.COMMANDS,
    *route.COMMANDS,
    *decisions.COMMANDS,
    *exports.COMMANDS,
    *factors.COMMANDS,
    *reports.COMMANDS,
    *models.COMMANDS,
    *model_life_cycle.COMMANDS,
    *health.COMMANDS,
    *flows.COMMANDS,
    *bundles.COMMANDS,
    *connectors.COMMANDS,
    *safety.COMMANDS,
    *accounts.COMMANDS,
    *sign_in.COMMANDS,
    *versions.COMMANDS,
    *plans.COMMANDS,
    *priorities.COMMANDS,
    *record.COMMANDS,
    *waybills.COMMANDS,
    *alerts.COMMANDS,
    *api.COMMANDS,
    *webhooks.COMMANDS,
    *application.COMMANDS,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
