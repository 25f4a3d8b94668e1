"""Administration: how the house does, for whoever keeps it."""
