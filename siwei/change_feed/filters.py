"""What can be asked of the change feed."""

from django.utils.translation import gettext_lazy as _

from common.filters import ChoiceListFilter, FilterSet
from common.records.rules.public_changes import PublicChangeKind
from departments.filters import region_filter
from indicators.plans.filters import indicator_filter
from siwei.change_feed import wording  # noqa: F401  registers the labels of the words
from siwei.change_feed.rules.enums import PublicSubject


class ChangeFilter(FilterSet):
    """Parameters all of them: the feed is read from the history, not narrowed."""

    region = region_filter("region", narrows=False)
    indicator = indicator_filter("indicator", narrows=False)
    kind = ChoiceListFilter(
        field_name="kind",
        words=PublicChangeKind,
        narrows=False,
        label=_("变化"),
        help_text=_("发生了什么变化。"),
    )
    subject = ChoiceListFilter(
        field_name="subject",
        words=PublicSubject,
        narrows=False,
        label=_("对象"),
        help_text=_("变化的是什么。"),
    )
