"""What a text may say that people type beside a value."""

import re

# Texts are kept forever, so they are limited to about a page.
LONGEST = 5000
# No database, spreadsheet or page can be relied on to keep these; tab and line breaks it can.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def has_control_characters(text: str) -> bool:
    """Whether `text` has characters that nobody sees and that can't be kept."""
    return _CONTROL.search(text) is not None
