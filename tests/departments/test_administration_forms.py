"""An administrator keeps people, memberships, regions, departments and keys."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from departments.models import ApiKey, Department, Membership, Region
from departments.people import person_of
from departments.rules.permissions import Grant
from departments.rules.roles import Role
from tests import factories
from tests.people import editor, machine, person


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    return factories.mini_plan()


@pytest.fixture
def administrator(client: Client, mini: factories.MiniPlan) -> User:
    user = person("admin", superuser=True)
    user.is_staff = True
    user.save()
    client.force_login(user)
    return user


@pytest.fixture
def taiyuan(mini: factories.MiniPlan) -> Department:
    return Department.objects.create(region_id="140100", name="市水务局", function_id="water")


def keep(client: Client, user: User, *memberships: dict[str, object], **changed: object) -> Any:
    """Sends the page of a person with these memberships, all of them new."""
    sent: dict[str, object] = {
        "username": user.username,
        "first_name": user.first_name,
        "is_active": "on",
        **changed,
        "memberships-TOTAL_FORMS": len(memberships),
        "memberships-INITIAL_FORMS": 0,
    }
    for number, membership in enumerate(memberships):
        for name, value in membership.items():
            sent[f"memberships-{number}-{name}"] = value
    return client.post(f"/admin/auth/user/{user.pk}/change/", sent)


def test_a_person_is_made_and_becomes_a_clerk(
    client: Client, administrator: User, mini: factories.MiniPlan
) -> None:
    sent = {
        "username": "alice",
        "first_name": "李丽",
        "usable_password": "true",
        "password1": "four-waters-2027",
        "password2": "four-waters-2027",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": "editor",
        "memberships-0-region": "140300",
        "memberships-0-department": mini.water.pk,
    }
    assert client.post("/admin/auth/user/add/", sent).status_code == 302
    alice = User.objects.get(username="alice")
    assert alice.check_password("four-waters-2027")
    assert alice.account.must_change_password
    assert not alice.is_staff
    assert person_of(alice).grants == (Grant(Role.EDITOR, "140300", mini.water.pk, True),)


@pytest.mark.parametrize(
    ("membership", "words"),
    [
        ({"role": "editor", "region": "140300"}, "填报人员必须属于一个部门"),
        (
            {"role": "editor", "region": "140300", "department": "taiyuan"},
            "市水务局属于太原市，不属于阳泉市",
        ),
        ({"role": "reviewer", "region": "140300"}, "审核人员属于省，不属于阳泉市"),
        ({"role": "viewer", "region": "999999"}, "region"),
        ({"role": "king", "region": "140300"}, "king"),
    ],
    ids=[
        "an editor without a department",
        "another city's department",
        "a reviewer of a city",
        "no such region",
        "no such role",
    ],
)
def test_a_wrong_membership_is_refused_in_words(
    client: Client,
    administrator: User,
    taiyuan: Department,
    membership: dict[str, object],
    words: str,
) -> None:
    if "department" in membership:
        membership = {**membership, "department": taiyuan.pk}
    response = keep(client, person("alice"), membership)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    "membership",
    [
        {"role": "viewer", "region": "140300"},
        {"role": "reviewer", "region": "140000"},
    ],
    ids=["without a department", "of a province"],
)
def test_the_same_membership_twice_is_refused_in_words(
    client: Client, administrator: User, membership: dict[str, object]
) -> None:
    response = keep(client, person("alice"), membership, membership)
    assert response.status_code == 200
    assert "这一成员资格重复" in response.content.decode()
    assert not Membership.objects.exists()


def test_whoever_administers_comes_in_and_whoever_does_not_stays_out(
    client: Client, administrator: User
) -> None:
    alice = person("alice")
    assert keep(client, alice, is_superuser="on").status_code == 302
    alice.refresh_from_db()
    assert (alice.is_superuser, alice.is_staff) == (True, True)
    assert keep(client, alice).status_code == 302
    alice.refresh_from_db()
    assert (alice.is_superuser, alice.is_staff) == (False, False)


def test_nobody_locks_themselves_out(client: Client, administrator: User) -> None:
    assert keep(client, administrator, is_active="", is_superuser="").status_code == 302
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.is_superuser


def test_people_are_made_inactive_not_deleted(client: Client, administrator: User) -> None:
    alice = editor("alice")
    assert client.post(f"/admin/auth/user/{alice.pk}/delete/", {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [alice.pk], "post": "yes"}
    client.post("/admin/auth/user/", bulk)
    assert User.objects.filter(pk=alice.pk).exists()


def test_the_list_says_who_belongs_where_without_a_query_for_each(
    client: Client, administrator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        editor(f"clerk-{number}")
    with django_assert_max_num_queries(12):
        page = client.get("/admin/auth/user/").content.decode()
    assert "阳泉市水利局 填报" in page


@pytest.mark.parametrize(
    ("region", "found"),
    [("", {"阳泉市水利局", "太原市水务局"}), ("140100", {"太原市水务局"})],
    ids=["any region", "the row's region"],
)
def test_departments_are_offered_with_and_of_their_region(
    client: Client, administrator: User, taiyuan: Department, region: str, found: set[str]
) -> None:
    sent = {"app_label": "departments", "model_name": "membership", "field_name": "department"}
    response = client.get("/admin/autocomplete/", {**sent, "term": "市水", "region": region})
    assert {result["text"] for result in response.json()["results"]} == found


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"code": "1403", "level": "city", "parent": "140000"}, "6 位数字"),
        ({"code": "14030x", "level": "city", "parent": "140000"}, "6 位数字"),
        ({"code": "１４０３００", "level": "city", "parent": "140000"}, "6 位数字"),
        ({"code": "140900", "level": "city"}, "市的上级必须是省"),
        ({"code": "140900", "level": "city", "parent": "140300"}, "市的上级必须是省"),
        ({"code": "140901", "level": "county"}, "县（市、区）的上级必须是省/市"),
        ({"code": "140901", "level": "county", "parent": "140321"}, "的上级必须是省/市"),
        ({"code": "150000", "level": "province", "parent": "140000"}, "省级行政区没有上级"),
        ({"code": "370900", "level": "city", "parent": "140000"}, "以 14 开头"),
        ({"code": "140401", "level": "county", "parent": "140300"}, "以 1403 开头"),
        ({"code": "110108", "level": "county", "parent": "140000"}, "以 14 开头"),
    ],
)
def test_a_wrong_region_is_refused_in_words(
    client: Client, administrator: User, sent: dict[str, str], words: str
) -> None:
    count = Region.objects.count()
    names = {"name": "某地", "name_en": "Somewhere"}
    response = client.post("/admin/departments/region/add/", {**names, **sent})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert Region.objects.count() == count


def test_a_region_is_added_and_its_code_stays(client: Client, administrator: User) -> None:
    sent = {"code": "140900", "name": "忻州市", "name_en": "Xinzhou", "level": "city"}
    response = client.post("/admin/departments/region/add/", {**sent, "parent": "140000"})
    assert response.status_code == 302
    sent |= {"code": "140999", "name": "忻州", "parent": "140000"}
    client.post("/admin/departments/region/140900/change/", sent)
    assert Region.objects.get(code="140900").name == "忻州"
    assert not Region.objects.filter(code="140999").exists()


@pytest.mark.parametrize(
    ("province", "county"),
    [("110000", "110108"), ("410000", "419001")],
    ids=["of a municipality", "of the province itself"],
)
def test_a_county_directly_below_a_province_is_kept_and_renamed(
    client: Client, administrator: User, province: str, county: str
) -> None:
    Region.objects.create(code=province, name="某省", name_en="P", level="province")
    sent = {"name": "某区", "name_en": "C", "level": "county", "parent": province}
    client.post("/admin/departments/region/add/", {"code": county, **sent})
    client.post(f"/admin/departments/region/{county}/change/", {**sent, "name": "新区"})
    assert Region.objects.get(code=county).name == "新区"


def test_a_region_with_a_plan_cannot_be_deleted(client: Client, administrator: User) -> None:
    client.post("/admin/departments/region/140300/delete/", {"post": "yes"})
    assert Region.objects.filter(code="140300").exists()


def test_a_department_gets_another_spelling(
    client: Client, administrator: User, mini: factories.MiniPlan
) -> None:
    sent = {
        "name": mini.water.name,
        "function": "water",
        "note": "",
        "aliases-TOTAL_FORMS": "1",
        "aliases-INITIAL_FORMS": "0",
        "aliases-0-name": "水利局",
    }
    address = f"/admin/departments/department/{mini.water.pk}/change/"
    assert client.post(address, sent).status_code == 302
    assert [alias.name for alias in mini.water.aliases.all()] == ["水利局"]


NO_ALIASES = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}


@pytest.mark.parametrize(
    ("name", "bearer"),
    [
        ("市城市管理局", "阳泉市城市管理局"),
        ("市城管局", "阳泉市城市管理局"),
        ("市综合执法局", "阳泉市城市管理局"),
        ("市水务局", None),
        ("水利局", None),
    ],
    ids=["a name", "another spelling", "a plan's name", "of another city", "its own"],
)
def test_a_name_is_one_departments_alone(
    client: Client,
    administrator: User,
    mini: factories.MiniPlan,
    taiyuan: Department,
    name: str,
    bearer: str | None,
) -> None:
    """Of those of a region, and whether it would be a name or an alias of a second one."""
    Department.objects.filter(pk=mini.city.pk).update(name_in_file="市综合执法局")
    mini.water.aliases.create(name="水利局")
    sent = {"name": mini.water.name, "function": "water", "note": ""}
    aliases = {"aliases-TOTAL_FORMS": "1", "aliases-INITIAL_FORMS": "0", "aliases-0-name": name}
    page = f"/admin/departments/department/{mini.water.pk}/change/"
    new = {**sent, **NO_ALIASES, "region": "140300", "name": name}
    other = {**sent, **aliases, "region": "140300", "name": "市节水办"}
    if bearer is None:
        if name == "市水务局":
            assert client.post(page, sent | aliases).status_code == 302
        assert client.post(page, {**sent, **NO_ALIASES, "name": name}).status_code == 302
        return
    for address, data in (
        (page, sent | aliases),
        (page, {**sent, **NO_ALIASES, "name": name}),
        ("/admin/departments/department/add/", new),
        ("/admin/departments/department/add/", other),
    ):
        answer = client.post(address, data)
        assert answer.status_code == 200
        assert f"“{name}”已是{bearer}的名称或别名" in answer.content.decode()
    assert mini.water.aliases.count() == 1
    assert Department.objects.filter(region="140300").count() == 2


def new_account(**sent: object) -> dict[str, object]:
    return {
        "username": "bot",
        "first_name": "夜间同步",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        **sent,
    }


def test_a_machine_account_has_no_password_and_never_logs_in(
    client: Client, administrator: User, mini: factories.MiniPlan
) -> None:
    membership = {
        "memberships-0-role": "editor",
        "memberships-0-region": "140300",
        "memberships-0-department": mini.water.pk,
    }
    sent = new_account(is_machine="on", **membership)
    assert client.post("/admin/auth/user/add/", sent).status_code == 302
    bot = User.objects.get(username="bot")
    assert (bot.has_usable_password(), bot.account.is_machine) == (False, True)
    address = f"/admin/auth/user/{bot.pk}/password/"
    new = {"password1": "four-waters-2027", "password2": "four-waters-2027"}
    assert client.post(address, new).status_code == 403
    bot.set_password("four-waters-2027")
    bot.save()
    answer = Client().post("/accounts/login/", {"username": "bot", "password": "four-waters-2027"})
    assert answer.status_code == 200, "a password that came in another way is of no use"


def test_a_machine_reviews_nothing_and_administers_nothing(
    client: Client, administrator: User
) -> None:
    membership = {"memberships-0-role": "reviewer", "memberships-0-region": "140000"}
    sent = new_account(is_machine="on", **membership)
    page = client.post("/admin/auth/user/add/", sent).content.decode()
    assert "程序账号不能审核" in page
    bot = machine("bot-2")
    page = keep(client, bot, {"role": "reviewer", "region": "140000"}).content.decode()
    assert "程序账号不能审核" in page
    page = keep(client, bot, is_superuser="on").content.decode()
    assert "程序账号不能是系统管理员" in page
    assert not Membership.objects.exists()


def test_an_auditor_is_no_administrator(client: Client, administrator: User) -> None:
    alice = person("alice")
    page = keep(client, alice, is_superuser="on", is_auditor="on").content.decode()
    assert "系统管理员不能兼任审计员" in page
    assert keep(client, alice, is_auditor="on").status_code == 302
    alice.refresh_from_db()
    assert alice.account.is_auditor
    assert not alice.account.must_change_password
    assert keep(client, alice, is_superuser="on").status_code == 302, "and no auditor any more"
    assert not User.objects.get(pk=alice.pk).account.is_auditor
    page = keep(client, administrator, is_auditor="on").content.decode()
    assert "系统管理员不能兼任审计员" in page


def test_the_name_of_somebody_who_exists_is_only_shown(client: Client, administrator: User) -> None:
    """By it the history says who did what: verify_history would report another one for good."""
    alice = person("alice")
    page = client.get(f"/admin/auth/user/{alice.pk}/change/").content.decode()
    assert 'name="username"' not in page
    assert "以后不能更改：变更记录以它说明是谁" in page
    assert "用户名" in page
    assert keep(client, alice, username="eve", first_name="李丽").status_code == 302
    alice.refresh_from_db()
    assert (alice.username, alice.first_name) == ("alice", "李丽")


def test_a_weak_password_is_not_given(client: Client, administrator: User) -> None:
    page = client.post(
        "/admin/auth/user/add/", new_account(password1="shuiwu2026", password2="shuiwu2026")
    ).content.decode()
    assert "太容易被猜到" in page
    assert not User.objects.filter(username="bot").exists()


def test_nothing_of_the_forms_of_people_is_left_in_english(
    client: Client, administrator: User, mini: factories.MiniPlan
) -> None:
    alice = editor("alice")
    key, _secret = ApiKey.objects.create_key(name="密钥", user=alice)
    people = ("", "add/", *(f"{alice.pk}/{page}/" for page in ("change", "password", "history")))
    keys = ("", "add/", f"{key.pk}/change/")
    for address in (
        "",
        *(f"auth/user/{page}" for page in people),
        *(f"departments/apikey/{page}" for page in keys),
    ):
        page = client.get(f"/admin/{address}").content.decode()
        page = page.replace(key.prefix, "")  # made at random, it may be letters alone
        assert english_words(page) == set(), address


def english_words(page: str) -> set[str]:
    """The English of a page: what stands in text between its tags."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", page, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>|<code>.*?</code>|&\w+;", " ", text)
    return set(re.findall(r"\b[A-Za-z]{3,}\b", text)) - {"alice", "admin", "API", "md5"}
