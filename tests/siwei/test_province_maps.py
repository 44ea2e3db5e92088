"""A province's own map: what of its file gets into the page, what is refused, what is said."""

import os
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.checks import CheckMessage
from django.test import Client

from siwei.loading.checks import maps_can_be_shown
from siwei.loading.maps import LARGEST, ProvinceMap, RegionEnd, RegionStart, read_map
from siwei.loading.problems import FixtureError
from tests.siwei.province_maps import SHANXI, write_map

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
REGION = '<path id="r140300" d="M0 0h1v1z"/>'


def svg(inner: str, head: str = ' viewBox="0 0 10 10"') -> str:
    return f"{SVG}{head}>{inner}</svg>"


def read(folder: Path, text: str) -> ProvinceMap:
    write_map(folder, text)
    shown = read_map(folder, "140000")
    assert shown
    return shown


def markup(shown: ProvinceMap) -> str:
    return "".join(
        one if isinstance(one, str) else f"[{type(one).__name__}]" for one in shown.parts
    )


@pytest.mark.parametrize(
    ("nasty", "left"),
    [
        ("<script>alert(1)</script>", ""),
        ("<script><path d='M0 0'/></script>", ""),
        ("<g onload='alert(1)'/>", "<g></g>"),
        (
            "<circle r='1' onclick='alert(1)' style='fill:red' fill='red'/>",
            '<circle r="1"></circle>',
        ),
        ("<a href='javascript:alert(1)'><path d='M0 0'/></a>", ""),
        ("<a xlink:href='javascript:alert(1)'>x</a>", ""),
        ("<path d='M0 0' href='javascript:alert(1)' xlink:href='x'/>", '<path d="M0 0"></path>'),
        ("<style>* { fill: url(//a.example) }</style>", ""),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", ""),
        ("<text xmlns='http://www.w3.org/1999/xhtml'>x</text>", ""),
        (
            "<g><title><g/><![CDATA[<img src=x onerror=alert(1)>]]></title></g>",
            "<g><title>&lt;img src=x onerror=alert(1)&gt;</title></g>",
        ),
        ("<image href='https://a.example/a.png'/><use href='#r140300'/>", ""),
        ("<animate attributeName='href' to='javascript:alert(1)'/><set/>", ""),
        ("<defs><path d='M0 0'/></defs><metadata>x</metadata>", ""),
        ("<g id='results' class='x' data-region='370100'/>", "<g></g>"),
        (
            "<text x='1'>a&lt;b&amp;<tspan onload='x'>c</tspan></text>",
            '<text x="1">a&lt;b&amp;<tspan>c</tspan></text>',
        ),
        ("""<path d='"&gt;&lt;script&gt;'/>""", """<path d='"&gt;&lt;script&gt;'></path>"""),
        ("words<!-- a comment --><?target data?>", ""),
        ("<title>Layer 1</title><desc>x</desc>", ""),
        ("<text data-label='140300' x='1)' y='2'>x</text>", ""),
    ],
)
def test_only_what_is_on_the_lists_gets_into_the_page(
    tmp_path: Path, nasty: str, left: str
) -> None:
    shown = markup(read(tmp_path, svg(f"{nasty}{REGION}")))
    assert shown == f"{left}[RegionStart][RegionEnd]"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 9}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>{svg("&l11;" + REGION)}', "DOCTYPE"),
        (f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///a">]>{svg("&x;" + REGION)}', "DOCTYPE"),
        (f'<!DOCTYPE svg SYSTEM "https://a.example/a.dtd">{svg(REGION)}', "DOCTYPE"),
        (svg(f"<text>&x;</text>{REGION}"), "不是能读的 SVG"),
        (svg(REGION)[:-3], "不是能读的 SVG"),
        ("", "不是能读的 SVG"),
        ("<html viewBox='0 0 1 1'/>", "不是 SVG"),
        (svg(REGION, ""), "viewBox"),
        (svg(REGION, ' viewBox="0 0 10"'), "viewBox"),
        (svg(REGION, ' viewBox="0 0 10 0"'), "viewBox"),
        (svg(REGION, ' viewBox="0 0 nan 1"'), "viewBox"),
        (svg(REGION, ' viewBox="0 0 1e999 1"'), "viewBox"),
        (svg("<path d='M0 0'/>"), "没有本省的区域"),
        (svg("<path id='r370100' d='M0 0'/>"), "没有本省的区域"),
        (svg("<path id='r140000' d='M0 0'/>"), "没有本省的区域"),
        (svg("<g id='r140300'/><path id='r140400'/>"), "没有本省的区域"),
        (svg(REGION + " " * LARGEST), "大于512 KB"),
    ],
)
def test_what_is_no_map_is_refused_in_words(tmp_path: Path, text: str, why: str) -> None:
    write_map(tmp_path, text)
    for _again in range(2):  # the answer is kept
        with pytest.raises(FixtureError, match=r"140000\.svg.*" + re.escape(why)):
            read_map(tmp_path, "140000")


def test_regions_are_told_by_id_or_data_and_never_one_in_another(tmp_path: Path) -> None:
    inner = '<g data-region="140300"><path id="r140400" d="M0 0"/><title>x</title></g>'
    shown = read(tmp_path, svg(f'{inner}<path id="r140500" d="M0 0"/>'))
    assert shown.codes == {"140300", "140500"}
    assert shown.parts == (
        RegionStart("140300", "g", ""),
        *('<path d="M0 0">', "</path>"),
        RegionEnd("140300", "g"),
        RegionStart("140500", "path", ' d="M0 0"'),
        RegionEnd("140500", "path"),
    )


def test_a_map_is_read_anew_when_it_has_changed(tmp_path: Path) -> None:
    assert read(tmp_path, svg(REGION)).codes == {"140300"}
    file = write_map(tmp_path, svg(REGION.replace("140300", "140400")))
    os.utime(file, ns=(1, 1))
    assert read_map(tmp_path, "140000").codes == {"140400"}
    assert read_map(tmp_path, "370000") is None


def shown_on(client: Client, query: str = "") -> tuple[Any, str]:
    answer = client.get(f"/provinces/140000/?year=2025{query}")
    assert answer.status_code == 200
    return answer.context, answer.content.decode()


def test_the_map_says_of_each_region_what_its_tile_says(
    client: Client, demo: None, settings: Any, tmp_path: Path
) -> None:
    settings.MAPS = str(tmp_path)
    write_map(tmp_path)
    context, html = shown_on(client)
    drawing = ElementTree.fromstring(context["province_map"].drawing)
    links = {one.findtext("title"): one for one in drawing.iter("a") if not one.get("tabindex")}
    tiles = {one.code: one for one in context["tiles"]}
    for code in ("140100", "140300", "140400"):
        tile = tiles[code]
        (words,) = [one for one in links if one and one.startswith(tile.name)]
        assert words.endswith(f" {tile.number}")
        assert f"status--{tile.status.token}" in links[words].get("class", "").split()
        assert links[words].get("href") == f"/cities/{code}/?year=2025"
    assert len(links) == 3
    # A region in two pieces is one link for the keyboard; one without a plan is none.
    assert [one.get("aria-hidden") for one in drawing.iter("a") if one.get("tabindex")] == ["true"]
    assert [one.findtext("title") for one in drawing.iter("g") if one.get("class")] == [
        "大同 无规划"
    ]
    marks = ["".join(one.itertext()) for one in drawing.iter("text") if one.get("class")]
    assert marks == [
        f"{one.name}{one.status.symbol} {one.number}" for one in (tiles["140100"], tiles["140300"])
    ]
    assert "海河流域 &lt;1&gt;" in html
    assert not re.search(r"onclick|alert|Layer 1|fill=|r140100", html)


def test_what_the_map_says_no_status_of_stays_a_tile_below_it(
    client: Client, demo: None, settings: Any, tmp_path: Path
) -> None:
    settings.MAPS = str(tmp_path)
    write_map(tmp_path)
    context, html = shown_on(client)
    below = {one.code for one in context["province_map"].tiles}
    assert below == {one.code for one in context["tiles"]} - {"140100", "140300"}
    assert 'class="tiles__map' not in html
    assert html.count('class="tile tile--empty"') == 7
    assert ">审图号：晋S(2025)001号</span>" in html
    assert "方块图" not in html


def test_cities_without_a_tile_are_on_the_map_by_their_names(
    client: Client, demo: None, settings: Any, tmp_path: Path
) -> None:
    settings.MAPS, settings.FIXTURES = str(tmp_path), tmp_path
    write_map(tmp_path)
    context, _html = shown_on(client)
    assert not context["tiles"]
    assert "<title>阳泉市 " in context["province_map"].drawing
    assert [one.code for one in context["province_map"].tiles] == ["140400", "140500"]


def test_an_english_page_marks_the_words_of_the_file_as_chinese(
    client: Client, demo: None, settings: Any, tmp_path: Path
) -> None:
    settings.MAPS = str(tmp_path)
    write_map(tmp_path)
    client.cookies["siwei_language"] = "en"
    context, html = shown_on(client)
    assert 'lang="en"><title>Yangquan ' in context["province_map"].drawing
    assert 'class="province-map__approval" lang="zh-Hans"' in html


@pytest.mark.parametrize("text", [None, "<svg", svg("")])
def test_without_a_usable_map_the_tiles_stay(
    client: Client, demo: None, settings: Any, tmp_path: Path, text: str | None
) -> None:
    settings.MAPS = str(tmp_path)
    if text is not None:
        write_map(tmp_path, text)
    context, html = shown_on(client)
    assert context["province_map"] is None
    assert 'class="tiles__map' in html
    assert "province_map.css" not in html


def _said(found: list[CheckMessage]) -> list[tuple[str | None, str]]:
    return [(one.id, one.msg) for one in found]


def test_the_check_at_start_says_what_is_wrong(settings: Any, tmp_path: Path) -> None:
    assert settings.MAPS == ""
    assert maps_can_be_shown() == []
    settings.MAPS = str(tmp_path / "missing")
    ((number, words),) = _said(maps_can_be_shown())
    assert number == "siwei.E001"
    assert settings.MAPS in words
    settings.MAPS = str(tmp_path)
    write_map(tmp_path)
    assert maps_can_be_shown() == []
    write_map(tmp_path, SHANXI, "shanxi")
    write_map(tmp_path, svg(REGION.replace("1403", "3703")), "370000")
    write_map(tmp_path, svg(REGION), "410000")
    unapproved, unusable, misnamed = _said(maps_can_be_shown())
    assert (unapproved[0], unusable[0], misnamed[0]) == ("siwei.W003", "siwei.W002", "siwei.W001")
    assert "370000.svg" in unapproved[1]
    assert "410000.svg" in unusable[1]
    assert "没有本省的区域" in unusable[1]
    assert "shanxi.svg" in misnamed[1]
