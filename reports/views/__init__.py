"""Pages of the half-yearly reports, one module per noun."""
