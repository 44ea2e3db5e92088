"""Webhooks in the administration and by commands: made, kept, shown once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from common.audit.models import AuditRow
from siwei.webhooks.models import Attempt, Webhook
from siwei.webhooks.services.delivery import send_test
from siwei.webhooks.services.webhooks import NotAnAdministrator, make_webhook
from tests.factories import mini_plan
from tests.jobs import work
from tests.people import administrator, editor, reviewer
from tests.siwei.webhooks.conftest import hook
from tests.siwei.webhooks.receiver import Receiver, saying

LIST = "/admin/webhooks/webhook/"


@pytest.fixture
def admin(db: None, client: Client) -> User:
    mini_plan()
    user = administrator("admin")
    client.force_login(user)
    return user


def add(client: Client, address: str, **sent: Any) -> Any:
    return client.post(f"{LIST}add/", {"name": "大屏", "address": address} | sent)


def do(client: Client, action: str, *webhooks: Webhook) -> Any:
    sent = {"action": action, "_selected_action": [one.pk for one in webhooks]}
    return client.post(LIST, sent, follow=True)


def change(webhook: Webhook) -> str:
    return f"{LIST}{webhook.pk}/change/"


def keep(client: Client, webhook: Webhook, sent: dict[str, Any]) -> Any:
    forms = {"attempts-TOTAL_FORMS": "0", "attempts-INITIAL_FORMS": "0"}
    return client.post(change(webhook), sent | forms)


class TestMaking:
    def test_its_secret_is_shown_once(
        self, client: Client, admin: User, receiver: Receiver
    ) -> None:
        answer = add(
            client,
            receiver.address(),
            regions=["140300", "140100"],
            indicators=["total_water_use"],
        )
        webhook = Webhook.objects.get()
        assert webhook.secret in answer.content.decode()
        assert answer["Cache-Control"].startswith("no-store")
        assert {one.pk for one in webhook.regions.all()} == {"140300", "140100"}
        assert {one.pk for one in webhook.indicators.all()} == {"total_water_use"}
        assert webhook.made_by == admin
        for page in (LIST, change(webhook), f"{LIST}{webhook.pk}/history/", "/admin/"):
            shown = client.get(page).content.decode()
            assert webhook.secret.removeprefix("whsec_") not in shown
            assert webhook.nonce not in shown

    def test_it_is_audited(self, client: Client, admin: User, receiver: Receiver) -> None:
        add(client, receiver.address())
        rows = AuditRow.objects.filter(what__startswith="网络通知 大屏")
        assert set(rows.values_list("event", "name")) == {("key_made", "admin"), ("added", "admin")}

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("https://127.0.0.1/", "四维自己的主机"),
            ("https://10.1.2.3/", "内网或专用网段"),
            ("https://2130706433/", "四段十进制数"),
            ("http://8.8.8.8/", "http 不加密"),
            ("ftp://8.8.8.8/", "https:// 开头"),
            ("https://8.8.8.8:22/", "端口须为"),
            ("https://a:b@8.8.8.8/", "用户名或密码"),
            ("https://8.8.8.8/#a", "不是完整的网址"),
        ],
    )
    def test_an_address_that_is_refused_is_told_why(
        self, client: Client, admin: User, address: str, words: str
    ) -> None:
        answer = add(client, address)
        assert words in answer.content.decode()
        assert not Webhook.objects.exists()

    def test_a_name_is_taken_once(self, client: Client, admin: User, receiver: Receiver) -> None:
        hook(receiver.address())
        assert add(client, receiver.address()).status_code == 200
        assert Webhook.objects.count() == 1

    @pytest.mark.parametrize("make", [editor, reviewer])
    def test_nobody_else_makes_one(self, client: Client, admin: User, make: Any) -> None:
        client.force_login(make("charlie"))
        for page in (LIST, f"{LIST}add/"):
            assert client.get(page).status_code in (302, 403)
        add(client, "https://8.8.8.8/")
        with pytest.raises(NotAnAdministrator):
            make_webhook(
                name="x", address="https://8.8.8.8/", actor=make("dora"), now=timezone.now()
            )
        assert not Webhook.objects.exists()


class TestKeeping:
    @pytest.fixture
    def webhook(self, admin: User, receiver: Receiver) -> Webhook:
        return hook(receiver.address())

    def test_it_is_changed_without_what_the_worker_writes(
        self, client: Client, webhook: Webhook, receiver: Receiver
    ) -> None:
        now = timezone.now()
        Webhook.objects.update(
            position="elsewhere", failures=3, failing_since=now, next_at=now, claim="x"
        )
        sent = {"name": "新名", "address": receiver.address(), "regions": ["140100"]}
        assert keep(client, webhook, sent).status_code == 302
        webhook.refresh_from_db()
        assert (webhook.name, webhook.position, webhook.failures) == ("新名", "elsewhere", 3)
        assert webhook.claim == "x"
        assert [one.pk for one in webhook.regions.all()] == ["140100"]
        sent["address"] = receiver.address("/elsewhere")
        keep(client, webhook, sent)
        webhook.refresh_from_db()
        assert (webhook.failures, webhook.next_at) == (0, None)  # tried at once

    def test_one_whose_name_leads_nowhere_now_can_still_be_renamed(
        self, client: Client, webhook: Webhook
    ) -> None:
        Webhook.objects.update(address="https://no-such-name.invalid/")
        sent = {"name": "新名", "address": "https://no-such-name.invalid/"}
        assert keep(client, webhook, sent).status_code == 302

    def test_its_last_answers_are_shown_as_text(
        self, client: Client, webhook: Webhook, receiver: Receiver
    ) -> None:
        receiver.answers = [saying(500, b"<script>alert(1)</script>")]
        send_test(webhook, clock=timezone.now)
        listed = client.get(LIST).content.decode()
        assert "对方拒绝" in listed
        assert ">500<" in listed
        shown = client.get(change(webhook)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
        assert "<script>alert(1)" not in shown
        assert "webhook.test" in shown

    def test_a_test_is_sent(self, client: Client, webhook: Webhook, receiver: Receiver) -> None:
        page = do(client, "send_test", webhook)
        assert "测试通知已安排" in page.content.decode()
        work()
        assert receiver.received[0].verified(webhook.secret)["type"] == "webhook.test"

    def test_it_is_switched_off_and_on(self, client: Client, webhook: Webhook) -> None:
        assert "由管理员停用" in do(client, "off", webhook).content.decode()
        assert Webhook.objects.get().off_reason == "stopped"
        do(client, "on", webhook)
        assert Webhook.objects.get().is_on
        said = AuditRow.objects.filter(event="changed").values_list("name", "detail")
        assert list(said) == [("admin", "on"), ("admin", "off: stopped")]

    def test_its_secret_is_renewed_and_shown_once(
        self, client: Client, webhook: Webhook, receiver: Receiver
    ) -> None:
        former = webhook.secret
        answer = do(client, "renew", webhook)
        webhook.refresh_from_db()
        assert webhook.secret != former
        assert webhook.secret in answer.content.decode()
        other = hook(receiver.address(), name="另一个")
        assert "一次只能更换一个" in do(client, "renew", webhook, other).content.decode()
        assert Webhook.objects.get(pk=webhook.pk).nonce == webhook.nonce

    def test_it_is_removed_with_its_attempts(self, client: Client, webhook: Webhook) -> None:
        send_test(webhook, clock=timezone.now)
        client.post(f"{LIST}{webhook.pk}/delete/", {"post": "yes"})
        assert not Webhook.objects.exists()
        assert not Attempt.objects.exists()
        assert AuditRow.objects.latest("pk").event == "deleted"

    def test_the_list_asks_as_much_for_many(
        self,
        client: Client,
        webhook: Webhook,
        receiver: Receiver,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(3):
            send_test(hook(receiver.address(), name=f"第 {number} 个"), clock=timezone.now)
        with django_assert_num_queries(6):
            client.get(LIST)


class TestCommands:
    @pytest.fixture(autouse=True)
    def _plan(self, db: None) -> Iterator[None]:
        mini_plan()
        yield

    def test_one_is_made_and_its_secret_printed(
        self, receiver: Receiver, capsys: pytest.CaptureFixture[str]
    ) -> None:
        options = {"region": ["140300"], "indicator": ["total_water_use"]}
        call_command("make_webhook", "大屏", receiver.address(), **options)
        webhook = Webhook.objects.get()
        assert capsys.readouterr().out == f"{webhook.secret}\n"
        assert [one.pk for one in webhook.regions.all()] == ["140300"]
        assert AuditRow.objects.latest("pk").event == "key_made"

    @pytest.mark.parametrize(
        ("name", "address", "options", "words"),
        [
            ("大屏", "https://127.0.0.2/", {}, "内网或专用网段|自己的主机"),
            ("大屏", "https://8.8.8.8/", {"region": ["999999"]}, "没有代码“999999”"),
            ("大屏", "https://8.8.8.8/", {"indicator": ["x", "y"]}, "没有代码“x、y”"),
            (" ", "https://8.8.8.8/", {}, "文字|名称"),
            ("长" * 51, "https://8.8.8.8/", {}, "不超过 50 字"),
            ("a\x07b", "https://8.8.8.8/", {}, "字符"),
        ],
    )
    def test_what_is_refused(
        self, name: str, address: str, options: dict[str, list[str]], words: str
    ) -> None:
        with pytest.raises(CommandError, match=words):
            call_command("make_webhook", name, address, **options)
        assert not Webhook.objects.exists()

    def test_a_name_twice(self, receiver: Receiver) -> None:
        hook(receiver.address())
        with pytest.raises(CommandError, match="已有名为"):
            call_command("make_webhook", "大屏", receiver.address())

    def test_they_are_listed_and_tested(
        self, receiver: Receiver, capsys: pytest.CaptureFixture[str]
    ) -> None:
        webhook = hook(receiver.address())
        call_command("list_webhooks")
        assert capsys.readouterr().out == f"大屏\t{receiver.address()}\t启用\n"
        receiver.answers = [saying(500, b"broken")]
        with pytest.raises(CommandError, match="对方拒绝 500 broken"):
            call_command("send_webhooks", test="大屏")
        call_command("send_webhooks", test="大屏")
        assert capsys.readouterr().out == "已送达 204\n"
        with pytest.raises(CommandError, match="没有名为"):
            call_command("send_webhooks", test="小屏")
        call_command("list_webhooks")
        shown = capsys.readouterr().out
        assert "已送达 (204)" in shown
        assert webhook.secret not in shown
