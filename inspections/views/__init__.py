"""Pages of the spot checks."""
