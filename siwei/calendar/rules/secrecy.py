"""Keeps the secret addresses of feeds out of logs: whoever reads one could read the calendar."""

import logging
import re

_ADDRESS = re.compile(r"(/calendar/)[^/?\s\"']+(\.ics)")


def hidden(text: str) -> str:
    """The text with each address of a feed made unreadable."""
    return _ADDRESS.sub(r"\1…\2", text)


class SecretsHidden(logging.Filter):
    """Lets every record pass; of one that names a feed the secret is taken out."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (clean := hidden(said)) != said:
            record.msg, record.args = clean, None
        return True
