"""The administration under /admin/: people, regions, years. Not a way around the services."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from departments.forms.administration import with_region
from departments.models import Department


class Suggestions(AutocompleteJsonView):
    """What is found while one types. A department is named with its region."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Department):
            result["text"] = with_region(obj)
        return result


# What an administrator comes for first.
ORDER = ("auth", "departments", "plans", "actuals", "tasks", "notifications", "webhooks")


class Administration(AdminSite):
    site_title = _("四水四定 系统管理")
    index_title = _("人员、行政区与填报年度")

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """People first."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: (*ORDER, app["app_label"]).index(app["app_label"]))

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """One page to log in for everybody; whoever is in already is no administrator."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied(gettext("系统管理只对系统管理员开放"))
        target = request.GET.get("next") or reverse("admin:index")
        return redirect_to_login(target, reverse("login"))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return redirect("password_change")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return Suggestions.as_view(admin_site=self)(request)
