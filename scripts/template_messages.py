"""Lets `pybabel extract` read Django's templates (pyproject.toml, `tool.babel`): `make messages`.

Babel reads Python, and Django rewrites a template as Python for whoever collects its sentences.
"""

import io
import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize


def extract(
    file: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Any,
) -> Iterator[Any]:
    """Every sentence that the template marks, as Babel asks its extraction methods for them.

    Line, function, sentence (a tuple where it has a plural), comments.
    """
    if not settings.configured:
        settings.configure(USE_I18N=True)
    calls = templatize(file.read().decode())
    source = "\n".join(re.sub(r"\bu(?=['\"])", "", line).strip() for line in calls.splitlines())
    yield from extract_python(io.BytesIO(source.encode()), keywords, comment_tags, options)
