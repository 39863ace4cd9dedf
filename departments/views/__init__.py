"""Pages of duties, tasks and supervision."""
