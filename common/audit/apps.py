from django.apps import AppConfig

from common.stamps.rules import leave_out


class AuditConfig(AppConfig):
    name = "common.audit"
    label = "audit"
    verbose_name = "审计日志"

    def ready(self) -> None:
        from common.audit import receivers  # noqa: F401, PLC0415  (models have to be there)
        from common.audit.append_only import GUARD, TABLE  # noqa: PLC0415
        from common.records import append_only  # noqa: PLC0415

        append_only.register(TABLE, GUARD)
        leave_out({"audit.auditrow": "who did what is for auditors, on a page"})
