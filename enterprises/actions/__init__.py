"""Changes to enterprise files."""
