from django.apps import AppConfig

from common.stamps.rules import NO_PART, Watch, watch


class DepartmentsConfig(AppConfig):
    name = "departments"
    verbose_name = "部门与人员"

    def ready(self) -> None:
        from departments import receivers  # noqa: F401, PLC0415  (models have to be there)

        unseen = ("last_login", "password", "email", "date_joined")
        watch("auth.user", Watch(unseen=unseen, part=NO_PART))
        # What a key may do shows in the answers to who sends it, its use in none.
        used = ("last_used_at", "used_from")
        watch("departments.apikey", Watch(unseen=used, public=(), part=NO_PART))
        for name in ("account", "membership"):
            watch(f"departments.{name}", Watch(part=NO_PART))
