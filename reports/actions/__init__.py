"""Changes to half-yearly reports, one module per noun."""
