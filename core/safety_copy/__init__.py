"""Safety copies: everything the store must not lose as one checked file, and putting it back whole or not at all."""

from core.safety_copy.models import models_by_hash as models_by_hash, restore_models as restore_models
from core.safety_copy.reading import KIND as KIND, SafetyCopy as SafetyCopy, open_safety_copy as open_safety_copy
from core.safety_copy.restoring import restore_tables as restore_tables, rows_here as rows_here
from core.safety_copy.retention import Retention as Retention, read_retention as read_retention
from core.safety_copy.tidying import Tidied as Tidied, tidy as tidy
from core.safety_copy.writing import write_safety_copy as write_safety_copy
