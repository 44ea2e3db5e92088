"""How the database guards the audit log: rows are never changed, and old ones alone deleted."""

from common.audit.rules import LEAST_DAYS

TABLE, UNIQUE, KEPT_DAYS = "audit_auditrow", ("id",), LEAST_DAYS
