"""On what ground values are compared, or why they can't be, in sentences."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from common.figures import number
from common.labels import Label
from common.language import join_sentences
from indicators.assessments.rules.comparability import Note, NoteCode
from indicators.plans.rules.prices import Prices
from indicators.plans.wording import amount, breaks_named, price_basis, unit_name

_SENTENCES: dict[NoteCode, Label] = {
    NoteCode.WORDS_ONLY: gettext_lazy("只有文字表述，没有数值，不可比。"),
    NoteCode.OTHER_INDICATOR: gettext_lazy("不是同一指标，不可比。"),
    NoteCode.OTHER_UNIT: gettext_lazy("单位不同：%(unit)s与%(common)s，不可比。"),
    NoteCode.OTHER_YEAR: gettext_lazy("年份不同：%(year)s与%(common)s，不可比。"),
    NoteCode.NO_BASE: gettext_lazy("没有写明基期年或目标年，不可比。"),
    NoteCode.NO_RATE: gettext_lazy("降幅超过100%，无法折算为年均降幅。"),
    NoteCode.UNDATED: gettext_lazy("规划没有写明年份，不可比。"),
    NoteCode.NO_START: gettext_lazy("规划没有写明新增量从哪一年起算，不可比。"),
    NoteCode.OTHER_START: gettext_lazy("新增量的起算年不同：%(year)s与%(common)s，不可比。"),
    NoteCode.OTHER_FORM: gettext_lazy("规划定的是变化幅度还是数值各不相同，不可比。"),
    NoteCode.RANGE: gettext_lazy("规划定的是区间%(near)s至%(far)s，按近端%(near)s比较。"),
    NoteCode.ABOUT: gettext_lazy("规划定的是“左右”，按所写的数值比较。"),
    NoteCode.YEARLY: gettext_lazy("规划定的就是每年下降%(rate)s%%。"),
    NoteCode.REBASED: gettext_lazy(
        "%(year)d年较%(base)d年下降%(value)s%%，折合每年下降%(rate)s%%。"
    ),
    NoteCode.DEFINITION: gettext_lazy("口径不同：%(note)s"),
    NoteCode.SERIES_BREAK: gettext_lazy("跨越口径变动：%(breaks)s，对照时须谨慎。"),
    NoteCode.DERIVED: gettext_lazy("由两年水平值推算。"),
    NoteCode.PRICES: gettext_lazy("价格口径不同：%(basis)s，与之比较的为%(common)s。"),
    NoteCode.PRELIMINARY: gettext_lazy("实际值为初步数，正式数发布后可能改变。"),
}


def ground_note(notes: Iterable[Note]) -> str:
    """What a reader must know of a value in a comparison; empty where that is nothing."""
    return join_sentences(_sentence(note) for note in notes)


def _sentence(note: Note) -> str:
    if note.code is NoteCode.DERIVED and note.values["prices"].differ:
        return derived_at_other_prices(note.values["prices"])
    words = str(_SENTENCES[note.code])
    return words % _in_words(note) if note.values else words


def _in_words(note: Note) -> Mapping[str, object]:
    """What the sentence of a note names, each as a reader reads it."""
    say = _SAID.get(note.code)
    return note.values if say is None else {name: say(note, name) for name in note.values}


def _range_end(note: Note, name: str) -> str:
    return "" if name == "unit" else amount(note.values[name], note.values["unit"])


def _rebased(note: Note, name: str) -> object:
    value = note.values[name]
    if name == "rate":
        return f"{value:.2f}"
    return number(value) if name == "value" else value


_SAID: Mapping[NoteCode, Callable[[Note, str], object]] = {
    NoteCode.RANGE: _range_end,
    NoteCode.OTHER_UNIT: lambda note, name: unit_name(note.values[name]),
    NoteCode.OTHER_YEAR: lambda note, name: _year(note.values[name]),
    NoteCode.OTHER_START: lambda note, name: _year(note.values[name]),
    NoteCode.REBASED: _rebased,
    NoteCode.PRICES: lambda note, name: price_basis(note.values[name]),
    NoteCode.SERIES_BREAK: lambda note, name: breaks_named(note.values[name]),
    # Quoted as it stands: the transcriber writes in Chinese.
    NoteCode.DEFINITION: lambda note, name: note.values[name].rstrip("。") + "。",
}


def derived_at_other_prices(prices: Prices) -> str:
    """What a reduction that is computed from levels at other prices is worth."""
    words = _("由两年水平值推算；水平值按%(level)s，官方降幅按%(own)s计算，两者会有差异。")
    return words % {"level": price_basis(prices.level), "own": price_basis(prices.own)}


def _year(year: int | None) -> str:
    if year is None:
        return pgettext("year", "长期")
    return _("%(year)s年") % {"year": year}
