"""gunicorn behind a reverse proxy: as many processes as the machine carries, each renewed now and then."""

import multiprocessing
import os
from typing import Any

from prometheus_client import multiprocess

bind = os.environ.get("BIND", "unix:/run/quality-portal/portal.sock")
workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count() * 2 + 1))
# A sync worker that is stuck is ended after the timeout; a thread would stay stuck.
worker_class = "sync"
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn's heartbeat file, which must not wait for a disk
timeout = 60
graceful_timeout = 30
max_requests = 1000
max_requests_jitter = 100
# Only the proxy on this machine says over which protocol and for whom it asks.
forwarded_allow_ips = "127.0.0.1"
preload_app = True
loglevel = "warning"
# Nobody steers the server but systemd.
control_socket_disable = True


def child_exit(server: Any, worker: Any) -> None:
    """Let the figures of a process that ended count on without its gauges."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(worker.pid)
