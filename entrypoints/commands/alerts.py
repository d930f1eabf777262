"""``aid alerts``: what somebody should be told now, by the limits of monitoring; and the rules of Prometheus."""

from pathlib import Path

import click

from entrypoints.commands.output import as_json, show


@click.command()
@click.option(
    "--rules",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the same alerts as rules for Prometheus into this file, and look at nothing.",
)
@as_json
def alerts(rules: Path | None, as_json: bool) -> None:
    """Say which alerts hold now, by the limits of deploy/monitoring.toml.

    Prometheus calls the same ones; this is for those who have none. An operation counts as it was last looked at, by
    `aid flows run monitor` or on the page Health.

    Example: aid alerts
    """
    from core.bootstrap import build_resources
    from core.services.raised_alerts import raised_alerts, rules_of
    from core.settings import read_environment

    if rules is not None:
        rules.write_text(rules_of(read_environment()), encoding="utf-8")
        show({"rules": str(rules)}, f"Wrote {rules}.", as_json)
        return
    found = raised_alerts(build_resources())
    told = [
        {
            "alert": one.alert.name,
            "severity": one.alert.severity,
            "says": one.alert.says,
            "mend": one.alert.mend,
            "found": [{**dict(labels), "value": value} for labels, value in one.found.items()],
        }
        for one in found
    ]
    lines = []
    for one in found:
        lines.append(f"{one.alert.severity}: {one.alert.says}")
        lines += [f"  {', '.join(name for _, name in labels) or 'here'}: {v:.3g}" for labels, v in one.found.items()]
        lines.append(f"  What to do: {one.alert.mend}")
    show({"alerts": told}, "\n".join(lines) or "Nothing is beyond its limit.", as_json)


COMMANDS = (alerts,)
