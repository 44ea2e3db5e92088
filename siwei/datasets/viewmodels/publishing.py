"""Who stands for the data sets and under which terms, as far as whoever runs the site says so."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from common.language import join_sentences


@dataclass(frozen=True, slots=True)
class Publishing:
    """`base`: how the addresses of this installation begin. `publisher`, `contact` and `licence`
    (an address) are empty where they aren't set. `public`: everybody may read; `demo`: invented
    values are among the actuals."""

    base: str
    publisher: str
    contact: str
    licence: str
    public: bool
    demo: bool

    @property
    def page(self) -> str:
        return self.base + reverse("data")

    @property
    def name(self) -> str:
        """Of the publisher; without one, of the site."""
        return self.publisher or _("四水四定目标跟踪")

    @property
    def contact_url(self) -> str:
        return (
            self.contact if "://" in self.contact or not self.contact else f"mailto:{self.contact}"
        )

    @property
    def terms(self) -> str:
        """The address of the licence; without one, of the words on the page that say so."""
        return self.licence or f"{self.page}#licence"

    @property
    def terms_said(self) -> str:
        if self.licence:
            return _("许可协议：%s") % self.licence
        return _("运行本站的单位没有写明许可协议；使用前请向其了解。")

    @property
    def demo_said(self) -> str:
        return _("目前的实际值中有演示数据，是编造的，不能引用。") if self.demo else ""

    @property
    def said(self) -> str:
        """What all of it is, in some sentences."""
        return join_sentences(
            [
                _("各市“四水四定”规划的目标、年度实际值、评估和任务；数值可以追溯到原话和审核。"),
                self.terms_said,
                self.demo_said,
            ]
        )


def publishing(base: str, *, demo: bool) -> Publishing:
    """As it is configured."""
    return Publishing(
        base=base,
        publisher=settings.PUBLISHER,
        contact=settings.CONTACT,
        licence=settings.DATA_LICENCE,
        public=settings.PUBLIC_READ,
        demo=demo,
    )
