"""What the header of a template says of its context is there."""

import re
from pathlib import Path
from pkgutil import resolve_name

import pytest
from django.conf import settings

TEMPLATES: Path = settings.BASE_DIR / "templates"
COMMENT = re.compile(r"{% comment %}(.*?){% endcomment %}", re.DOTALL)
NAME = re.compile(r"\b(?:common|departments|indicators|siwei|tasks)(?:\.\w+)+")
NAMED = sorted(
    {
        (str(file.relative_to(TEMPLATES)), name)
        for file in TEMPLATES.rglob("*.html")
        for comment in COMMENT.findall(file.read_text(encoding="utf-8"))
        if "Context:" in comment
        for name in NAME.findall(comment)
    }
)


def test_headers_name_something() -> None:
    assert len(NAMED) > 20


@pytest.mark.parametrize(("template", "name"), NAMED)
def test_what_a_header_names_is_there(template: str, name: str) -> None:
    try:
        resolve_name(name)
    except (ImportError, AttributeError) as error:
        pytest.fail(f"templates/{template}: {name} ({error})")
