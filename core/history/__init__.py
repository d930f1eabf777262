"""What happened with past aid: who got what against need, empty shelves, neglect, lateness, and what goes with them."""

from core.history.examples import ABOUT as ABOUT, About as About, Examples as Examples, examples_of as examples_of
from core.history.factors import Factors as Factors, key_factors as key_factors
from core.history.handed_out import past_coverage as past_coverage
from core.history.lateness import LateTable as LateTable, late_arrivals as late_arrivals, late_orders as late_orders
from core.history.neglect import NeglectTable as NeglectTable, neglected as neglected
from core.history.periods import past_periods as past_periods
