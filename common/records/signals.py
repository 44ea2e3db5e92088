"""What happens to the history, for subjects above it."""

from django.dispatch import Signal

# Sent in the transaction that appends, with `rows`, the history rows. Who hears it locks nothing:
# the head of the history is locked.
appended = Signal()
