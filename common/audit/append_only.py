"""How the database guards the audit log: rows are never changed, and old ones alone deleted."""

from common.audit.rules import LEAST_DAYS
from common.records.append_only import Guard

TABLE, GUARD = "audit_auditrow", Guard(("id",), kept_days=LEAST_DAYS)
