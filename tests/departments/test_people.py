"""What the rules learn of a person from the database."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils.functional import SimpleLazyObject
from pytest_django import DjangoAssertNumQueries

from departments.models import Membership, Region
from departments.people import ANYONE, ancestors_of, name_of, person_of
from departments.rules.permissions import Grant, Person
from departments.rules.roles import Role
from tests.people import editor, person, reviewer

pytestmark = pytest.mark.usefixtures("plans")


def fresh(user: User) -> User:
    """The user as the next request reads it."""
    return User.objects.get(pk=user.pk)


def test_grants_carry_department_and_function() -> None:
    user = editor("alice")
    department = user.memberships.get().department_id
    assert person_of(user) == Person(
        user.pk, grants=(Grant(Role.EDITOR, "140300", department, True),)
    )


def test_a_reviewer_has_no_department() -> None:
    user = reviewer("rui")
    assert person_of(user).grants == (Grant(Role.REVIEWER, "140000"),)


def test_an_administrator() -> None:
    assert person_of(person("admin", superuser=True)).is_administrator


def test_anonymous_is_anyone() -> None:
    assert person_of(AnonymousUser()) is ANYONE


@pytest.mark.parametrize("make", [editor, reviewer], ids=["editor", "reviewer"])
def test_an_inactive_user_is_anyone(make: Callable[[str], User]) -> None:
    user = make("left")
    user.is_active = False
    user.save()
    assert person_of(fresh(user)) is ANYONE


def test_an_inactive_administrator_is_anyone() -> None:
    user = person("left", superuser=True)
    user.is_active = False
    user.save()
    assert person_of(fresh(user)) is ANYONE


def test_a_withdrawn_membership_ends_with_the_request() -> None:
    user = editor("alice")
    assert person_of(user).grants
    Membership.objects.filter(user=user).delete()
    assert person_of(fresh(user)).grants == ()


def test_grants_are_read_once_a_request(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = fresh(editor("alice"))
    with django_assert_num_queries(1):
        person_of(user)
        person_of(user)


def test_the_user_of_a_request_is_asked_like_any_other(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """`request.user` is read from the database only when it is looked at."""
    alice = editor("alice")
    lazy = SimpleLazyObject(lambda: fresh(alice))
    known = person_of(alice)
    with django_assert_num_queries(2):  # the user, and what they may do
        assert person_of(lazy) == person_of(lazy) == known  # type: ignore[arg-type]


@pytest.mark.parametrize(("first", "shown"), [("李红", "李红"), ("", "alice")])
def test_a_person_is_called_by_their_name(first: str, shown: str) -> None:
    assert name_of(User(username="alice", first_name=first)) == shown


def test_the_system_has_no_name() -> None:
    assert name_of(None) is None


@pytest.mark.parametrize(
    ("code", "ancestors"),
    [
        ("140000", ("140000",)),
        ("140300", ("140300", "140000")),
        ("140105", ("140105", "140100", "140000")),
    ],
)
def test_lineage(code: str, ancestors: tuple[str, ...]) -> None:
    assert ancestors_of(Region.objects.get(code=code)) == ancestors
