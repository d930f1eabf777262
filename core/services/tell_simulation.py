"""A simulation in words: a line a policy, its mean and how far the futures spread."""

from core.services.simulate_policies import Simulation


def in_words(simulation: Simulation) -> list[str]:
    """Lines for the command line: what was asked, a table of policies, and notes."""
    summary = simulation.summary
    lines = [
        f"{summary['operation']} from {summary['planning_start']}: {summary['weeks']} weeks, "
        f"{summary['futures']} futures, each plan looks {summary['horizon_weeks']} weeks ahead.",
        _what_happens(bool(summary["real_counts"])),
        "",
        f"{'policy':<12}{'weighted person-weeks without (80 % of futures)':>50}{'USD':>14}{'worst camp':>12}"
        f"{'waste t':>10}{'weeks late':>12}{'Gini':>7}",
    ]
    for name, figures in summary["policies"].items():
        of_unmet = figures["spread"]["weighted_unmet"]
        unmet = f"{figures['weighted_unmet']:,.0f} ({of_unmet['q10']:,.0f} to {of_unmet['q90']:,.0f})"
        late = "" if figures["weeks_late"] is None else f"{figures['weeks_late']:.1f}"
        lines.append(
            f"{name:<12}{unmet:>50}{figures['cost_usd']:>14,.0f}{figures['worst_coverage']:>12.0%}"
            f"{figures['waste_t']:>10,.1f}{late:>12}{figures['gini']:>7.2f}"
        )
    return [*lines, "", *summary["notes"]]


def _what_happens(real_counts: bool) -> str:
    if real_counts:
        return "People are those really counted; delays of arrivals are drawn."
    return "Simulated: people, counts and delays of arrivals are drawn."
