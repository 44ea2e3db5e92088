"""What withdrawing a published value makes of its columns."""

from datetime import datetime
from types import MappingProxyType

from indicators.actuals.models import Actual
from indicators.actuals.services.entering import Columns

NOT_WITHDRAWN = MappingProxyType(
    {
        "withdrawn_value": None,
        "withdrawn_places": None,
        "withdrawn_obs_status": "",
        "withdrawn_at": None,
        "withdrawn_organ": "",
        "withdrawn_reason": "",
        "withdrawn_version": None,
    }
)


def withdrawal_columns(actual: Actual, *, reason: str, organ: str, now: datetime) -> Columns:
    """Nothing is published of it any more; what was is kept, with day, organ and reason.

    The working value stays as it is: whoever entered it corrects it, and submits it again.
    """
    return {
        "withdrawn_value": actual.published_value,
        "withdrawn_places": actual.published_places,
        "withdrawn_obs_status": actual.published_obs_status,
        "withdrawn_at": now,
        "withdrawn_organ": organ,
        "withdrawn_reason": reason.strip(),
        "withdrawn_version": actual.version + 1,
        "published_value": None,
        "published_places": None,
        "published_obs_status": "",
        "published_source": "",
        "published_note": "",
        "published_at": None,
        "published_version": None,
    }
