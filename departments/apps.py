from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    name = "departments"
    verbose_name = "部门与人员"

    def ready(self) -> None:
        from departments import receivers  # noqa: F401, PLC0415  (models have to be there)
