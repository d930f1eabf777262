"""Every rule of the checks, once: a finding names one of them, and ``docs/rules.md`` is written from here."""

from core.domain.rules.cells import CELLS
from core.domain.rules.counts import COUNTS
from core.domain.rules.figures import FIGURES
from core.domain.rules.files import FILES
from core.domain.rules.found import FOUND
from core.domain.rules.goods import GOODS
from core.domain.rules.imports import IMPORTS
from core.domain.rules.orders import ORDERS
from core.domain.rules.places import PLACES
from core.domain.rules.profiles import PROFILES
from core.domain.rules.records import RECORDS
from core.domain.rules.rule import Rule as Rule
from core.domain.rules.sources import SOURCES

ALL = (*FILES, *FOUND, *IMPORTS, *SOURCES, *CELLS, *PLACES, *COUNTS, *FIGURES, *GOODS, *RECORDS, *ORDERS, *PROFILES)
REGISTER: dict[str, Rule] = {rule.identifier: rule for rule in ALL}
"""Identifier to rule."""
