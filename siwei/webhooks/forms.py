"""The form in which an administrator enters a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.labels import label
from siwei.webhooks.models import Webhook
from siwei.webhooks.selectors.addresses import fault_in


class WebhookForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Webhook
        fields = ("name", "address", "regions", "indicators")
        help_texts = {
            "name": _("给谁用、做什么，例如“省统计局大屏”；不超过 50 字。"),
            "address": _("对方接收通知的网址，以 https:// 开头。"),
            "regions": _("这些行政区及其下级的发布；不选则不限行政区。"),
            "indicators": _("这些指标的发布；不选则不限指标。"),
        }

    def clean_address(self) -> Any:
        address = self.cleaned_data["address"]
        # One that was fine may lead nowhere for a while: no reason to keep its name.
        if address != self.instance.address and (fault := fault_in(address)) is not None:
            raise forms.ValidationError(label(fault))
        return address
