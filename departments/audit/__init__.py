"""The audit trail: what is noted, how it is chained and checked, and the page that shows it."""
