"""A file as it is found in the world to tables of text, with the reasons for how each was read."""

from core.intake.found.found import Found as Found
from core.intake.found.found_table import FoundTable as FoundTable
from core.intake.found.read_found import read_found as read_found
from core.intake.found.understood import Understood as Understood
