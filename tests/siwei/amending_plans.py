"""Small plans that amend, set or supersede what the plan of `mini_plan` promises."""

from pathlib import Path

from tests.siwei.mini_plan import TEXT, YAML, spoilt

# The 2030 value of mini-2025 is amended; published on a day of 2027.
AMENDING_TEXT = """\
@title title
= 试验市关于调整用水总量控制目标的通知

@front front
2027年5月1日

@c1 clause
= 1.调整目标。
将《试验市落实“四水四定”方案》确定的2030年用水总量控制目标调整为23000万立方米以内。
"""
AMENDING = """\
plan:
  slug: change-2027
  region: "140300"
  title: 试验市关于调整用水总量控制目标的通知
  issued_on: 2027-05-01
  date_text: 2027年5月1日
  status: issued
departments: []
indicators:
  - indicator: total_water_use
    name: 用水总量
    unit: 万立方米
    nature: constraint
    origin: body
    targets:
      - year: 2030
        value: 23000
        comparator: "<="
        amends: {plan: mini-2025, year: 2030}
        citations:
          - {clause: c1, quote: 2030年用水总量控制目标调整为23000万立方米以内}
tasks: []
untracked:
  - {clause: front, quote: 2027年5月1日, reason: date}
"""
# The same amended once more.
AGAIN_TEXT = AMENDING_TEXT.replace("2027年5月1日", "2028年3月1日").replace("23000", "22500")
AGAIN = (
    AMENDING.replace("change-2027", "again-2028")
    .replace("2027-05-01", "2028-03-01")
    .replace("2027年5月1日", "2028年3月1日")
    .replace("23000", "22500")
    .replace("plan: mini-2025", "plan: change-2027")
)
# mini-2025 leaves the value of 2026 to the province, which sets it after the end of that year.
LEFT_OPEN = spoilt(
    """          - {clause: a1.1, column: 2030年, quote: "2.35"}
""",
    """          - {clause: a1.1, column: 2030年, quote: "2.35"}
      - year: 2026
        form: set_elsewhere
        comparator: "<="
        wording: 达到省下达目标
        citations:
          - {clause: c1, quote: 2026年达到省下达目标, states: words}
""",
)
LEFT_OPEN_TEXT = spoilt(
    "漏损率进一步降低。", "漏损率进一步降低。2026年达到省下达目标。", source=TEXT
)
SETTING_TEXT = """\
@title title
= 试验省关于下达用水总量控制目标的通知

@front front
2027年6月1日

@c1 clause
= 1.下达目标。
试验市2026年用水总量控制在2.29亿立方米以内。
"""
SETTING = """\
plan:
  slug: quota-2027
  region: "140000"
  title: 试验省关于下达用水总量控制目标的通知
  issued_on: 2027-06-01
  date_text: 2027年6月1日
  status: issued
departments: []
indicators:
  - indicator: total_water_use
    region: "140300"
    name: 用水总量
    unit: 亿立方米
    nature: constraint
    origin: body
    targets:
      - year: 2026
        value: 2.29
        comparator: "<="
        amends: {plan: mini-2025, year: 2026}
        citations:
          - {clause: c1, quote: 2026年用水总量控制在2.29亿立方米以内}
tasks: []
untracked:
  - {clause: front, quote: 2027年6月1日, reason: date}
"""
# Another plan of the same city, which takes the place of mini-2025 from a day on.
SUPERSEDING_TEXT = """\
@title title
= 试验市落实“四水四定”方案（2028年修订）

@front front
2028年7月1日

@c1 clause
= 1.控制总量。
到2030年，全市用水总量控制在2.20亿立方米以内。
"""
SUPERSEDING = """\
plan:
  slug: whole-2028
  region: "140300"
  title: 试验市落实“四水四定”方案（2028年修订）
  issued_on: 2028-07-01
  date_text: 2028年7月1日
  status: issued
  supersedes: mini-2025
departments: []
indicators:
  - indicator: total_water_use
    name: 用水总量
    unit: 亿立方米
    nature: constraint
    origin: body
    targets:
      - year: 2030
        value: 2.20
        comparator: "<="
        citations:
          - {clause: c1, quote: 到2030年，全市用水总量控制在2.20亿立方米以内}
tasks: []
untracked:
  - {clause: front, quote: 2028年7月1日, reason: date}
"""
# A second document that states another value than mini-2025, without a word about it.
DIFFERING_TEXT = SUPERSEDING_TEXT.replace("（2028年修订）", "").replace("方案", "规划")
DIFFERING = (
    SUPERSEDING.replace("  supersedes: mini-2025\n", "")
    .replace("whole-2028", "other-2028")
    .replace("方案（2028年修订）", "规划")
)

FILES = {
    "mini-2025": (TEXT, YAML),
    "change-2027": (AMENDING_TEXT, AMENDING),
    "again-2028": (AGAIN_TEXT, AGAIN),
    "quota-2027": (SETTING_TEXT, SETTING),
    "whole-2028": (SUPERSEDING_TEXT, SUPERSEDING),
    "other-2028": (DIFFERING_TEXT, DIFFERING),
}


def write(folder: Path, slug: str, yaml_text: str = "", text: str = "") -> Path:
    """Write a plan of `FILES`, or another state of it, and return the path of its YAML."""
    plans = folder / "plans"
    plans.mkdir(exist_ok=True)
    own_text, own_yaml = FILES[slug]
    (plans / f"{slug}.txt").write_text(text or own_text, encoding="utf-8")
    file = plans / f"{slug}.yaml"
    file.write_text(yaml_text or own_yaml, encoding="utf-8")
    return file


def write_left_open(folder: Path) -> Path:
    """mini-2025 as it leaves the value of 2026 to the province."""
    return write(folder, "mini-2025", LEFT_OPEN, LEFT_OPEN_TEXT)
