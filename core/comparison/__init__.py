"""What changes from one plan to another, and why a camp is short: sentences made of computed figures only."""

from core.comparison.compare import Comparison as Comparison, compare_plans as compare_plans
from core.comparison.reason import Reason as Reason
from core.comparison.reasons import reasons as reasons
