from django.apps import AppConfig

from common.stamps.rules import Watch, watch


class DepartmentsConfig(AppConfig):
    name = "departments"
    verbose_name = "部门与人员"

    def ready(self) -> None:
        from departments import receivers  # noqa: F401, PLC0415  (models have to be there)

        watch("auth.user", Watch(unseen=("last_login", "password", "email", "date_joined")))
        # What a key may do shows in the answers to who sends it, its use in none.
        watch("departments.apikey", Watch(unseen=("last_used_at", "used_from"), public=()))
