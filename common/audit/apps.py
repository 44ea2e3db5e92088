from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "common.audit"
    label = "audit"
    verbose_name = "审计日志"

    def ready(self) -> None:
        from common.audit import receivers  # noqa: F401, PLC0415  (models have to be there)
