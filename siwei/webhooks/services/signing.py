"""Signs messages by the rules of Standard Webhooks and sends them."""

from datetime import UTC, datetime

import simplejson
from rest_framework.utils.encoders import JSONEncoder
from standardwebhooks import Webhook as Signer

from siwei.webhooks.models import Webhook
from siwei.webhooks.rules.messages import Message
from siwei.webhooks.services.sending import Answer, post

_OTHER_TYPES = JSONEncoder()  # dates, times
AGENT = "Siwei-Webhooks"


def post_signed(webhook: Webhook, message: Message, *, now: datetime) -> Answer:
    """Send a message to its webhook, signed with each of its keys at this moment."""
    body = _body(message)
    # The package takes the clock's digits for UTC, whatever the zone.
    moment = now.astimezone(UTC)
    keys = webhook.signing_keys(now)
    signatures = (Signer(key).sign(message.id, moment, body) for key in keys)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": message.id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return post(webhook.address, body.encode(), headers)


def _body(message: Message) -> str:
    said = {"type": message.type, "timestamp": message.at, "data": message.data}
    return simplejson.dumps(
        said,
        use_decimal=True,
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
        default=_OTHER_TYPES.default,
    )
