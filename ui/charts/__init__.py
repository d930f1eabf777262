"""Charts: tables in, plotly figures or HTML out; no streamlit, so notebooks and reports draw the same."""

from ui.charts.backtest import held_by_horizon as held_by_horizon, skill_by_camp as skill_by_camp
from ui.charts.comparison import dumbbell as dumbbell
from ui.charts.errors import errors_by_horizon as errors_by_horizon
from ui.charts.fairness import lorenz as lorenz, price_curve as price_curve
from ui.charts.fan import fan_chart as fan_chart, need_fan as need_fan
from ui.charts.met_by_week import met_by_week as met_by_week
from ui.charts.multiples import small_multiples as small_multiples
from ui.charts.own_figures import mark_own_figures as mark_own_figures, reach as reach
from ui.charts.planning_mark import mark_planning_figure as mark_planning_figure
from ui.charts.policy_spread import policy_spread as policy_spread
from ui.charts.timeline import timeline as timeline
from ui.charts.totals import totals_fan as totals_fan
from ui.charts.weeks import (
    stacked_weeks as stacked_weeks,
)
