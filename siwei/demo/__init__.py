"""The demonstration: people, and what they entered. Never outside debug mode."""
