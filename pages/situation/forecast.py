"""How many people a camp will hold, how sure that is, and whether it beats "same as last count"."""

import streamlit as st

from core.domain.planning_figures import LABEL, are_people_known
from core.domain.schemas import ForecastTable, Population
from core.locale import message
from core.services.describe_outlook import announced_movements, outlook_of, outlook_table
from core.services.score_forecasts import METHOD_TITLES, NAIVE, SERVED, score_past_forecasts
from ui import cache, charts, state, tell_forecast
from ui.charts.multiples import MOST_CAMPS
from ui.components import (
    camp_picker,
    caption,
    download,
    empty_panel,
    headline,
    section,
    sentence_list,
    show_chart,
    show_drawing,
    small_table,
    stale_note,
    weeks_picker,
)
from ui.forecast_page import override
from ui.forecast_page.drivers import show_drivers
from ui.forecast_page.totals import show_totals
from ui.language import say
from ui.opening import open_page
from ui.theme import current_theme
from ui.watching_backtest import watch_backtest

opened = open_page()
operation, start, theme = opened.operation, opened.operation.planning_start, current_theme()
if not are_people_known(operation, start):
    headline(say("How many people are at the camps of {name} is not known", name=operation.settings.name))
    words = say("A forecast begins at a count. Without one there are no needs and no plan; the map shows the camps.")
    if empty_panel(
        say("No count on or before the planning day"), words, key="forecast:empty", button=say("Upload counts")
    ):
        st.switch_page("pages/data/data.py")
    st.stop()

weeks = state.weeks_ahead()
people = cache.forecast(opened, weeks)
forecast = people.table
outlooks = outlook_table(operation, forecast, start)
names = dict(zip(outlooks["camp_id"], outlooks["name"], strict=True))
outlook = outlook_of(outlooks, state.selected_camp(list(names)) or "")
past = cache.errors(opened, max(state.WEEKS_AHEAD))
record = score_past_forecasts(past.answer, outlook.camp_id, weeks)
counts = operation.population
of_camp = counts[counts[Population.camp_id] == outlook.camp_id]
ahead = forecast[forecast[ForecastTable.camp_id] == outlook.camp_id]
figures = override.figures_of(opened, outlook.camp_id)
announced = announced_movements(operation, start, tell_forecast.end_of(outlooks, start))

headline(tell_forecast.answer(outlook, record, start), tell_forecast.lead(outlook, start))
with st.container(horizontal=True, vertical_alignment="bottom", key="forecast-pickers"):
    with st.container(width=260):
        camp_picker(names, "forecast")
    with st.container(width="content"):
        weeks_picker("forecast")

evidence, beside = st.columns([1.9, 1], gap="large")
with evidence:
    section(
        say(
            "People in {name}: counts, and the forecast of {start}",
            name=outlook.name,
            start=tell_forecast.day(start, start),
        )
    )
    if outlook.state == "unknown":
        empty_panel(say("No count"), tell_forecast.lead(outlook, start), key="forecast:unknown")
    else:
        own_figures = override.ahead(figures, start, weeks)
        within = charts.reach(own_figures)
        if outlook.planning_people is not None:
            stale_note(f"{outlook.name}, {say(LABEL)}", tell_forecast.planning_figure(outlook, start))
            within.append(outlook.planning_people)
        elif outlook.is_old:
            stale_note(say("Old count, {name}", name=outlook.name), tell_forecast.old_count(outlook))
        fan = charts.fan_chart(of_camp, ahead, start, theme, within=within)
        charts.mark_own_figures(fan, own_figures, theme)
        if outlook.planning_people is not None:
            charts.mark_planning_figure(fan, outlook.planning_people, outlook.planning_date, start, theme)
        show_chart(fan, tell_forecast.answer(outlook, record, start), key="forecast:fan")
        caption(*tell_forecast.sources(outlook, forecast, start, fan.layout.yaxis.range[0] <= 0))
        drivers = cache.drivers(opened, outlook.camp_id, weeks)
        if drivers is not None:
            show_drivers(drivers, outlook, own_figures, start)
with beside:
    section(say("Is it better than the last count?"))
    if past.answer is None:
        watch_backtest(past, "forecast", say("Forecast"))
    elif record.scores.empty:
        caption(say("No past forecast can be scored yet: it takes 3 counts over 8 weeks, and a count after them."))
    else:
        scores = tell_forecast.scores(record, weeks)
        small_table(scores, numbers=scores.columns[1:])
        caption(tell_forecast.scores_explained(record), tell_forecast.scored_on(record, outlook))
    section(say("Announced movements"))
    movements = tell_forecast.movements(announced, operation.place_names, outlook.camp_id, start)
    if movements:
        sentence_list(movements)
    caption(tell_forecast.movements_note(announced, outlook, start))

override.show_own_figures(opened, outlook, figures, ahead)

section(tell_forecast.all_camps(outlooks))
show_drawing(charts.small_multiples(names, counts, forecast, start, theme), tell_forecast.all_camps(outlooks))
caption(*tell_forecast.multiples_notes(outlooks, MOST_CAMPS, start))

show_totals(opened, people, weeks, start, theme)

with st.expander(say("The forecast of each method"), key="forecast:methods"):
    table = cache.methods(opened, weeks)
    table = table[table[ForecastTable.camp_id] == outlook.camp_id]
    if table.empty:
        caption(say("No method has a forecast for {name}: it was never counted.", name=outlook.name))
    else:
        small_table(
            tell_forecast.each_method(table),
            numbers=(message("Median"), message("80\u00a0% band"), message("Against the last count")),
        )
        caption(say("The forecast served is a weighted mean of the three methods below it."))
horizons = st.expander(say("Typical miss by weeks ahead"), key="forecast:horizons", on_change="rerun")
if horizons.open and past.answer is not None:  # a chart behind a closed lid would be drawn all the same
    errors = past.answer
    own = errors[errors[ForecastTable.camp_id] == outlook.camp_id] if record.of_camp else errors
    drawn = {SERVED: say("This forecast"), **{m: METHOD_TITLES[m] for m in errors["method"].unique() if m != SERVED}}
    chart = charts.errors_by_horizon(own, drawn, SERVED, NAIVE, theme)
    with horizons:
        show_chart(chart, tell_forecast.scored_on(record, outlook), key="forecast:errors")
        caption(
            say("People, mean of the absolute difference to later counts."), tell_forecast.scored_on(record, outlook)
        )
download(
    forecast,
    f"forecast-{start.date()}-{weeks}-weeks.csv",
    say("Download the forecast of all camps, {weeks} weeks", weeks=weeks)
    if weeks > 1
    else say("Download the forecast of all camps, 1 week"),
    key="forecast:download",
)
