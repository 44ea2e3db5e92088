"""Whether a file says that it is a PDF; `pdf` opens it."""

import re

# Printers, mail and proxies put lines before a file; nothing that another program would run.
_BEFORE = re.compile(
    rb"(\xef\xbb\xbf)?([\s\0]|%(?!PDF-)[^\r\n<]*[\r\n]|(\x1b%-12345X|@PJL)[^\r\n<]*[\r\n])*%PDF-"
)


def begins_as_pdf(head: bytes) -> bool:
    """Whether the header stands at the beginning, but for what does no harm."""
    return bool(_BEFORE.match(head))
