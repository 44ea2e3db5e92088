"""The documentation of the API as HTML: safe, with anchors, in frames that scroll."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

# The address in the examples of docs/api.md: that of `make run`.
OF_THE_EXAMPLES = "http://127.0.0.1:8000"
# Sections of the document stand below the heading of the page, whatever they are in the document.
TOP = 2
_CHINESE = re.compile(r"[\u3400-\u9fff](?:[\u3001-\u9fff0-9 ]*[\u3001-\u9fff])?")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the document: its anchor, its words, and whether others stand above it."""

    anchor: str
    heading: str
    level: int


@dataclass(frozen=True, slots=True)
class Documentation:
    sections: tuple[Section, ...]
    html: SafeString


def documentation(text: str, *, address: str) -> Documentation:
    """The Markdown `text`, in which the examples ask `address`."""
    sections, html = _rendered(text)
    # It is HTML already, in which a host stands as it is; `address` may be one that was sent.
    asked = html.replace(OF_THE_EXAMPLES, escape(address))
    return Documentation(sections, mark_safe(asked))


class Renderer(RendererHTML):
    """Chinese passages are marked as such; tables and code move sideways by the keyboard too."""

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _marked(tokens[idx].content)

    def code_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"<code>{_marked(tokens[idx].content)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<pre tabindex="0"><code>{_marked(tokens[idx].content)}</code></pre>\n'

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self.code_block(tokens, idx, options, env)

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<div class="frame" tabindex="0"><table class="table">\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<th scope="col">'


# HTML in the document is text, and what isn't an address of the web is no link.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=Renderer).enable("table")


@lru_cache(maxsize=2)
def _rendered(text: str) -> tuple[tuple[Section, ...], str]:
    tokens = _MARKDOWN.parse(text)
    openings = [at for at, one in enumerate(tokens) if one.type == "heading_open"]
    above = min((int(tokens[at].tag[1]) for at in openings), default=TOP) - TOP
    sections = []
    for at in openings:
        opening, words, closing = tokens[at : at + 3]
        level = int(opening.tag[1]) - above
        opening.tag = closing.tag = f"h{level}"
        section = Section(anchor(words.content), _plain(words), level)
        opening.attrSet("id", section.anchor)
        sections.append(section)
    return tuple(sections), _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})


def anchor(heading: str) -> str:
    """Of a heading, as the pages of repositories make it, so that links inside a document hold."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _plain(words: Token) -> str:
    """Without the signs of Markdown."""
    return "".join(one.content for one in words.children or ())


def _marked(text: str) -> str:
    return _CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', escape(text))
