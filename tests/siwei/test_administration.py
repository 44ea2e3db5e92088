"""The administration is no way around the services: who comes in, and what it never changes."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from common.records.models import Evidence, HistoryRow, Publication, Record
from departments.models import Region
from indicators.actuals.models import Actual
from indicators.plans.models import Plan, PlanIndicator
from siwei.notifications.models import SentDigest
from tasks.models import Statement, Task
from tests import factories
from tests.people import editor, person, reviewer, viewer

READ_ONLY: list[type[Model]] = [Plan, PlanIndicator, Actual, Task, Statement, SentDigest]
KEPT = {
    "auth.User",
    "departments.Region",
    "departments.Department",
    "departments.DepartmentFunction",
    "plans.Unit",
    "plans.UnitSpelling",
    "plans.Indicator",
    "plans.IndicatorDivision",
    "plans.SeriesBreak",
    "departments.RegionSuccession",
    "departments.ApiKey",
    "actuals.ReportingYear",
    "webhooks.Webhook",
}


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    made = factories.mini_plan()
    factories.confirmed_report(made)
    SentDigest.objects.create(user=person("reader"), at=factories.NOW)
    row = factories.actual()
    factories.history_row(row, 1, "load")
    Evidence.objects.create(
        record=row.record,
        file="evidence/2025/secret.pdf",
        name="公报.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=person("uploader"),
        uploaded_at=factories.NOW,
    )
    return made


@pytest.fixture
def administrator(client: Client, mini: factories.MiniPlan) -> User:
    user = person("admin", superuser=True)
    user.is_staff = True
    user.save()
    client.force_login(user)
    return user


def address(model: type[Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=arguments)


def test_it_speaks_one_language(client: Client, administrator: User) -> None:
    client.cookies["siwei_language"] = "en"
    for page in ("/admin/", address(User, "add"), "/admin/jsi18n/", address(Task, "changelist")):
        answer = client.get(page)
        assert answer["Content-Language"] == "zh-hans"
        assert "Delete selected" not in answer.content.decode()
    assert client.get("/")["Content-Language"] == "en"


def everything() -> list[Any]:
    models: list[type[Model]] = [*READ_ONLY, Record, HistoryRow, Publication, Evidence]
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_each_registered_model_is_kept_or_only_shown() -> None:
    """A model that is registered later must say here which of the two it is."""
    registered = {model._meta.label for model in admin.site._registry}
    assert registered == KEPT | {model._meta.label for model in READ_ONLY}


@pytest.mark.parametrize("text", ["\u3164", "a\u202eb", "a\x07b"])
def test_every_text_of_every_form_can_be_seen_and_spoils_nothing(
    administrator: User, rf: RequestFactory, text: str
) -> None:
    """Also of a form that is made later, and of rows that hang on another."""
    request = rf.get("/admin/")
    request.user = administrator
    checked = set()
    for model, pages in admin.site._registry.items():
        if model._meta.app_label == "axes" or not pages.has_add_permission(request):
            continue
        inlines = [one.get_formset(request).form for one in pages.get_inline_instances(request)]
        for form in (pages.get_form(request), *inlines):
            for name, field in form.base_fields.items():
                if not isinstance(field, forms.CharField) or "password" in name:
                    continue
                with pytest.raises(ValidationError, match=r"字符|文字"):
                    field.run_validators(text)
                checked.add(f"{form._meta.model.__name__}.{name}")
    assert {"User.first_name", "User.username", "ApiKey.name", "DepartmentAlias.name"} <= checked


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.label)
class TestReadOnly:
    def test_it_is_shown(self, client: Client, administrator: User, model: type[Model]) -> None:
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        assert client.get(address(model, "changelist")).status_code == 200
        assert client.get(address(model, "change", row.pk)).status_code == 200

    def test_nothing_is_added(
        self, client: Client, administrator: User, model: type[Model]
    ) -> None:
        before = everything()
        assert client.get(address(model, "add")).status_code == 403
        assert client.post(address(model, "add"), {}).status_code == 403
        assert everything() == before

    def test_nothing_is_changed(
        self, client: Client, administrator: User, model: type[Model]
    ) -> None:
        before = everything()
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        sent = {"state": "approved", "value": "1", "version": "9", "name": "x", "title": "x"}
        assert client.post(address(model, "change", row.pk), sent).status_code == 403
        assert everything() == before

    def test_nothing_is_deleted(
        self, client: Client, administrator: User, model: type[Model]
    ) -> None:
        before = everything()
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        sent = {"post": "yes"}
        assert client.post(address(model, "delete", row.pk), sent).status_code == 403
        bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(address(model, "changelist"), bulk)
        assert everything() == before


def test_a_history_row_cannot_be_sent_along_with_its_actual(
    client: Client, administrator: User
) -> None:
    before = everything()
    row = HistoryRow.objects.get()
    sent = {
        "history-TOTAL_FORMS": "1",
        "history-INITIAL_FORMS": "1",
        "history-0-id": row.pk,
        "history-0-record": row.record_id,
        "history-0-reason": "x",
        "history-0-DELETE": "on",
    }
    actual = address(Actual, "change", Actual.objects.get().pk)
    assert client.post(actual, sent).status_code == 403
    assert everything() == before


def test_an_actual_is_shown_as_printed_with_its_history_but_without_the_file(
    client: Client, administrator: User
) -> None:
    page = client.get(address(Actual, "change", Actual.objects.get().pk)).content.decode()
    assert "2.10" in page
    assert "2.100000" not in page
    assert "内部的理由" in page
    assert "公报.pdf" in page
    assert "secret.pdf" not in page


@pytest.mark.parametrize(
    "make", [editor, reviewer, viewer, person], ids=["editor", "reviewer", "viewer", "no member"]
)
class TestOthers:
    def test_who_is_no_administrator_is_told_so(
        self, client: Client, mini: factories.MiniPlan, make: Callable[[str], User]
    ) -> None:
        client.force_login(make("charlie"))
        response = client.get("/admin/", follow=True)
        assert response.status_code == 403
        assert "系统管理只对系统管理员开放" in response.content.decode()

    def test_and_changes_nothing(
        self, client: Client, mini: factories.MiniPlan, make: Callable[[str], User]
    ) -> None:
        user = make("charlie")
        client.force_login(user)
        for page in (address(User, "change", user.pk), address(User, "add")):
            assert client.post(page, {"is_superuser": "on"}).status_code in (302, 403)
        user.refresh_from_db()
        assert not user.is_superuser


def test_anonymous_is_led_to_the_one_login_and_back(client: Client, db: None) -> None:
    response = client.get("/admin/auth/user/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/auth/user/"
    assert response.status_code == 200


def test_there_is_no_second_form_to_guess_a_password_in(client: Client, db: None) -> None:
    person("admin", superuser=True)
    response = client.post("/admin/login/", {"username": "admin", "password": "siwei-test"})
    assert response["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_it_greets_in_chinese(client: Client, administrator: User) -> None:
    page = client.get("/admin/").content.decode()
    assert ">系统管理</a>" in page
    assert "年度实际值" in page


def test_people_come_first(client: Client, administrator: User) -> None:
    apps = client.get("/admin/").context["app_list"]
    assert [app["app_label"] for app in apps] == [
        *("auth", "departments", "plans", "actuals", "tasks", "notifications", "webhooks")
    ]


def test_the_page_of_what_was_kept_of_a_row_shows_its_beginning(
    client: Client, administrator: User
) -> None:
    sent = {"code": "140400", "name": "长治市", "name_en": "Changzhi", "level": "city"}
    client.post(address(Region, "add"), sent | {"parent": "140000"})
    client.post(address(Region, "change", "140400"), sent | {"parent": "140000", "name": "长治"})
    page = client.get(address(Region, "history", "140400"))
    assert page.status_code == 200
    assert [entry.action_flag for entry in page.context["action_list"]] == [ADDITION, CHANGE]


def test_it_wears_the_same_styles_as_every_other_page(client: Client, administrator: User) -> None:
    page = client.get("/admin/").content.decode()
    assert page.index("common/css/tokens.css") < page.index("siwei/css/admin.css")
    assert "theme.js" not in page
