"""What people took of each item at each place: what stock reports tell, what an empty shelf hid, what comes next."""

from core.demand.forecast import DemandForecast, forecast_demand
from core.demand.panel import Panel, known_on, panel_of
from core.demand.recovery import Recovered, recover_demand, table_of
from core.demand.weekly import weekly_demand
