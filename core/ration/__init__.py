"""The ration of least cost: foods, suppliers and flows chosen together under what a person needs."""

from core.ration.design import design_ration as design_ration
from core.ration.problem import missing_tables as missing_tables
