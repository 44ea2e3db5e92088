"""PostgreSQL as Django knows it, with connections that don't wait for ever (`ENGINE`)."""
