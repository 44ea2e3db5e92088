"""The page of one actual: who reads what, what each may do there, and its files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from common.records.models import Evidence
from common.records.rules.doors import BY_PAGE
from departments.models import Membership
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.selectors.actuals import WorkingView, visible_to
from indicators.actuals.services.evidence import attach
from tests import evidence_files as made
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    NOW,
    TOTAL,
    approved,
    do,
    enter,
    history,
    page,
    signed_in,
    submitted,
)
from tests.people import editor, person, reviewer, viewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

URL = f"/actuals/{TOTAL}/"
PDF = made.pdf()
PNG = made.image("PNG")


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(name: str = "公报.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def proof(alice: User, actual: Actual) -> Evidence:
    return attach(
        key=actual.key,
        upload=upload(),
        seen_version=actual.version,
        actor=alice,
        now=NOW,
        door=BY_PAGE,
    )


# Who else reads the value that Alice, of Yangquan, works on.
READERS = {
    "the clerk": (lambda: User.objects.get(username="alice"), True),
    "another bureau of the city": (lambda: editor("bob", function="urban_management"), True),
    "a viewer of the city": (lambda: viewer("vera"), True),
    "a viewer of the province": (lambda: viewer("paul", "140000"), True),
    "the reviewer": (lambda: reviewer("rita"), True),
    "an administrator": (lambda: person("root", superuser=True), True),
    "a clerk of another city": (lambda: editor("chang", "140400"), False),
    "a reviewer of another province": (lambda: reviewer("charles", "370000"), False),
    "nobody in particular": (lambda: person("nemo"), False),
    "somebody who left": (lambda: inactive("iris"), False),
}


def inactive(name: str) -> User:
    user = viewer(name)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(("who", "reads"), READERS.values(), ids=list(READERS))
def test_who_sees_the_working_value(
    alice: User, rui: User, who: Callable[[], User], reads: bool
) -> None:
    actual = do(Action.REOPEN, rui, approved(alice, rui), "公报更正")
    enter(alice, "2.19", seen=actual.version)
    user = who()
    assert isinstance(visible_to(user).get(pk=actual.pk), WorkingView) is reads
    text = page(signed_in(user), URL)
    assert "2.21" in text
    assert ("2.19" in text) is reads
    assert ("公报更正" in text) is reads
    assert ("rui" in text) is reads


@pytest.mark.parametrize(("who", "reads"), READERS.values(), ids=list(READERS))
def test_who_opens_a_draft_and_its_files(alice: User, who: Callable[[], User], reads: bool) -> None:
    one = proof(alice, enter(alice))
    client = signed_in(who())
    assert client.get(URL).status_code == (200 if reads else 404)
    download = client.get(f"/evidence/{one.pk}/")
    if who is not READERS["somebody who left"][0]:
        assert download.status_code == (200 if reads else 404)
    if reads:
        assert b"".join(download) == PDF
        assert download["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert download["Content-Type"] == "application/pdf"
        assert download["X-Content-Type-Options"] == "nosniff"
        assert download["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert download["Cache-Control"] == "private, no-store"


class TestThePublic:
    def test_sees_what_is_published_and_nobody_s_name(
        self, alice: User, rui: User, client: Client
    ) -> None:
        one = proof(alice, enter(alice))
        draft = Actual.objects.get(record=one.record)
        approved_ = do(Action.APPROVE, rui, do(Action.SUBMIT, alice, draft))
        actual = do(Action.REOPEN, rui, approved_, "公报更正")
        do(Action.APPROVE, rui, do(Action.SUBMIT, alice, enter(alice, "2.19", seen=actual.version)))
        text = page(client, URL)
        assert "2.21亿立方米 → <strong>2.19亿立方米</strong>（−0.02亿立方米）" in text
        for hidden in ("alice", "rui", "公报更正", "草稿", "公报.pdf", "<textarea", 'name="do"'):
            assert hidden not in text, hidden
        assert text.count('id="revision-') == 2

    def test_does_not_see_a_draft(self, alice: User, client: Client) -> None:
        enter(alice)
        assert client.get(URL).status_code == 404

    def test_is_asked_to_log_in_before_a_file(self, alice: User, client: Client) -> None:
        one = proof(alice, enter(alice))
        assert "/accounts/login/" in client.get(f"/evidence/{one.pk}/")["Location"]

    def test_does_nothing(self, alice: User, rui: User, client: Client) -> None:
        actual = approved(alice, rui)
        answer = client.post(URL, {"do": "reopen", "seen": actual.version, "reason": "看看"})
        assert answer.status_code == 401
        actual.refresh_from_db()
        assert actual.state == "approved"


@pytest.mark.parametrize(
    "url",
    ["/actuals/nonsense/", "/actuals/140300.total_water_use.1999/", "/evidence/987654321/"],
)
def test_what_is_not_there(alice: User, url: str) -> None:
    assert signed_in(alice).get(url).status_code == 404


def test_the_value_stands_beside_its_promise(alice: User, rui: User, client: Client) -> None:
    approved(alice, rui)
    text = page(client, URL)
    assert "/plans/yangquan-2025/#" in text
    assert "接近红线" in text  # 2.21 of at most 2.27
    assert "2.6%" in text


class TestActions:
    def test_from_submission_to_correction(self, alice: User, rui: User) -> None:
        clerk, judge = signed_in(alice), signed_in(rui)
        actual = enter(alice)

        def send(client: Client, do: str, reason: str = "") -> str:
            actual.refresh_from_db()
            client.post(URL, {"do": do, "seen": actual.version, "reason": reason})
            actual.refresh_from_db()
            return actual.state

        assert send(clerk, "submit") == "submitted"
        assert send(clerk, "withdraw") == "draft"
        send(clerk, "submit")
        assert send(judge, "return", "请附公报") == "returned"
        assert "请附公报" in page(clerk, URL)
        enter(alice, "2.20", seen=actual.version)
        send(clerk, "submit")
        assert send(judge, "approve") == "approved"
        assert send(judge, "reopen", "公报更正") == "reopened"
        assert "公报更正" in page(clerk, URL)

    def test_offers_only_what_this_person_may_do(self, alice: User, rui: User) -> None:
        submitted(alice)
        clerk, judge = page(signed_in(alice), URL), page(signed_in(rui), URL)
        assert 'value="withdraw"' in clerk
        assert 'value="approve"' not in clerk
        assert 'value="approve"' in judge
        assert 'value="withdraw"' not in judge
        assert 'name="do"' not in page(signed_in(viewer("vera")), URL)

    @pytest.mark.parametrize("action", ["approve", "return", "reopen", "withdraw", "submit"])
    def test_a_viewer_is_refused(self, alice: User, action: str) -> None:
        actual = submitted(alice)
        client = signed_in(viewer("vera"))
        answer = client.post(URL, {"do": action, "seen": actual.version, "reason": "看看"})
        assert answer.status_code == 409
        assert "没有" in answer.content.decode()
        actual.refresh_from_db()
        assert actual.state == "submitted"

    def test_nobody_approves_their_own(self, alice: User) -> None:
        Membership.objects.create(user=alice, region_id="140000", role="reviewer")
        actual = submitted(alice)
        client = signed_in(alice)
        assert 'value="approve"' not in page(client, URL)
        assert client.post(URL, {"do": "approve", "seen": actual.version}).status_code == 409
        actual.refresh_from_db()
        assert actual.state == "submitted"

    def test_a_missing_reason_is_said_at_the_field(self, alice: User, rui: User) -> None:
        actual = submitted(alice)
        answer = signed_in(rui).post(URL, {"do": "return", "seen": actual.version, "reason": " "})
        assert answer.status_code == 400
        assert 'id="reason-error"' in answer.content.decode()

    def test_a_warning_without_explanation_leads_to_the_grid(self, alice: User) -> None:
        actual = enter(alice, "2.4")
        answer = signed_in(alice).post(URL, {"do": "submit", "seen": actual.version})
        assert answer.status_code == 400
        assert f"/entry/140300/2025/#row-{TOTAL}" in answer.content.decode()

    @pytest.mark.parametrize("action", ["save", "load", "", "attach"])
    def test_an_unknown_action(self, alice: User, action: str) -> None:
        enter(alice)
        assert signed_in(alice).post(URL, {"do": action, "seen": 1}).status_code == 400

    def test_the_wrong_state(self, alice: User, rui: User) -> None:
        actual = enter(alice)
        answer = signed_in(rui).post(URL, {"do": "approve", "seen": actual.version})
        assert answer.status_code == 409
        assert "“草稿”的数值不能通过" in answer.content.decode()

    def test_a_stale_version_shows_both_values_and_a_choice(self, alice: User, rui: User) -> None:
        seen = submitted(alice)
        draft = do(Action.WITHDRAW, alice, seen)
        now = do(Action.SUBMIT, alice, enter(alice, "2.25", seen=draft.version))
        client = signed_in(rui)
        late = {"do": "return", "seen": str(seen.version), "reason": "请附公报"}
        answer = client.post(URL, late)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "您看到的" in text
        assert f'name="checked" value="{now.version}"' in text
        assert "请附公报</textarea>" in text
        client.post(URL, late | {"checked": str(now.version)})
        now.refresh_from_db()
        assert now.state == "returned"


class TestEvidence:
    def send(self, user: User, actual: Actual, content: bytes, name: str = "公报.pdf") -> Any:
        return signed_in(user).post(
            f"{URL}evidence/", {"file": upload(name, content), "seen": actual.version}
        )

    @pytest.mark.parametrize(
        ("content", "name"), [(PDF, "公报.pdf"), (PNG, "scan.png")], ids=["a PDF", "an image"]
    )
    def test_is_kept_and_recorded(self, alice: User, content: bytes, name: str) -> None:
        actual = enter(alice)
        assert self.send(alice, actual, content, name).status_code == 302
        actual.refresh_from_db()
        last = history(actual)[-1]
        assert (last.action, actual.version) == ("attach", 2)
        assert name in last.reason
        text = page(signed_in(alice), URL)
        assert name in text
        assert "添加佐证" in text

    def test_one_with_a_long_name_keeps_it(self, alice: User) -> None:
        name = f"{'关于报送水资源公报的通知' * 8}.pdf"
        assert self.send(alice, enter(alice), PDF, name).status_code == 302
        kept = Evidence.objects.get()
        assert kept.name == name
        assert len(Path(kept.file.path).name.encode()) < 100

    @pytest.mark.parametrize(
        ("sent_as", "kept_as"), [("公报.html", "公报.html.pdf"), ("公报.docx", "公报.pdf")]
    )
    def test_a_disguised_one_goes_by_the_ending_of_what_it_is(
        self, alice: User, sent_as: str, kept_as: str
    ) -> None:
        client, sent = signed_in(alice), {"file": upload(sent_as), "seen": enter(alice).version}
        text = client.post(f"{URL}evidence/", sent, follow=True).content.decode()
        assert Evidence.objects.get().name == kept_as
        assert f"“{kept_as}”。扩展名与文件的实际内容不符，已按内容改正" in text

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param(b"", "空的", id="empty"),
            pytest.param(b"<script>alert(1)</script>", "只接受 PDF", id="a page"),
            pytest.param(b"MZ" + b"\0" * 600, "只接受 PDF", id="a program named pdf"),
            pytest.param(PDF + b"\0" * 2048, "不能超过", id="too large"),
            pytest.param(b"%PDF-1.4", "打不开", id="cut off"),
            pytest.param(made.locked_office(), "有密码", id="with a password"),
            pytest.param(made.office(more={"word/vbaProject.bin": b"x"}), "宏", id="with macros"),
        ],
    )
    def test_is_refused_in_words(
        self, alice: User, settings: Settings, content: bytes, words: str
    ) -> None:
        settings.EVIDENCE_FILE_SIZE = len(PDF) + 1024 if "超过" in words else 100_000
        actual = enter(alice)
        answer = self.send(alice, actual, content)
        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert not Evidence.objects.exists()

    def test_of_a_submitted_value_is_not_changed(self, alice: User) -> None:
        one = proof(alice, enter(alice))
        actual = do(Action.SUBMIT, alice, Actual.objects.get(record=one.record))
        assert self.send(alice, actual, PDF).status_code == 409
        answer = signed_in(alice).post(f"{URL}evidence/{one.pk}/remove/", {"seen": actual.version})
        assert answer.status_code == 409
        assert Evidence.objects.filter(removed_at__isnull=True).count() == 1

    def test_is_not_added_by_who_only_reads(self, alice: User, rui: User) -> None:
        actual = enter(alice)
        for user in (rui, viewer("vera"), editor("bob", function="urban_management")):
            assert self.send(user, actual, PDF).status_code == 409
        assert self.send(editor("chang", "140400"), actual, PDF).status_code == 404
        assert not Evidence.objects.exists()

    def test_with_a_stale_version_is_refused(self, alice: User) -> None:
        first = enter(alice)
        enter(alice, "2.22", seen=first.version)
        assert self.send(alice, first, PDF).status_code == 409

    def test_removed_is_no_longer_served_but_recorded(self, alice: User) -> None:
        one = proof(alice, enter(alice))
        client = signed_in(alice)
        client.post(f"{URL}evidence/{one.pk}/remove/", {"seen": 2})
        assert client.get(f"/evidence/{one.pk}/").status_code == 404
        assert "移除佐证" in page(client, URL)

    def test_is_not_removed_at_the_address_of_another_value(self, alice: User) -> None:
        one = proof(alice, enter(alice))
        enter(alice, "8.7", LEAKAGE)
        address = f"/actuals/{LEAKAGE}/evidence/{one.pk}/remove/"
        assert signed_in(alice).post(address, {"seen": 2}).status_code == 404
        assert Evidence.objects.filter(removed_at__isnull=True).exists()

    def test_whose_file_is_lost(self, alice: User) -> None:
        one = proof(alice, enter(alice))
        Path(one.file.path).unlink()
        answer = signed_in(alice).get(f"/evidence/{one.pk}/")
        assert answer.status_code == 404
        assert "找不到" in answer.content.decode()

    def test_is_not_chosen(self, alice: User) -> None:
        enter(alice)
        client = signed_in(alice)
        assert client.post(f"{URL}evidence/", {"seen": 1}).status_code == 302
        assert "请先选择文件" in page(client, URL)

    @pytest.mark.parametrize("address", ["evidence/", "evidence/1/remove/"])
    def test_a_refused_address_that_is_opened_again_leads_to_the_value(
        self, alice: User, address: str
    ) -> None:
        enter(alice)
        answer = signed_in(alice).get(f"{URL}{address}")
        assert (answer.status_code, answer["Location"]) == (302, URL)


def test_the_history_tells_every_change(alice: User, rui: User) -> None:
    actual = enter(alice, note="初步数")
    actual = enter(alice, "2.20", seen=actual.version, note="终审数", source="统计年鉴")
    do(Action.RETURN, rui, do(Action.SUBMIT, alice, actual), "请附公报")
    text = page(signed_in(alice), URL)
    for words in (
        "2.21亿立方米 → <strong>2.20亿立方米</strong>（−0.01亿立方米）",
        "“水资源公报” → <strong>“统计年鉴”</strong>",
        "“初步数” → <strong>“终审数”</strong>",
        "待审核 → <strong>已退回</strong>",
        "请附公报",
        history(actual)[-1].hash[:12],
    ):
        assert words in text, words
    order = [text.index(f'id="revision-{number}"') for number in (4, 3, 2, 1)]
    assert order == sorted(order)


@pytest.mark.parametrize(("in_work", "queries"), [(False, 30), (True, 39)])
def test_the_cost_of_the_page_does_not_grow(
    alice: User,
    rui: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    in_work: bool,
    queries: int,
) -> None:
    def again(actual: Actual) -> Actual:
        actual = do(Action.SUBMIT, alice, do(Action.REOPEN, rui, actual, "再核"), "核对无误")
        return actual if in_work else do(Action.APPROVE, rui, actual)

    actual = again(approved(alice, rui))
    client = signed_in(alice)
    client.get(URL)
    with django_assert_num_queries(queries):
        client.get(URL)
    for _ in range(3):
        actual = again(do(Action.APPROVE, rui, actual) if in_work else actual)
    approved(alice, rui, "8.7", LEAKAGE)
    with django_assert_num_queries(queries):
        client.get(URL)
