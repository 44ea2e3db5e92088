"""A plan of a few lines, right in every respect, for tests that spoil one thing in it."""

from pathlib import Path

import yaml

TEXT = """\
@title title
= 试验市落实“四水四定”方案

@front front
试政发〔2025〕7号
2025年12月3日

@c1 clause
= 1.控制总量。
到2025年，全市用水总量控制在2.27亿立方米以内，万元GDP用水量较2020年下降9.0%以上。到2030年，漏损率进一步降低。（市水利局、市城管局按职责分工负责）

@a1 annex
= 附件1

@a1.head header
序号	指标名称	单位	2025年	2030年	责任单位

@a1.1 row
1	用水总量	亿立方米	2.27	2.35	市水利局、市城管局
"""

YAML = """\
plan:
  slug: mini-2025
  region: "140300"
  title: 试验市落实“四水四定”方案
  doc_number: 试政发〔2025〕7号
  issued_on: 2025-12-03
  date_text: 2025年12月3日
  status: issued
departments:
  - {name: 市水利局, function: water}
  - {name: 市城市管理局, function: urban_management, aliases: [市城管局]}
indicators:
  - indicator: total_water_use
    serial: "1"
    name: 用水总量
    unit: 亿立方米
    nature: constraint
    origin: annex
    departments: {lead: [市水利局], participating: [市城市管理局]}
    targets:
      - year: 2025
        value: 2.27
        comparator: "<="
        wording: 控制在2.27亿立方米以内
        citations:
          - {clause: a1.1, column: 2025年, quote: "2.27"}
          - {clause: c1, quote: 到2025年，全市用水总量控制在2.27亿立方米以内}
      - year: 2030
        value: 2.35
        comparator: "<="
        citations:
          - {clause: a1.1, column: 2030年, quote: "2.35"}
  - indicator: gdp_water_intensity_reduction
    name: 万元GDP用水量
    unit: "%"
    nature: unstated
    origin: body
    departments: {shared: [市水利局, 市城市管理局]}
    targets:
      - year: 2025
        value: 9.0
        base_year: 2020
        comparator: ">="
        citations:
          - {clause: c1, quote: 万元GDP用水量较2020年下降9.0%以上}
  - indicator: pipe_leakage_rate
    name: 漏损率
    unit: "%"
    nature: unstated
    origin: body
    departments: {shared: [市水利局, 市城市管理局]}
    targets:
      - year: 2030
        comparator: "<="
        wording: 进一步降低
        citations:
          - {clause: c1, quote: 到2030年，漏损率进一步降低, states: words}
tasks:
  - key: "1"
    number: "1"
    group: {order: 1, label: 总量}
    title: 控制总量
    clause: c1
    assignments:
      - {clause: c1, shared: [市水利局, 市城市管理局]}
    milestones: []
untracked:
  - {clause: front, quote: 〔2025〕7号, reason: document_number}
  - {clause: front, quote: 2025年12月3日, reason: date}
"""


def write_plan(folder: Path, *, text: str = TEXT, yaml_text: str = YAML) -> Path:
    """Write the two files into `folder/plans` and return the YAML one's path."""
    plans = folder / "plans"
    plans.mkdir(exist_ok=True)
    (plans / "mini-2025.txt").write_text(text, encoding="utf-8")
    file = plans / "mini-2025.yaml"
    file.write_text(yaml_text, encoding="utf-8")
    return file


def spoilt(old: str, new: str, *, source: str = YAML) -> str:
    """`source` with its first `old` replaced; the test is wrong where there is none."""
    assert old in source
    return source.replace(old, new, 1)


def line_of(words: str, source: str) -> int:
    """The line, counted from 1, on which `words` first stand."""
    return source[: source.index(words)].count("\n") + 1


assert yaml.safe_load(YAML)
