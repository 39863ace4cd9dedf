"""Pages of the enterprise files."""
