"""What the cells of templates say and take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.figures import number, with_minus
from common.labels import label
from common.language import join_sentences
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.typed import LARGEST
from indicators.actuals.wording import preliminary_mark
from indicators.plans.rules.units import UnitData
from indicators.plans.wording import amount, unit_name
from siwei.exchange.viewmodels.form_book import ChoiceCheck, NumberCheck, Value

if TYPE_CHECKING:
    from indicators.actuals.models import Actual

# What can be chosen beside a value; an ordinary one needs no word.
SHOWN = (ObsStatus.PRELIMINARY, ObsStatus.NOT_AVAILABLE, ObsStatus.NOT_APPLICABLE)
# An empty cell says nothing, so that what was preliminary stays it unless this is chosen.
CHOICES = (*SHOWN, ObsStatus.NORMAL)
# No column holds more; a check needs two ends.
_MOST = LARGEST - 1


def number_check(unit: UnitData, *, negative: bool, words_too: bool = False) -> NumberCheck:
    """What a cell for a value in `unit` takes. `words_too`: also why there is no value."""
    lowest = -_MOST if negative else Decimal(0)
    highest = _MOST if unit.highest is None else unit.highest
    name = {"unit": unit_name(unit)}
    plain = _("只填数字。") if unit.is_bare else _("只填数字，单位：%(unit)s。") % name
    prompt = join_sentences([plain, _bounds(unit, negative=negative)])
    words = _("没有数值的，可填“%(later)s”或“%(never)s”。") % why_words() if words_too else ""
    return NumberCheck(lowest, highest, prompt, join_sentences([prompt, words]), words_too)


def _bounds(unit: UnitData, *, negative: bool) -> str:
    highest = None if unit.highest is None else with_minus(amount(unit.highest, unit))
    if negative:
        return "" if highest is None else _("不大于 %(highest)s。") % {"highest": highest}
    if highest is None:
        return _("不小于 0。")
    return _("在 0 与 %(highest)s 之间。") % {"highest": highest}


def status_check() -> ChoiceCheck:
    words = _("有数值的不用选；初步数、没有数值的选其一；初步数已成正式数的，选“%(normal)s”。") % {
        "normal": label(ObsStatus.NORMAL)
    }
    return ChoiceCheck(tuple(map(label, CHOICES)), words, words)


def status_word(obs_status: str) -> str:
    """What stands in the cell of the status: nothing beside an ordinary value, or none."""
    status = ObsStatus(obs_status)
    return label(status) if status in SHOWN else ""


def sensible_words(smallest: Decimal | None, largest: Decimal | None, unit: UnitData) -> str:
    """The range beyond which a value is asked about; empty where the catalogue has none."""
    low = None if smallest is None else with_minus(amount(smallest, unit))
    high = None if largest is None else with_minus(amount(largest, unit))
    words = {"low": low, "high": high}
    if low and high:
        return _("一般在 %(low)s 与 %(high)s 之间") % words
    if low:
        return _("一般不小于 %(low)s") % words
    return _("一般不大于 %(high)s") % words if high else ""


def value_words(value: Decimal | None, obs_status: str) -> str:
    """A value as a cell of words has it: 2.27, 2.27（初步数）, 尚未发布; empty for none."""
    status = ObsStatus(obs_status)
    if value is None:
        return label(status) if status.needs_reason else ""
    return number(value) + preliminary_mark(obs_status)


def value_cell(actual: Actual | None) -> Value:
    """A stored value as a cell that holds its status, too: a number where it is an ordinary one."""
    if actual is None:
        return None
    if actual.obs_status == ObsStatus.NORMAL:
        return actual.printed_value
    return value_words(actual.printed_value, actual.obs_status)


def lead_words(
    *, is_open: bool, has_open: bool, enters: bool, due_on: date | None, has_demo: bool
) -> str:
    """The line below the title. `enters`: whoever asks for it may enter values, and upload them."""
    demo = _("表中有演示数据（虚构）。") if has_demo else ""
    by = "" if enters else _("您没有填报权限，填好后请有填报权限的人员上传。")
    if not is_open:
        closed = _("本年度未开放填报。")
        back = _("只有退回或更正中的数值（浅黄色）可以修改。") if has_open else ""
        return join_sentences([closed, back, by if has_open else "", demo])
    if not has_open:
        nothing = _("没有可以填写的单元格：数值已提交或已审核，或您没有填报权限。")
        return join_sentences([nothing, demo])
    words = _("请只填浅黄色单元格；灰色的不能改。怎样填见“填报说明”。")
    due = "" if due_on is None else _("请于 %(day)s 前提交。") % {"day": due_on.isoformat()}
    return join_sentences([words, due, by, demo])


def why_words() -> dict[str, str]:
    """What says that there is no value: not yet, or never."""
    return {
        "later": label(ObsStatus.NOT_AVAILABLE),
        "never": label(ObsStatus.NOT_APPLICABLE),
    }
