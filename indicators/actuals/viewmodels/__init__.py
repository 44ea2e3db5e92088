"""What pages show of promises, ready for a template: no template computes."""
