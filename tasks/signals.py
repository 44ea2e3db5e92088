"""What happens with the work, for subjects above it."""

from django.dispatch import Signal

# Sent once it is committed, with `statement`, the pk of what was said.
said = Signal()
