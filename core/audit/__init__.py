"""Re-add every limit of a plan from its files, with no code of the optimiser."""

from core.audit.audit import audit_plan as audit_plan
from core.audit.report import AuditReport as AuditReport
