"""API keys in the administration: made and revoked there, shown in full only once."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework_api_key.admin import APIKeyModelAdmin
from rest_framework_api_key.models import APIKey

from common.admin import Searching, SeenTexts
from departments.models import ApiKey

# The package's own keys belong to nobody: they would let a machine in without a person.
admin.site.unregister(APIKey)

# The package has no Chinese: label and hint of its columns.
WORDS: dict[str, tuple[Any, Any]] = {
    "name": (_("名称"), _("给谁用、做什么，例如“省统计局夜间同步”；不超过 50 字。")),
    "user": (
        _("用户"),
        _("程序用这个密钥时就是这个用户：权限相同，变更记录写这个用户的姓名。"),
    ),
    "expiry_date": (_("失效时间"), _("过了这个时间，密钥不能再用；不填则一直有效。")),
    "revoked": (_("已吊销"), _("吊销后不能再用，也不能恢复。")),
}
# What is left to look at of a key that was revoked.
LOOK = ("label", "user", "ends", "usable")


@admin.register(ApiKey)
class ApiKeyAdmin(SeenTexts, Searching, APIKeyModelAdmin):
    list_display = ("start", "label", "user", "made", "ends", "usable")
    list_filter = ()  # type: ignore[assignment]
    search_fields = (*APIKeyModelAdmin.search_fields, "user__username")  # type: ignore[assignment]
    autocomplete_fields = ("user",)

    @admin.display(description=_("密钥开头"), ordering="prefix")
    def start(self, key: ApiKey) -> str:
        return str(key.prefix)

    @admin.display(description=_("名称"), ordering="name")
    def label(self, key: ApiKey) -> str:
        return str(key.name)

    @admin.display(description=_("创建时间"), ordering="created")
    def made(self, key: ApiKey) -> Any:
        return key.created

    @admin.display(description=_("失效时间"), ordering="expiry_date", empty_value="—")
    def ends(self, key: ApiKey) -> Any:
        return key.expiry_date

    @admin.display(description=_("可以使用"), boolean=True)
    def usable(self, key: ApiKey) -> bool:
        return not key.revoked and not key.has_expired and key.user.is_active

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in WORDS:
            field.label, field.help_text = WORDS[db_field.name]
        return field

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return LOOK if obj and obj.revoked else ("name", "user", "expiry_date", "revoked")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj and obj.revoked:
            return LOOK
        return ("user",) if obj else ()  # a key never changes hands

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any = None, change: bool = False
    ) -> None:
        """Show a new key in full, this once: only its hash is stored."""
        if change:
            obj.save()
            return
        secret = ApiKey.objects.assign_key(obj)
        obj.save()
        words = gettext("“%(name)s”的密钥：%(secret)s 请现在复制并妥善保管，以后不再显示。")
        messages.warning(request, words % {"name": obj.name, "secret": secret})
