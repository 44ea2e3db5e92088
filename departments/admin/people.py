"""People and what they may do. Whoever leaves is made inactive: the history keeps their name."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.admin import Searching, SeenTexts, moment
from common.labels import label
from common.logged import Logged
from departments.forms.administration import MembershipForm, MembershipFormSet
from departments.forms.people import GivenPasswordForm, NewPersonForm, PersonForm
from departments.models import ApiKey, Membership
from departments.people import actor_of
from departments.rules.organs import organ_name
from departments.rules.roles import Role
from departments.selectors import is_machine
from departments.services.accounts import keep_account, must_choose_password
from departments.services.log_in import unlock

# Django's own groups and permissions decide nothing here: memberships do.
admin.site.unregister(Group)
admin.site.unregister(User)


# Django's columns, in the words of this system: label and hint.
WORDS: dict[str, tuple[Any, Any]] = {
    "first_name": (_("姓名"), ""),
    "is_active": (_("可以登录"), _("离开的人不删除，只取消这一项：变更记录保留其姓名。")),
    "is_superuser": (
        _("系统管理员"),
        _("管理人员、行政区与填报年度；不填报也不审核，除非另有成员资格。"),
    ),
    "username": (_("用户名"), _("登录时填写；最多 150 个字，只用字母、汉字、数字和 @ . + - _。")),
    "email": (_("电子邮箱"), ""),
    "password": (_("密码"), ""),
    "last_login": (_("最近登录"), ""),
    "date_joined": (_("建立时间"), ""),
}


class MembershipInline(Searching, admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    autocomplete_fields = ("region", "department")
    extra = 1

    class Media:
        js = ("admin/js/jquery.init.js", "departments/js/membership.js")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the buttons that would change a region or a department from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("region", "department__region")


@admin.register(User)
class PersonAdmin(SeenTexts, Logged, UserAdmin):  # type: ignore[type-arg]
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = GivenPasswordForm
    inlines: ClassVar = [MembershipInline]
    list_display = ("username", "called", "belongs", "administers", "comes_in", "seen")
    list_filter = ("is_active", "is_superuser", "memberships__role", "memberships__region")
    search_fields = ("username", "first_name", "memberships__department__name")
    filter_horizontal = ()
    actions = ("unlock",)
    fieldsets = [
        (None, {"fields": ("username", "password")}),
        (_("人员"), {"fields": ("first_name", "email")}),
        (_("登录"), {"fields": ("kind", "is_active", "is_superuser", "is_auditor")}),
        (_("日期"), {"fields": ("seen", "made")}),
    ]
    add_fieldsets = [
        (None, {"classes": ("wide",), "fields": ("username", "first_name", "email")}),
        (None, {"classes": ("wide",), "fields": ("is_machine", "password1", "password2")}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return (
            super()
            .get_queryset(request)
            .select_related("account")
            .prefetch_related("memberships__region", "memberships__department")
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """Machines only, where the page that makes a key searches (`KeyAdminForm.clean_user`)."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        for_key = request.GET.get("model_name") == ApiKey._meta.model_name
        return (found.filter(account__is_machine=True) if for_key else found), duplicates

    @admin.display(description=_("姓名"), ordering="first_name")
    def called(self, user: User) -> str:
        return user.first_name

    @admin.display(description=_("系统管理员"), boolean=True, ordering="is_superuser")
    def administers(self, user: User) -> bool:
        return user.is_superuser

    @admin.display(description=_("可以登录"), boolean=True, ordering="is_active")
    def comes_in(self, user: User) -> bool:
        return user.is_active

    @admin.display(description=_("最近登录"), ordering="last_login")
    def seen(self, user: User) -> str:
        return moment(user.last_login)

    @admin.display(description=_("建立时间"))
    def made(self, user: User) -> str:
        return moment(user.date_joined)

    @admin.display(description=_("类型"))
    def kind(self, user: User) -> str:
        machine = gettext("程序账号：只用密钥，不能用密码登录，不能审核。")
        return machine if is_machine(user) else gettext("人员")

    @admin.display(description=_("成员资格"))
    def belongs(self, user: User) -> str:
        return "；".join(
            f"{organ_name(one.region.name, one.department.name if one.department else '')} "
            f"{label(Role(one.role))}"
            for one in user.memberships.all()
        )

    @admin.action(description=_("解除登录暂停"))
    def unlock(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            unlock(user, actor=actor_of(request.user), now=timezone.now())
        self.message_user(request, gettext("所选人员现在可以再次登录。"))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What Siwei means by Django's columns."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in WORDS:
            label, hint = WORDS[db_field.name]
            field.label, field.help_text = label, hint
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown: tuple[str, ...] = ("seen", "made", "kind")
        if obj is not None:
            # The name is who somebody is in the history, which would no longer be proved.
            shown += ("username",)
        # Nobody locks themselves out, so that there is always an administrator.
        return (*shown, "is_active", "is_superuser") if obj == request.user else shown

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An administrator and whoever comes in here are the same."""
        obj.is_staff = obj.is_superuser
        super().save_model(request, obj, form, change)
        said = form.cleaned_data
        if not change:
            keep_account(obj, is_machine=said["is_machine"])
            if not said["is_machine"]:
                must_choose_password(obj)
        elif "is_auditor" in form.changed_data:
            keep_account(obj, is_auditor=said["is_auditor"])

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """One's own is changed where the old one is asked for; a program has none."""
        user = self.get_object(request, unquote(id))
        if user == request.user:
            return redirect("password_change")
        if user is not None and is_machine(user):
            raise PermissionDenied(gettext("程序账号没有密码，只用密钥。"))
        return super().user_change_password(request, id, form_url)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
