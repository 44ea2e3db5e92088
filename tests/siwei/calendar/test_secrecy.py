"""No line of a log shows the address of a feed."""

import logging

import pytest

from siwei.calendar.rules.secrecy import SecretsHidden, hidden


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /calendar/7-aB_c.ics", "Not Found: /calendar/….ics"),
        ('"GET /calendar/7-aB_c.ics?lang=en HTTP/1.1"', '"GET /calendar/….ics?lang=en HTTP/1.1"'),
        ("https://siwei.example/calendar/7-x.ics", "https://siwei.example/calendar/….ics"),
        ("Not Found: /calendar/feeds/", "Not Found: /calendar/feeds/"),
        ("100 % of it", "100 % of it"),
    ],
)
def test_what_is_hidden(said: str, kept: str) -> None:
    assert hidden(said) == kept


def test_a_record_is_cleaned_with_its_arguments() -> None:
    words, arguments = "%s: %s", ("Not Found", "/calendar/7-secret.ics")
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, words, arguments, None)
    assert SecretsHidden().filter(record)
    assert record.getMessage() == "Not Found: /calendar/….ics"


def test_a_record_without_a_secret_is_left_as_it_is() -> None:
    record = logging.LogRecord("django", logging.INFO, "", 1, "%d of %d", (1, 2), None)
    assert SecretsHidden().filter(record)
    assert record.args == (1, 2)
