"""Nobody approves what they were the last to change, whichever way they take."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common.records.rules.doors import BY_PAGE
from departments.models import Membership
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.services.evidence import attach, detach
from tests.evidence_files import pdf
from tests.indicators.actuals.workflow import NOW, TOTAL, do, enter, signed_in
from tests.people import editor, open_year

pytestmark = pytest.mark.usefixtures("plans")


def attached(actual: Actual, by: User) -> None:
    upload = SimpleUploadedFile("公报.pdf", pdf())
    attach(key=TOTAL, upload=upload, seen_version=actual.version, actor=by, now=NOW, door=BY_PAGE)


def changed(actual: Actual, by: User) -> None:
    enter(by, "2.2", seen=actual.version)


def detached(actual: Actual, by: User) -> None:
    upload = SimpleUploadedFile("公报.pdf", pdf())
    file = attach(
        key=TOTAL,
        upload=upload,
        seen_version=actual.version,
        actor=User.objects.get(username="alice"),
        now=NOW,
        door=BY_PAGE,
    )
    detach(evidence_id=file.pk, seen_version=actual.version + 1, actor=by, now=NOW, door=BY_PAGE)


def by_row(client: Client, version: str) -> Any:
    return client.post("/review/", {f"seen:{TOTAL}": version, "approve": str(TOTAL)})


def by_bulk(client: Client, version: str) -> Any:
    sent = {f"seen:{TOTAL}": version, "pick": str(TOTAL), "picked": "approve"}
    return client.post("/review/", sent)


def by_confirmation(client: Client, version: str) -> Any:
    return client.post("/review/", {f"seen:{TOTAL}": version, "confirm": str(TOTAL)})


def by_page(client: Client, version: str) -> Any:
    return client.post(f"/actuals/{TOTAL}/", {"seen": version, "do": "approve"})


def by_api(client: Client, version: str) -> Any:
    return client.post(
        f"/api/v1/actuals/{TOTAL}/approve/",
        {},
        content_type="application/json",
        headers={"If-Match": f'"{version}"'},
    )


@pytest.mark.parametrize("approve", [by_row, by_bulk, by_confirmation, by_page, by_api])
@pytest.mark.parametrize("change", [changed, attached, detached])
def test_who_changed_it_last_approves_it_in_no_way(
    change: Callable[[Actual, User], None], approve: Callable[[Client, str], Any]
) -> None:
    open_year(2025)
    alice, rita = editor("alice"), editor("rita")
    Membership.objects.create(user=rita, region_id="140000", role="reviewer")
    actual = enter(alice)
    change(actual, rita)
    actual.refresh_from_db()
    actual = do(Action.SUBMIT, alice, actual)
    answer = approve(signed_in(rita), str(actual.version))
    assert answer.status_code in (403, 409)
    assert "不能审核自己最后修改的数值" in answer.content.decode()
    actual.refresh_from_db()
    assert actual.state == "submitted"
