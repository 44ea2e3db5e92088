from django.apps import AppConfig

from common.stamps.rules import leave_out


class StampsConfig(AppConfig):
    name = "common.stamps"
    label = "stamps"
    verbose_name = "数据戳"

    def ready(self) -> None:
        from common.stamps import receivers  # noqa: F401, PLC0415  (models have to be there)

        # What frameworks keep for themselves.
        permissions = "only the administration asks for Django's own permissions"
        leave_out(
            {
                "stamps.stamp": "the stamp itself",
                "stamps.partstamp": "the stamps of the parts",
                "admin.logentry": "what the administration remembers of itself",
                "auth.permission": permissions,
                "auth.group": permissions,
                "auth.group_permissions": permissions,
                "auth.user_groups": permissions,
                "auth.user_user_permissions": permissions,
                "contenttypes.contenttype": "the names of tables",
                "sessions.session": "who has logged in is known before an answer is thought of",
                "rest_framework_api_key.apikey": "a table that stays empty: ours is another one",
                "django_tasks_database.dbtaskresult": "jobs that wait; what they do is seen itself",
            }
        )
