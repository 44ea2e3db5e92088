"""Filters that every template has without loading them."""

import re
from decimal import Decimal
from enum import StrEnum

from django import template
from django.conf import settings
from django.contrib.auth.models import User
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.decimals import places_of
from common.downloads import TABLE, table_query
from common.figures import number, sign_of, with_minus
from common.labels import label as label_of
from common.language import is_english, local_name
from common.listing import sort_link
from common.records.rules.files import ENDINGS, MEGABYTE

register = template.Library()

# From the first Chinese character to the last, with the full stop.
_CHINESE = re.compile(r"[\u3400-\u9fff].*[\u3001-\u9fff]")

register.filter("localname", local_name)


@register.filter
def label(member: StrEnum | None) -> str:
    """What people read for a member of an enumeration; of a model's field say `get_…_display`."""
    return "" if member is None else label_of(member)


@register.filter
def chinese_marked(text: str) -> SafeString | str:
    """An English sentence with its Chinese passage marked as such; a Chinese one as it is."""
    passage = _CHINESE.search(text)
    if passage is None or not is_english():
        return text
    before, after = text[: passage.start()], text[passage.end() :]
    return format_html('{}<span lang="zh-Hans">{}</span>{}', before, passage[0], after)


@register.filter
def is_foreign(text: str) -> bool:
    """Whether words in an English page are Chinese, in an element that can hold no other."""
    return is_english() and _CHINESE.search(str(text)) is not None


@register.filter
def figure(value: Decimal | None) -> SafeString | str:
    """A number as printed, marked by its decimals, so that a column stands on its points."""
    if value is None:
        return ""
    return format_html(
        '<span class="figure figure--{}">{}</span>', places_of(value), with_minus(number(value))
    )


@register.filter
def signed(value: Decimal) -> str:
    """A difference with its sign: +0.217, −2.6, 0."""
    return sign_of(value) + number(abs(value)) if value else number(value)


@register.filter
def person(user: User | None) -> str:
    """A person by their name, or by the name they log in with; nobody is the system itself."""
    return _("系统") if user is None else user.get_full_name() or user.get_username()


@register.inclusion_tag("common/_downloads.html", takes_context=True)
def downloads(context: Context) -> dict[str, str]:
    """Links to the tables of this page as files, with what its address asks for."""
    request = context["request"]
    query = table_query(request)
    return {"table": f"{request.path}{TABLE}", "query": f"?{query}" if query else ""}


@register.simple_block_tag(takes_context=True)
def sort_head(
    context: Context,
    content: str,
    name: str,
    *,
    css: str = "",
    at: str = "results",
    table: object = "",
    down: bool = False,
    rows: int = 1,
    role: str = "",
) -> str:
    """The head of a column by which its table can be ordered: what stands in the block, as a link
    on a page that knows such an order (`common.listing.filtered`).

    `name`: the column, as the filter of the page calls it (`common.ordering`); `css`: classes of
    the cell; `at`: the id of the part of the page that another order changes; `table`: which one
    of several tables with such a column it is; `down`: the greatest are asked for first; `rows`:
    how many rows of the head it spans; `role`: of the cell, in a table that is laid out as none.
    """
    request = context["request"]
    known = name in getattr(request, "orderings", ())
    head = sort_link(request.GET, name, down=down) if known else None
    shown = {
        "head": head,
        "content": content,
        "css": css,
        "at": at,
        "id": f"sort-{name}{table}",
        "rows": rows if rows > 1 else None,
        "role": role,
    }
    return render_to_string("common/_sort_head.html", shown)


@register.simple_tag
def evidence_endings() -> str:
    """What a file input for evidence offers to choose."""
    return ",".join(f".{ending}" for ending in ENDINGS)


@register.simple_tag
def evidence_megabytes() -> int:
    """How large a file of evidence may be."""
    return int(settings.EVIDENCE_FILE_SIZE) // MEGABYTE
