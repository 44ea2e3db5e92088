"""`manage.py demo`: the people to log in as."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from departments.models import Membership
from departments.people import person_of
from indicators.actuals.models import ReportingYear
from siwei.demo.people import PASSWORD

EXPECTED = {
    ("yangquan", "editor", "140300", "市水利局"),
    ("taiyuan", "editor", "140100", "市水务局"),
    ("changzhi", "editor", "140400", "市水利局"),
    ("jincheng", "editor", "140500", "市水务局"),
    ("liaocheng", "editor", "371500", "市水利局"),
    ("yangquan-chengguan", "editor", "140300", "市城市管理局"),
    ("taiyuan-chengguan", "editor", "140100", "市城乡管理局"),
    ("jincheng-nongye", "editor", "140500", "市农业农村局"),
    ("liaocheng-chengguan", "editor", "371500", "市城管局"),
    ("shanxi", "reviewer", "140000", None),
    ("shandong", "reviewer", "370000", None),
}


def run() -> str:
    out = StringIO()
    with override_settings(DEBUG=True):
        call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def made(plans: None) -> None:
    """The command has run today."""
    run()


def stored() -> list[object]:
    return [
        list(User.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
        list(ReportingYear.objects.order_by("pk").values()),
    ]


def test_outside_debug_mode_it_refuses(plans: None) -> None:
    with pytest.raises(CommandError, match="SIWEI_DEBUG"):
        call_command("demo")
    assert not User.objects.exists()


def test_clerks_of_each_city_and_a_reviewer_a_province(demo: None) -> None:
    rows = Membership.objects.values_list("user__username", "role", "region_id", "department__name")
    assert set(rows) == EXPECTED


def test_the_administrator_keeps_people_and_holds_no_office(demo: None) -> None:
    admin = User.objects.get(is_superuser=True)
    assert (admin.username, admin.is_staff) == ("admin", True)
    assert person_of(admin).grants == ()


def test_everybody_logs_in_with_the_password_that_is_printed(demo: None) -> None:
    printed = run()
    assert PASSWORD in printed
    for user in User.objects.all():
        assert user.username in printed
        assert user.check_password(PASSWORD)


def test_last_year_and_this_year_are_open_until_the_end_of_april(made: None) -> None:
    this_year = timezone.localdate().year
    years = ReportingYear.objects.values_list("province_id", "year", "is_open", "due_on")
    assert set(years) == {
        (province, year, True, date(year + 1, 4, 30))
        for province in ("140000", "370000")
        for year in (this_year - 1, this_year)
    }


def test_a_second_run_changes_nothing(made: None) -> None:
    before = stored()
    run()
    assert stored() == before


def test_what_people_changed_stays(made: None) -> None:
    """A closed year stays closed, and a password or a membership that was changed stays so."""
    user = User.objects.get(username="yangquan")
    user.set_password("a better one")
    user.save()
    user.memberships.all().delete()
    ReportingYear.objects.update(is_open=False)
    before = stored()
    run()
    assert stored() == before
