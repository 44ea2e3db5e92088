"""On what ground values are compared, or why they can't be, in sentences."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from common.figures import number
from common.labels import Label
from common.language import join_sentences
from indicators.assessments.rules.comparability import Note, NoteCode
from indicators.plans.wording import breaks_named, unit_name

_SENTENCES: dict[NoteCode, Label] = {
    NoteCode.WORDS_ONLY: gettext_lazy("只有文字表述，没有数值，不可比。"),
    NoteCode.OTHER_INDICATOR: gettext_lazy("不是同一指标，不可比。"),
    NoteCode.OTHER_UNIT: gettext_lazy("单位不同：%(unit)s与%(common)s，不可比。"),
    NoteCode.OTHER_YEAR: gettext_lazy("年份不同：%(year)s与%(common)s，不可比。"),
    NoteCode.NO_BASE: gettext_lazy("没有写明基期年或目标年，不可比。"),
    NoteCode.NO_RATE: gettext_lazy("降幅超过100%，无法折算为年均降幅。"),
    NoteCode.REBASED: gettext_lazy(
        "%(year)d年较%(base)d年下降%(value)s%%，折合每年下降%(rate)s%%。"
    ),
    NoteCode.DEFINITION: gettext_lazy("口径不同：%(note)s"),
    NoteCode.SERIES_BREAK: gettext_lazy("跨越口径变动：%(breaks)s，对照时须谨慎。"),
    NoteCode.DERIVED: gettext_lazy("由两年水平值推算；水平值为现价，官方降幅按可比价计算。"),
}


def ground_note(notes: Iterable[Note]) -> str:
    """What a reader must know of a value in a comparison; empty where that is nothing."""
    return join_sentences(_sentence(note) for note in notes)


def _sentence(note: Note) -> str:
    words = str(_SENTENCES[note.code])
    return words % _in_words(note) if note.values else words


def _in_words(note: Note) -> dict[str, object]:
    values = note.values
    match note.code:
        case NoteCode.OTHER_UNIT:
            return {name: unit_name(unit) for name, unit in values.items()}
        case NoteCode.OTHER_YEAR:
            return {name: _year(year) for name, year in values.items()}
        case NoteCode.REBASED:
            return {**values, "value": number(values["value"]), "rate": f"{values['rate']:.2f}"}
        case NoteCode.DEFINITION:
            # Quoted as it stands: the transcriber writes in Chinese.
            return {"note": values["note"].rstrip("。") + "。"}
        case NoteCode.SERIES_BREAK:
            return {"breaks": breaks_named(values["breaks"])}
    return dict(values)


def _year(year: int | None) -> str:
    if year is None:
        return pgettext("year", "长期")
    return _("%(year)s年") % {"year": year}
