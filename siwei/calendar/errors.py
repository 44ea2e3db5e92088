"""Why a feed isn't made."""


class FeedRefused(Exception):
    """A feed isn't made; which of them says why."""


class NotReadable(FeedRefused):
    """Its owner doesn't read the region, or has no work of their own."""


class SameFeed(FeedRefused):
    """Its owner has one of the same already: a form that was sent twice, say."""


class TooManyFeeds(FeedRefused):
    """Its owner has as many as one may have."""
