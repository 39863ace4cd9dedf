"""Background jobs: long work with progress, cancel and result, done by a worker beside the server."""
