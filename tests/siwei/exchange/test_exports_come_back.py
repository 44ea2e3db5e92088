"""Tables that pages offer as files come back as they went: nothing changes, nothing is refused."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override

from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from siwei.exchange.rules.enums import RowKind
from tests.siwei.exchange.books import rows, staged

pytestmark = pytest.mark.usefixtures("demo")
GRID, CITY = "/entry/140300/2025/", "/cities/140300/"


@pytest.mark.parametrize(
    ("page", "kind", "language"),
    [
        (GRID, "xlsx", "zh-hans"),
        (GRID, "csv", "en"),
        (CITY, "xlsx", "en"),
        (CITY, "csv", "zh-hans"),
    ],
)
def test_what_was_exported_changes_nothing(
    client: Client, page: str, kind: str, language: str
) -> None:
    clerk = User.objects.get(username="yangquan")
    client.force_login(clerk)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    address = f"{page}table.{kind}"
    content = client.get(address).content
    with override(language):
        found = rows(staged(clerk, read_book(content, f"表.{kind}", Limits())))
    assert len(found) > 10
    assert [
        (row.sheet, row.line, row.messages) for row in found if row.kind != RowKind.UNCHANGED
    ] == []
