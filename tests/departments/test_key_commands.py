"""Keys by `manage.py`: of machine accounts, the secret printed once and nothing else."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from common.audit.models import AuditRow
from departments.models import ApiKey, Department
from tests import factories
from tests.people import machine, person

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"\w{8}\.\w{32}\n")


def run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def bot(db: None) -> None:
    factories.mini_plan()
    water = Department.objects.get(region="140300", function="water")
    machine("bot").memberships.create(region_id="140300", role="editor", department=water)


def test_a_machine_s_is_made_and_its_secret_alone_is_printed() -> None:
    said = run("make_key", "bot", "--name", "夜间同步", "--scope", "write", "--region", "140300")
    assert SECRET.fullmatch(said)
    key = ApiKey.objects.get()
    assert (key.name, key.scope, key.region_id) == ("夜间同步", "write", "140300")
    assert timedelta(days=364) < key.expiry_date - timezone.now() <= timedelta(days=365)
    client = Client(headers={"Authorization": f"Api-Key {said.strip()}"})
    assert client.get("/api/v1/regions/").status_code == 200
    row = AuditRow.objects.get(event="key_made")
    assert (row.actor, row.key, row.what) == (None, key.prefix, "bot: 夜间同步")
    assert row.detail == "write 140300 (manage.py make_key)"


def test_it_reads_unless_more_is_asked_for() -> None:
    run("make_key", "bot", "--name", "x", "--days", "30")
    key = ApiKey.objects.get()
    assert (key.scope, key.region_id) == ("read", None)
    assert key.expiry_date - timezone.now() <= timedelta(days=30)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody", "--name", "x"), "没有用户“nobody”"),
        (("alice", "--name", "x"), "只能由本人"),
        (("bot", "--name", " "), "请填写名称"),
        (("bot", "--name", "长" * 51), "最多 50"),
        (("bot", "--name", "a\tb\x07"), "控制字符"),
        (("bot", "--name", "x", "--scope", "write", "--region", "999999"), "999999"),
        (("bot", "--name", "x", "--scope", "write", "--region", "140100"), "没有可写的权限"),
        (("bot", "--name", "x", "--region", "140300"), "不分行政区"),
        (("bot", "--name", "x", "--scope", "all"), "all"),
        (("bot", "--name", "x", "--days", "0"), "0"),
        (("bot", "--name", "x", "--days", "9999"), "9999"),
        (("bot",), "--name"),
    ],
)
def test_what_is_refused_makes_none(arguments: tuple[str, ...], words: str) -> None:
    person("alice")
    with pytest.raises(CommandError) as refusal:
        run("make_key", *arguments)
    assert words in str(refusal.value)
    assert refusal.value.returncode == 1
    assert not ApiKey.objects.exists()


def test_a_second_of_the_same_name_is_refused_until_the_first_ended() -> None:
    run("make_key", "bot", "--name", "x")
    with pytest.raises(CommandError, match="同名"):
        run("make_key", "bot", "--name", "x")
    run("revoke_key", ApiKey.objects.get().prefix)
    run("make_key", "bot", "--name", "x")
    assert ApiKey.objects.filter(revoked=False).count() == 1


def test_anybody_s_is_revoked() -> None:
    key, secret = ApiKey.objects.create_key(name="手机", user=person("alice"))
    assert "手机" in run("revoke_key", key.prefix)
    client = Client(headers={"Authorization": f"Api-Key {secret}"})
    assert client.get("/api/v1/regions/").status_code == 401
    row = AuditRow.objects.get(event="key_revoked")
    assert (row.actor, row.key, row.detail) == (None, key.prefix, "(manage.py revoke_key)")
    run("revoke_key", key.prefix)
    assert AuditRow.objects.filter(event="key_revoked").count() == 1
    with pytest.raises(CommandError, match="nosuch"):
        run("revoke_key", "nosuch")


def test_all_are_listed_with_what_became_of_them() -> None:
    alice = person("alice")
    past = timezone.now() - timedelta(days=1)
    secrets = [run("make_key", "bot", "--name", "同步", "--scope", "write", "--region", "140300")]
    ended: dict[str, dict[str, Any]] = {"旧": {"expiry_date": past}, "废": {"revoked": True}}
    for name, columns in ended.items():
        secrets.append(ApiKey.objects.create_key(name=name, user=alice, **columns)[1])
    said = run("list_keys")
    lines = [line.split("\t") for line in said.splitlines()]
    assert {(line[1], line[2], line[3], line[-1]) for line in lines[1:]} == {
        ("bot", "同步", "读写，只在阳泉市 140300写入", "可以使用"),
        ("alice", "旧", "只读", "已过期"),
        ("alice", "废", "只读", "已吊销"),
    }
    assert {len(line) for line in lines} == {8}
    assert not any(one.strip().partition(".")[2] in said for one in secrets)
    assert len(run("list_keys", "--usable").splitlines()) == 2
