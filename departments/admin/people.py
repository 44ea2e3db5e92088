"""People and what they may do. Whoever leaves is made inactive: the history keeps their name."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin import Searching, SeenTexts
from common.labels import label
from departments.forms.administration import MembershipForm, MembershipFormSet
from departments.models import Membership
from departments.rules.organs import organ_name
from departments.rules.roles import Role

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
class PersonAdmin(SeenTexts, UserAdmin):  # type: ignore[type-arg]
    inlines: ClassVar = [MembershipInline]
    list_display = ("username", "first_name", "belongs", "is_superuser", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser", "memberships__role", "memberships__region")
    search_fields = ("username", "first_name", "memberships__department__name")
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ("username", "password")}),
        (_("人员"), {"fields": ("first_name", "email")}),
        (_("登录"), {"fields": ("is_active", "is_superuser")}),
        (_("日期"), {"fields": ("last_login", "date_joined")}),
    ]
    add_fieldsets = [
        (None, {"classes": ("wide",), "fields": ("username", "first_name", "email")}),
        (None, {"classes": ("wide",), "fields": ("usable_password", "password1", "password2")}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return (
            super()
            .get_queryset(request)
            .prefetch_related("memberships__region", "memberships__department")
        )

    @admin.display(description=_("成员资格"))
    def belongs(self, user: User) -> str:
        return "；".join(
            f"{organ_name(one.region.name, one.department.name if one.department else '')} "
            f"{label(Role(one.role))}"
            for one in user.memberships.all()
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What Siwei means by Django's columns."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in WORDS:
            label, hint = WORDS[db_field.name]
            field.label, field.help_text = label, hint
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        dates = ("last_login", "date_joined")
        # Nobody locks themselves out, so that there is always an administrator.
        return (*dates, "is_active", "is_superuser") if obj == request.user else dates

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An administrator and whoever comes in here are the same."""
        obj.is_staff = obj.is_superuser
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
