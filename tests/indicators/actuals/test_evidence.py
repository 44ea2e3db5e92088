"""One file for many values, how much room there is, and that nothing stays of what failed."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries, Settings

from common.records.models import Evidence
from common.records.rules.doors import BY_PAGE
from common.refusals import Invalid, NotAllowed, Refused
from indicators.actuals.forms.entry import fingerprint
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.services import evidence as services
from indicators.actuals.services.errors import BatchRefused
from indicators.actuals.services.evidence import attach, attach_also, attach_to_many, detach
from tests.evidence_files import image, pdf
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    NOW,
    TOTAL,
    do,
    enter,
    history,
    page,
    signed_in,
)
from tests.people import open_year, reviewer

pytestmark = pytest.mark.usefixtures("plans")

GRID = "/entry/140300/2025/"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path, plans: None) -> Path:
    open_year(2025)
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(content: bytes | None = None, name: str = "公报.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf())


def stored(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def both(alice: User) -> dict[ActualKey, int]:
    return {TOTAL: enter(alice).version, LEAKAGE: enter(alice, "8.7", LEAKAGE).version}


class TestOneFile:
    def test_proves_many_values_and_is_stored_once(self, alice: User, folder: Path) -> None:
        kept = attach_to_many(seen=both(alice), upload=upload(), actor=alice, now=NOW, door=BY_PAGE)
        assert len(kept) == 2
        assert len({one.file.name for one in kept}) == len(stored(folder)) == 1
        for actual in Actual.objects.filter(year=2025, region="140300"):
            last = history(actual)[-1]
            assert (last.action, actual.version) == ("attach", 2)
            assert "公报.pdf (sha256 " in last.reason

    def test_is_added_to_another_value_later(self, alice: User, folder: Path) -> None:
        seen = both(alice)
        one = attach(key=TOTAL, upload=upload(), seen_version=1, actor=alice, now=NOW, door=BY_PAGE)
        attach_also(evidence=one, seen={LEAKAGE: seen[LEAKAGE]}, actor=alice, now=NOW, door=BY_PAGE)
        assert len(stored(folder)) == 1
        leakage = Evidence.objects.get(record__key=str(LEAKAGE))
        assert (leakage.file.name, leakage.sha256) == (one.file.name, one.sha256)

    def test_taken_from_one_value_still_proves_the_other(self, alice: User, folder: Path) -> None:
        first, second = attach_to_many(
            seen=both(alice), upload=upload(), actor=alice, now=NOW, door=BY_PAGE
        )
        detach(evidence_id=first.pk, seen_version=2, actor=alice, now=NOW, door=BY_PAGE)
        answer = signed_in(alice).get(f"/evidence/{second.pk}/")
        assert b"".join(answer) == pdf()

    def test_does_not_prove_a_value_twice(self, alice: User, folder: Path) -> None:
        seen = enter(alice).version
        for version in (seen, seen + 1):
            try:
                attach(
                    key=TOTAL,
                    upload=upload(),
                    seen_version=version,
                    actor=alice,
                    now=NOW,
                    door=BY_PAGE,
                )
            except Invalid as refusal:
                assert "已经是这个数值的佐证材料" in refusal.message
        assert Evidence.objects.count() == len(stored(folder)) == 1


class TestNothingStaysOfWhatFailed:
    def test_where_one_of_many_was_changed_meanwhile(self, alice: User, folder: Path) -> None:
        seen = both(alice)
        enter(alice, "8.8", LEAKAGE, seen=seen[LEAKAGE])
        with pytest.raises(BatchRefused) as refused:
            attach_to_many(seen=seen, upload=upload(), actor=alice, now=NOW, door=BY_PAGE)
        assert list(refused.value.refusals) == [LEAKAGE]
        assert (Evidence.objects.count(), stored(folder)) == (0, [])

    def test_where_the_transaction_fails_after_the_file_was_written(
        self, alice: User, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(**_: object) -> None:
            assert stored(folder)
            raise OSError("the disk is full")

        seen = both(alice)
        monkeypatch.setattr(services, "keep", fails)
        with pytest.raises(OSError, match="full"):
            attach_to_many(seen=seen, upload=upload(), actor=alice, now=NOW, door=BY_PAGE)
        assert (Evidence.objects.count(), stored(folder)) == (0, [])
        assert {row.version for row in Actual.objects.filter(region="140300", year=2025)} == {1}

    def test_who_may_not_is_not_told_what_is_wrong_with_the_file(
        self, alice: User, folder: Path
    ) -> None:
        sent = {"key": TOTAL, "upload": upload(b"MZ"), "seen_version": enter(alice).version}
        with pytest.raises(NotAllowed):
            attach(**sent, actor=reviewer("rui"), now=NOW, door=BY_PAGE)  # type: ignore[arg-type]
        assert stored(folder) == []


class TestQuota:
    @pytest.fixture(autouse=True)
    def first(self, alice: User, folder: Path) -> None:
        attach_to_many(seen=both(alice), upload=upload(), actor=alice, now=NOW, door=BY_PAGE)

    def again(self, alice: User, key: ActualKey = TOTAL) -> Evidence:
        return attach(
            key=key, upload=upload(image("PNG")), seen_version=2, actor=alice, now=NOW, door=BY_PAGE
        )

    @pytest.mark.parametrize(
        ("setting", "most", "words"),
        [
            ("EVIDENCE_VALUE_SIZE", len(pdf()) + 10, "一个数值的佐证材料最多 0 MB，还剩 0 MB"),
            ("EVIDENCE_YEAR_SIZE", len(pdf()) + 10, "一个地区一年的佐证材料最多 0 MB"),
            ("EVIDENCE_VALUE_FILES", 1, "一个数值最多 1 份佐证材料"),
        ],
    )
    def test_says_what_is_left(
        self, alice: User, folder: Path, settings: Settings, setting: str, most: int, words: str
    ) -> None:
        setattr(settings, setting, most)
        with pytest.raises(Refused, match=words):
            self.again(alice)
        assert len(stored(folder)) == 1

    def test_a_file_of_two_values_takes_the_room_of_one(
        self, alice: User, settings: Settings
    ) -> None:
        settings.EVIDENCE_YEAR_SIZE = len(pdf()) + len(image("PNG"))
        assert self.again(alice)

    def test_a_removed_file_is_still_on_the_disk(self, alice: User, settings: Settings) -> None:
        for one in Evidence.objects.all():
            detach(evidence_id=one.pk, seen_version=2, actor=alice, now=NOW, door=BY_PAGE)
        settings.EVIDENCE_YEAR_SIZE = len(pdf())
        with pytest.raises(Refused, match="含已移除的"):
            attach(key=TOTAL, upload=upload(), seen_version=3, actor=alice, now=NOW, door=BY_PAGE)


class TestTheGrid:
    def form(self, *ticked: ActualKey, **more: object) -> dict[str, object]:
        shown: dict[str, object] = {}
        for row in Actual.objects.filter(region="140300", year=2025):
            shown |= {
                f"seen:{row.key}": row.version,
                f"value:{row.key}": str(row.printed_value),
                f"was:{row.key}": fingerprint(row),
            }
        return {**shown, "do": "attach", "submit": [str(key) for key in ticked], **more}

    def test_adds_one_file_to_the_ticked_rows(self, alice: User) -> None:
        both(alice)
        sent = self.form(TOTAL, LEAKAGE, evidence=upload(image("JPEG"), "照片.docx"))
        text = signed_in(alice).post(GRID, sent, follow=True).content.decode()
        assert "已为 2 个数值添加佐证材料“照片.jpg”。扩展名与文件的实际内容不符" in text
        assert text.count("佐证 1 份") == 2

    def test_saves_what_was_typed_with_it(self, alice: User) -> None:
        seen = enter(alice)
        sent = self.form(TOTAL, evidence=upload()) | {f"value:{TOTAL}": "2.20"}
        signed_in(alice).post(GRID, sent)
        seen.refresh_from_db()
        assert str(seen.printed_value) == "2.20"
        assert Evidence.objects.count() == 1

    @pytest.mark.parametrize(
        ("ticked", "file", "words"),
        [
            ((), True, "请先勾选要证明的行"),
            ((TOTAL,), False, "请先选择文件"),
        ],
    )
    def test_says_what_is_missing(
        self, alice: User, ticked: tuple[ActualKey, ...], file: bool, words: str
    ) -> None:
        both(alice)
        sent = self.form(*ticked, **({"evidence": upload()} if file else {}))
        assert words in signed_in(alice).post(GRID, sent).content.decode()
        assert not Evidence.objects.exists()

    def test_refuses_a_file_in_words_and_keeps_the_ticks(self, alice: User) -> None:
        both(alice)
        sent = self.form(TOTAL, LEAKAGE, evidence=upload(b"MZ"))
        answer = signed_in(alice).post(GRID, sent)
        assert answer.status_code == 400
        text = answer.content.decode()
        assert "这个文件的实际内容不是" in text
        assert text.count('class="entry__check" checked') == 2

    def test_names_the_row_that_somebody_else_changed(self, alice: User) -> None:
        seen = both(alice)
        sent = self.form(TOTAL, LEAKAGE, evidence=upload())
        enter(alice, "8.8", LEAKAGE, seen=seen[LEAKAGE])
        answer = signed_in(alice).post(GRID, sent)
        assert answer.status_code == 400
        text = answer.content.decode()
        assert "文件没有添加到任何一行。请先处理以下 1 行" in text
        assert f'href="#value-{LEAKAGE}"' in text
        assert not Evidence.objects.exists()


class TestThePageOfAFile:
    @pytest.fixture
    def one(self, alice: User, folder: Path) -> Evidence:
        both(alice)
        return attach(
            key=TOTAL, upload=upload(), seen_version=1, actor=alice, now=NOW, door=BY_PAGE
        )

    def test_offers_the_other_values_and_adds_the_file(self, alice: User, one: Evidence) -> None:
        client, address = signed_in(alice), f"/evidence/{one.pk}/values/"
        assert f'value="{LEAKAGE}"' in page(client, address)
        assert f'value="{TOTAL}"' not in page(client, address)
        answer = client.post(address, {"to": str(LEAKAGE), f"seen:{LEAKAGE}": "1"})
        assert answer["Location"] == f"/actuals/{TOTAL}/"
        assert Evidence.objects.count() == 2
        assert "已有这份佐证" in page(client, address)

    def test_says_which_value_stands_in_the_way(self, alice: User, one: Evidence) -> None:
        client, address = signed_in(alice), f"/evidence/{one.pk}/values/"
        do(Action.SUBMIT, alice, Actual.objects.get(record__key=LEAKAGE))
        answer = client.post(address, {"to": str(LEAKAGE), f"seen:{LEAKAGE}": "2"})
        assert answer.status_code == 409
        assert f"{LEAKAGE}：" in answer.content.decode()
        assert Evidence.objects.count() == 1

    @pytest.mark.parametrize(("sent", "status"), [({}, 302), ({"to": "nonsense"}, 400)])
    def test_takes_no_other_form(
        self, alice: User, one: Evidence, sent: dict[str, str], status: int
    ) -> None:
        answer = signed_in(alice).post(f"/evidence/{one.pk}/values/", sent)
        assert answer.status_code == status
        assert Evidence.objects.count() == 1

    def test_costs_the_same_for_many_values(
        self, alice: User, one: Evidence, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client, address = signed_in(alice), f"/evidence/{one.pk}/values/"
        client.get(address)
        with django_assert_num_queries(11):
            client.get(address)
        enter(alice, "0.62", parse_key("140300.irrigation_efficiency.2025"))
        with django_assert_num_queries(11):
            client.get(address)
