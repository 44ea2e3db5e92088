"""How the database guards what was said: rows are never changed, and only invented ones deleted."""

from common.records.append_only import Guard

TABLE, GUARD = "tasks_statement", Guard(("record_id",), invented="demo")
