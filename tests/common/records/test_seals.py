"""The seals of the history: what they cover, which key and which digest make them."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.test import override_settings

from common.records.checks import digest_is_there, key_is_its_own
from common.records.rules.chain import RowContent, digest
from common.records.rules.seals import Head, SealedRow, head_seal, key_from, seal
from common.records.services import keys

KEY, OTHER_KEY = key_from("one"), key_from("two")
CONTENT = RowContent(
    kind="actual",
    key="140300.total_water_use.2025",
    number=1,
    at=datetime(2026, 3, 1, tzinfo=UTC),
    by=7,
    action="save",
    before=None,
    after={"value": "9.0"},
    reason="",
    username="alice",
    full_name="爱丽丝",
    door="page",
)
ROW = SealedRow(3, digest(CONTENT, ""), CONTENT)
HEAD = Head(3, "a" * 64, {"actual": 2})
# What the seal covers itself; the rest is in the hash.
OTHER: dict[str, Any] = {
    "username": "bob",
    "full_name": "鲍勃",
    "door": "api",
    "door_name": "x",
    "scheme": 1,
}


def sealed(row: SealedRow = ROW, before: str = "", **changed: Any) -> str:
    options: dict[str, Any] = {"key": KEY, "digest": "sha256"} | changed
    return seal(row, before, **options)


def test_the_seal_is_the_one_that_stands_in_every_database() -> None:
    """Written down: a change of key derivation or form would break every stored history."""
    assert KEY.id == "c460558ca34c9303"
    for digest_of, written in (
        ("sha256", "75455fa13e58fa9a2dd9a32b9e8be076697557110e44b7215fe2ed2e40664302"),
        ("sm3", "43ec3e4ab1b7a58f5bed507e5e43d42a75ddeb77451885c9c07883e4e65d1bc6"),
    ):
        assert sealed(digest=digest_of) == written
    written = "eafd1641db92b7155d5d3e01ea6e4d8358284372ca785a1d62073cbae4f55f61"
    assert head_seal(HEAD, key=KEY, digest="sha256") == written


@pytest.mark.parametrize(
    "other",
    [
        sealed(ROW._replace(sequence=4)),
        sealed(ROW._replace(hash="0" * 64)),
        sealed(before="0" * 64),
        sealed(key=OTHER_KEY),
        sealed(digest="sm3"),
        *(sealed(ROW._replace(content=CONTENT._replace(**{n: v}))) for n, v in OTHER.items()),
    ],
)
def test_the_seal_covers_all_of_it(other: str) -> None:
    assert other != sealed()


@pytest.mark.parametrize("name", [field.name for field in fields(Head)])
def test_the_seal_of_the_head_covers_all_of_it(name: str) -> None:
    other: dict[str, Any] = {"sequence": 4, "seal": "b" * 64, "records": {"actual": 3}}
    changed = head_seal(replace(HEAD, **{name: other[name]}), key=KEY, digest="sha256")
    assert changed != head_seal(HEAD, key=KEY, digest="sha256")


def test_a_key_says_nothing_of_its_secret() -> None:
    assert KEY.secret.hex() not in repr(KEY)
    assert KEY.id not in KEY.secret.hex()


@override_settings(
    SECRET_KEY="s", SECRET_KEY_FALLBACKS=["t"], HISTORY_KEY="", FORMER_HISTORY_KEYS=["u"]
)
def test_without_a_key_of_its_own_the_secret_key_seals() -> None:
    assert keys.current_key() == key_from("s")
    assert [keys.key_named(key_from(one).id) is not None for one in "stuv"] == [True] * 3 + [False]


@override_settings(
    SECRET_KEY="s", SECRET_KEY_FALLBACKS=["t"], HISTORY_KEY="h", FORMER_HISTORY_KEYS=["u"]
)
def test_with_a_key_of_its_own_the_secret_key_proves_nothing() -> None:
    """Who learns the secret key can't forge a history; what it has sealed is named a former key."""
    assert keys.current_key() == key_from("h")
    known = [keys.key_named(key_from(one).id) is not None for one in "hustv"]
    assert known == [True, True, False, False, False]


def ids(found: list[CheckMessage]) -> list[str | None]:
    return [one.id for one in found]


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"HISTORY_KEY": ""}, ["records.W001"]),
        ({"HISTORY_KEY": "s" * 50}, ["records.W002"]),
        ({"HISTORY_KEY": "h" * 31}, ["records.W003"]),
        ({"HISTORY_KEY": "h" * 32}, []),
    ],
)
def test_a_deployment_is_told_to_have_a_key_of_its_own(
    settings: dict[str, str], found: list[str]
) -> None:
    with override_settings(SECRET_KEY="s" * 50, **settings):
        assert ids(key_is_its_own()) == found


def test_a_digest_that_is_not_there_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, found in (("sha256", []), ("sm3", []), ("md5", ["records.E001"])):
        with override_settings(HISTORY_DIGEST=name):
            assert ids(digest_is_there()) == found
    monkeypatch.setattr("common.records.checks.is_available", lambda digest: False)
    with override_settings(HISTORY_DIGEST="sm3"):
        assert ids(digest_is_there()) == ["records.E002"]
