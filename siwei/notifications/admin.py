"""The mails that were sent, to look at. Jobs are nothing to keep: the worker's log says of them."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from common.admin import ReadOnly
from siwei.notifications.models import SentDigest

admin.site.unregister(DBTaskResult)


@admin.register(SentDigest)
class SentDigestAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("user", "at", "state", "matters", "done_at")
    list_filter = ("state",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__first_name")
    date_hierarchy = "at"
