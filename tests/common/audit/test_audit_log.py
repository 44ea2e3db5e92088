"""The audit log: what is written, that nobody unwrites it, and who reads it."""

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from common.audit import middleware
from common.audit.models import AuditRow
from common.audit.rules import LEAST_DAYS, Event, Kept, read, shortened, written
from common.audit.services import prune, record
from common.limits.rules import Limit
from common.logged import Logged
from common.records.models import Evidence
from departments.models import Account, ApiKey, Department, DepartmentFunction
from departments.wording import COLUMNS, KINDS
from tests import factories
from tests.people import administrator, editor, person, viewer

pytestmark = pytest.mark.django_db
LOG = "/audit/"
JSON: dict[str, Any] = {
    "data": "{}",
    "content_type": "application/json",
    "headers": {"If-Match": '"1"'},
}


def add(age: timedelta, **columns: Any) -> AuditRow:
    record(event=Event.LOG_IN, now=timezone.now() - age, **columns)
    return AuditRow.objects.latest("id")


def events(**only: Any) -> list[tuple[str, str]]:
    return list(AuditRow.objects.filter(**only).order_by("id").values_list("event", "what"))


@pytest.fixture
def auditor(client: Client) -> User:
    user = person("zhang")
    Account.objects.create(user=user, is_auditor=True)
    client.force_login(user)
    return user


# The table


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE audit_auditrow SET name = 'x'",
        "DELETE FROM audit_auditrow",
        "UPDATE audit_auditrow SET at = '2001-01-01'",
        "INSERT INTO audit_auditrow SELECT * FROM audit_auditrow WHERE true"
        " ON CONFLICT (id) DO UPDATE SET name = 'x'",
        *(
            ["REPLACE INTO audit_auditrow SELECT * FROM audit_auditrow"]
            if connection.vendor == "sqlite"
            else ["TRUNCATE audit_auditrow"]
        ),
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(attempt: str) -> None:
    add(timedelta(days=LEAST_DAYS - 1), address="192.0.2.1")
    connection.check_constraints()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)
    assert AuditRow.objects.get().name == ""


def test_what_is_old_enough_goes_and_it_is_said(settings: Settings) -> None:
    settings.AUDIT_DAYS = 366
    for days in (1, LEAST_DAYS + 1, 367):
        add(timedelta(days=days))
    assert prune(now=timezone.now()) == 1
    assert [event for event, _ in events()] == ["log_in", "log_in", "pruned"]
    settings.AUDIT_DAYS = 1  # a setting can't undercut the law
    call_command("prune_audit", verbosity=0)
    assert AuditRow.objects.filter(event="log_in").count() == 1


@pytest.mark.parametrize(
    ("text", "short"), [("水" * 400, "水" * 299 + "…"), ("a\x00b\nc", "a b c"), ("x", "x")]
)
def test_a_text_fits_its_column(text: str, short: str) -> None:
    assert shortened(text, 300) == short


# What is written


def test_log_in_and_log_out(client: Client) -> None:
    alice = person("alice")
    sent = {"username": "alice", "password": "siwei-test"}
    client.post("/accounts/login/", sent, REMOTE_ADDR="192.0.2.1")
    client.post("/accounts/logout/", REMOTE_ADDR="192.0.2.2")
    rows = AuditRow.objects.order_by("id").values_list("event", "actor", "name", "address")
    assert list(rows) == [
        ("log_in", alice.pk, "alice", "192.0.2.1"),
        ("log_out", alice.pk, "alice", "192.0.2.2"),
    ]


def test_refusals_of_people_and_keys_but_not_of_strangers(client: Client) -> None:
    factories.mini_plan()
    vera = viewer("vera")
    client.get("/review/")
    client.post("/api/v1/actuals/140300.total_water_use.2024/approve/")
    assert events(event="refused") == []
    client.force_login(vera)
    assert client.get("/review/").status_code == 403
    assert client.get("/admin/", follow=True).status_code == 403
    key, secret = ApiKey.objects.create_key(name="x", user=vera)
    machine = Client(headers={"Authorization": f"Api-Key {secret}"})
    factories.actual()
    address = "/api/v1/actuals/140300.total_water_use.2024/approve/"
    assert machine.post(address, **JSON).status_code == 403
    rows = AuditRow.objects.filter(event="refused").order_by("id")
    assert [(row.name, row.what, row.key) for row in rows][::2] == [
        ("vera", "GET /review/", ""),
        ("vera", f"POST {address}", key.prefix),
    ]


def test_a_flood_of_refusals_is_cut_off(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Limit("few", 2, timedelta(hours=1))
    monkeypatch.setattr(middleware, "REFUSALS", few)
    client.force_login(person("vera"))
    for _ in range(5):
        client.get("/review/")
    found = [event for event, _ in events(actor__username="vera")]
    assert found == ["log_in", "refused", "refused", "limited"]


def test_exports_of_people(client: Client, plans: None) -> None:
    address = f"{reverse('compare_table', args=['csv'])}?indicator=total_water_use&year=2025"
    client.get(address)
    assert events(event="export") == []
    client.force_login(viewer("vera"))
    assert client.get(address).status_code == 200
    client.head(address)
    row = AuditRow.objects.get(event="export")
    assert (row.name, row.detail) == ("vera", address)
    assert row.what == "siwei-total_water_use-2025.csv"


class TestAdministration:
    @pytest.fixture
    def admin(self, client: Client) -> User:
        factories.mini_plan()
        user = administrator("admin")
        client.force_login(user)
        return user

    def test_what_is_added_changed_and_deleted(self, client: Client, admin: User) -> None:
        kind = {"code": "data_office", "name": "数据", "name_en": "Data", "order": "1"}
        client.post("/admin/departments/departmentfunction/add/", kind)
        address = "/admin/departments/departmentfunction/data_office/"
        client.post(f"{address}change/", kind | {"name": "大数据局"})
        client.post(f"{address}delete/", {"post": "yes"})
        found = AuditRow.objects.filter(actor=admin).exclude(event="log_in").order_by("id")
        assert [(row.event, row.what) for row in found] == [
            ("added", "部门职能 数据"),
            ("changed", "部门职能 大数据局"),
            ("deleted", "部门职能 大数据局"),
        ]
        assert read(found[1].detail) == [Kept("changed", "", "", "名称", "数据", "大数据局")]
        assert {row.address for row in found} == {"127.0.0.1"}

    def test_what_was_granted_and_taken(self, client: Client, admin: User) -> None:
        lisi = person("lisi")
        page = f"/admin/auth/user/{lisi.pk}/change/"
        sent = {"username": "lisi", "is_active": "on"}
        none = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
        assert client.post(page, {**sent, **none, "is_auditor": "on"}).status_code == 302
        assert client.post(page, {**sent, **none}).status_code == 302
        one = {
            "memberships-TOTAL_FORMS": "1",
            "memberships-INITIAL_FORMS": "0",
            "memberships-0-role": "editor",
            "memberships-0-region": "140300",
            "memberships-0-department": Department.objects.get(name="市水利局").pk,
        }
        assert client.post(page, sent | one).status_code == 302
        membership = lisi.memberships.get()
        other = {
            **one,
            "memberships-INITIAL_FORMS": "1",
            "memberships-0-id": membership.pk,
            "memberships-0-user": lisi.pk,
            "memberships-0-department": Department.objects.get(name="市城市管理局").pk,
        }
        assert client.post(page, sent | other).status_code == 302
        given = {"password1": "four-waters-2027", "password2": "four-waters-2027"}
        assert client.post(f"/admin/auth/user/{lisi.pk}/password/", given).status_code == 302
        found = AuditRow.objects.filter(event="changed").order_by("id")
        said = [thing for row in found for thing in read(row.detail)]
        whole = "lisi · 阳泉市 · {} · 填报"
        assert said == [
            Kept("changed", "", "", "审计员", "否", "是"),
            Kept("changed", "", "", "审计员", "是", "否"),
            Kept("added", "成员资格", whole.format("市水利局")),
            Kept(
                *("changed", "成员资格", whole.format("市城市管理局")),
                *("部门", "阳泉市水利局", "阳泉市城市管理局"),
            ),
            Kept("changed", "", "", "密码"),
        ]
        assert "four-waters" not in str(list(AuditRow.objects.values_list("detail")))
        password = AuditRow.objects.get(event="password_set")
        assert password.address == "127.0.0.1"

    def test_a_long_change_is_several_rows(self) -> None:
        things = [Kept("changed", label=str(i), before='"' * 300, after="水" * 300) for i in (1, 2)]
        details = written(things)
        assert all(len(one) <= 300 for one in details)
        assert [thing.label for one in details for thing in read(one)] == ["1", "2"]

    def test_every_page_that_keeps_says_from_what_to_what(self, rf: Any, admin: User) -> None:
        request = rf.get("/")
        request.user = admin
        keeping = [one for one in admin_sites() if one.has_change_permission(request)]
        others = [one.opts.label for one in keeping if not isinstance(one, Logged)]
        assert others == ["actuals.ReportingYear"], "which has words of its own"
        for pages in keeping:
            inlines = [one.get_formset(request) for one in pages.get_inline_instances(request)]
            models = [pages.opts.model, *(one.model for one in inlines)]
            assert {str(model._meta.verbose_name) for model in models} <= set(KINDS)
            hidden = {one.fk.name for one in inlines}
            for form in (pages.get_form(request), *(one.form for one in inlines)):
                fields = form.base_fields.items()
                labels = {str(field.label) for name, field in fields if name not in hidden}
                assert labels <= set(COLUMNS), pages.opts.label

    def test_many_at_once(self, client: Client, admin: User) -> None:
        for code in ("one", "two"):
            DepartmentFunction.objects.create(code=code, name=code, name_en=code)
        sent = {"action": "delete_selected", "_selected_action": ["one", "two"], "post": "yes"}
        client.post("/admin/departments/departmentfunction/", sent)
        assert events(event="deleted") == [("deleted", "部门职能 one"), ("deleted", "部门职能 two")]

    def test_every_page_that_deletes_says_each_row(self, rf: Any, admin: User) -> None:
        request = rf.get("/")
        request.user = admin
        deleting = [one for one in admin_sites() if one.has_delete_permission(request)]
        assert deleting
        assert [one for one in deleting if not isinstance(one, Logged)] == []

    def test_nothing_of_the_log_is_in_the_administration(self, admin: User) -> None:
        assert not {"audit", "limits", "admin"} & {one.opts.app_label for one in admin_sites()}


def admin_sites() -> list[Any]:
    return list(admin.site._registry.values())


# Who reads it


@pytest.mark.parametrize("make", [administrator, person], ids=["an administrator", "somebody"])
def test_it_is_for_auditors(client: Client, make: Callable[[str], User]) -> None:
    client.force_login(make("alice"))
    assert client.get(LOG).status_code == 403
    assert client.get("/audit.csv").status_code == 403
    assert "/audit/" not in client.get("/").content.decode()


def test_an_auditor_finds_it_and_reads_and_filters_it(client: Client, auditor: User) -> None:
    alice = person("alice")
    alice.first_name = "李丽"
    alice.save()
    add(timedelta(days=3), actor=alice, address="192.0.2.1")
    record(event=Event.EXPORT, now=timezone.now(), actor=alice, what="siwei.csv")
    assert 'href="/audit/"' in client.get("/").content.decode()
    page = client.get(LOG).content.decode()
    for words in ("李丽", "192.0.2.1", "siwei.csv", "导出"):
        assert words in page
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    for query, number in (
        ("event=export", 1),
        ("search=李丽", 2),
        ("search=192.0.2.1", 1),
        (f"until={day}", 1),
        (f"since={day}", 2),
        ("event=&since=&until=&search=", 3),
    ):
        assert client.get(f"{LOG}?{query}").context["page_obj"].paginator.count == number, query


def test_what_administrators_did_is_read_in_the_readers_language(
    client: Client, auditor: User
) -> None:
    things = [
        Kept("changed", "", "", "审计员", "否", "是"),
        Kept("added", "成员资格", "lisi · 阳泉市 · 市水利局 · 填报"),
        Kept("changed", "成员资格", "lisi", "角色", "查看", ""),
    ]
    (detail,) = written(things)
    for one in (detail, "已添加。"):
        event, now = Event.CHANGED, timezone.now()
        record(event=event, now=now, actor=auditor, what="API 密钥 用户 x", detail=one)
    old, new = client.get(f"{LOG}?event=changed").context["rows"]
    assert (new.what, new.detail) == (
        "API 密钥 用户 x",
        "审计员：否 → 是；新增成员资格“lisi · 阳泉市 · 市水利局 · 填报”；"
        "修改成员资格“lisi”：角色：查看 → —",
    )
    client.cookies["siwei_language"] = "en"
    old, new = client.get(f"{LOG}?event=changed").context["rows"]
    assert (new.what, new.detail) == (
        "API key 用户 x",
        "Auditor: no → yes; added membership “lisi · 阳泉市 · 市水利局 · 填报”; "
        "changed membership “lisi”: Role: 查看 → —",
    )
    assert old.detail == "已添加。"


@pytest.mark.parametrize(
    "query", ["event=x", "since=x", "since=0001-01-01", "until=9999-12-31", "page=9", "x=y"]
)
def test_a_wrong_filter_is_refused_in_words(client: Client, auditor: User, query: str) -> None:
    assert client.get(f"{LOG}?{query}").status_code == 400


def test_it_is_taken_away_as_a_file_and_that_is_recorded(client: Client, auditor: User) -> None:
    add(timedelta(), actor=auditor, what="=1+1")
    answer = client.get("/audit.csv?event=log_in")
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows[0][:3] == ["时间", "事件", "用户名"]
    assert [row[6] for row in rows[1:]] == ["'=1+1", ""]
    row = AuditRow.objects.get(event="export")
    assert (row.actor, row.detail) == (auditor, "/audit.csv?event=log_in")


def test_a_page_of_it_takes_a_fixed_number_of_queries(
    client: Client, auditor: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        add(timedelta(), actor=auditor)
    with django_assert_max_num_queries(6):
        client.get(LOG)


def test_an_evidence_file_is_a_download_of_its_own(client: Client, plans: None) -> None:
    alice = editor("alice")
    row = factories.actual(state="draft", published=None)
    file = Evidence.objects.create(
        record=row.record,
        file=ContentFile(b"%PDF-1.4", name="bulletin.pdf"),
        name="公报.pdf",
        content_type="application/pdf",
        size=8,
        sha256="0" * 64,
        uploaded_by=alice,
        uploaded_at=factories.NOW,
    )
    client.force_login(alice)
    address = reverse("evidence", kwargs={"pk": file.pk})
    assert client.get(address).status_code == 200
    found = AuditRow.objects.get(event="evidence")
    assert (found.actor, found.what, found.detail) == (alice, "公报.pdf", address)
    assert events(event="export") == []
