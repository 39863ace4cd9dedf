"""Pages of the brands room."""
