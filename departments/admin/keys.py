"""API keys in the administration: any is revoked here, those of machine accounts are made here.

A key of a person is made by that person alone (/accounts/keys/): whoever has it acts as them.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework_api_key.admin import APIKeyModelAdmin
from rest_framework_api_key.models import APIKey

from common.admin import Searching, SeenTexts, moment
from common.logged import Logged
from common.proxies import client_address
from departments.forms.keys import region_of_reading
from departments.models import ApiKey
from departments.people import actor_of, person_of
from departments.rules.roles import KeyScope
from departments.selectors import has_usable_key, is_machine, writable_regions
from departments.services.keys import make_key, revoke_key
from departments.viewmodels import scope_words

# The package's own keys belong to nobody: they would let a machine in without a person.
admin.site.unregister(APIKey)

# The package has no Chinese: label and hint of its columns.
WORDS: dict[str, tuple[Any, Any]] = {
    "name": (_("名称"), _("给谁用、做什么，例如“省统计局夜间同步”；不超过 50 字。")),
    "user": (
        _("程序账号"),
        _(
            "程序用这个密钥时就是这个账号：读它能读的，变更记录写这个账号。"
            "人员的密钥只能由本人在“密钥”页新建。"
        ),
    ),
    "scope": (
        _("权限范围"),
        _("“只读”只取数据；“读写”还能写这个账号能写的。只取数据的程序用“只读”。"),
    ),
    "region": (
        _("行政区"),
        _("只在这个行政区及其下级写入，读取不受此限；不填则为这个账号有权限的全部行政区。"),
    ),
    "expiry_date": (_("失效时间"), _("过了这个时间，密钥不能再用；不填则一直有效。")),
    "revoked": (_("已吊销"), _("吊销后不能再用，也不能恢复。")),
}
# What is left to look at of a key that was revoked.
LOOK = ("label", "user", "may", "ends", "used", "usable")


class KeyAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ApiKey
        fields = ("name", "user", "scope", "region", "expiry_date", "revoked")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "scope" in self.fields:
            self.fields["scope"].required = False

    def clean_scope(self) -> str:
        return self.cleaned_data["scope"] or KeyScope.READ.value

    def clean_user(self) -> User:
        user: User = self.cleaned_data["user"]
        if not is_machine(user):
            raise forms.ValidationError(
                _("“%s”不是程序账号；人员的密钥只能由本人在“密钥”页新建。") % user
            )
        return user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        user, name = cleaned.get("user"), cleaned.get("name")
        if user and has_usable_key(user, name):
            self.add_error("name", _("这个账号已有一个同名的密钥"))
        region = cleaned.get("region")
        if wrong := region_of_reading(cleaned.get("scope"), region):
            self.add_error("region", wrong)
        elif user and region and region not in writable_regions(person_of(user)):
            self.add_error("region", _("这个账号在这个行政区没有可写的权限，请先给它成员资格"))
        return cleaned


@admin.register(ApiKey)
class ApiKeyAdmin(SeenTexts, Searching, Logged, APIKeyModelAdmin):
    form = KeyAdminForm
    list_display = ("start", "label", "user", "may", "made", "ends", "used", "usable")  # type: ignore[assignment]
    list_filter = ("scope",)
    list_select_related = ("user", "region")
    search_fields = (*APIKeyModelAdmin.search_fields, "user__username")  # type: ignore[assignment]
    autocomplete_fields = ("user", "region")

    @admin.display(description=_("密钥开头"), ordering="prefix")
    def start(self, key: ApiKey) -> str:
        return str(key.prefix)

    @admin.display(description=_("名称"), ordering="name")
    def label(self, key: ApiKey) -> str:
        return str(key.name)

    @admin.display(description=_("权限范围"), ordering="scope")
    def may(self, key: ApiKey) -> str:
        return scope_words(key)

    @admin.display(description=_("创建时间"), ordering="created")
    def made(self, key: ApiKey) -> str:
        return moment(key.created)

    @admin.display(description=_("失效时间"), ordering="expiry_date")
    def ends(self, key: ApiKey) -> str:
        return moment(key.expiry_date)

    @admin.display(description=_("最近使用"), ordering="last_used_at")
    def used(self, key: ApiKey) -> str:
        return moment(key.last_used_at)

    @admin.display(description=_("可以使用"), boolean=True)
    def usable(self, key: ApiKey) -> bool:
        return not key.revoked and not key.has_expired and key.user.is_active

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in WORDS:
            field.label, field.help_text = WORDS[db_field.name]
        return field

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ("name", "user", "scope", "region", "expiry_date")
        return LOOK if obj.revoked else (*LOOK, "revoked")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return LOOK if obj else ()  # a key never changes hands, nor lasts longer

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # it is revoked: the log names it

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any = None, change: bool = False
    ) -> None:
        who, address = actor_of(request.user), client_address(request)
        now = timezone.now()
        if not change:
            # The object is this request's alone, and so is the secret.
            key, obj.secret = make_key(
                owner=obj.user,
                name=obj.name,
                expires_at=obj.expiry_date,
                scope=KeyScope(obj.scope),
                region=obj.region,
                actor=who,
                address=address,
                now=now,
            )
            obj.pk, obj.prefix = key.pk, key.prefix
        elif obj.revoked:
            key = ApiKey.objects.get(pk=obj.pk)
            revoke_key(key, actor=who, address=address, now=now)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show a new key in this answer, and nowhere else: no message, no cookie, no session."""
        context = {**self.admin_site.each_context(request), "key": obj, "secret": obj.secret}
        return TemplateResponse(
            request,
            "admin/departments/apikey/made.html",
            context,
            headers={"Cache-Control": "no-store"},
        )
