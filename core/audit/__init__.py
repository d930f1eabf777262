"""Re-add every limit of a plan or a ration from its files, with no code of the optimiser."""

from core.audit.audit import audit_plan as audit_plan
from core.audit.ration import audit_ration as audit_ration
from core.audit.report import AuditReport as AuditReport
