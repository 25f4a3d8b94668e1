"""The event store: every event, in order, and the projections kept true to it."""
