"""Clients that open a connection, begin a request and never end it.

The portal is served as `docs/deployment.md` has it, behind nginx, which hands on whole requests only: a
worker would lose a thread to each such client. Needs the program nginx.
"""

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from departments.access import Role
from tests.departments.factories import make_user
from tests.drills.crowds import told
from tests.drills.portal import Portal, hold
from tests.load.serving import free_port, wait_for

CLIENTS = 200
PAGES = 20
PATIENCE_SECONDS = 5.0
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host $host; }}
    }}
}}
"""


def half_open(portal: Portal) -> str:
    """Ask for pages while two hundred clients hold half a request each, half of them half a head."""
    with ExitStack() as stack:
        port = stack.enter_context(_proxied(portal.port))
        person = replace(portal.signed_in(make_user(role=Role.OFFICE)), port=port)
        for number in range(CLIENTS):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            client.sendall(b"POST /tasks/new/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n")
            if number % 2:
                client.sendall(b"\r\ntitle=")
        time.sleep(1)
        answers = [person.get("/enterprises/") for _each in range(PAGES)]
        slowest = max(answer.seconds for answer in answers)
        hold(true={answer.status for answer in answers} == {200}, what=told(answers))
        hold(true=slowest < PATIENCE_SECONDS, what=told(answers))
    return f"{CLIENTS} half-open clients held at nginx; {told(answers)}"


@contextmanager
def _proxied(behind: int) -> Iterator[int]:
    """Put nginx before a port; yield its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        config = Path(name) / "nginx.conf"
        config.write_text(NGINX.format(folder=name, port=port, behind=behind), encoding="utf-8")
        process = subprocess.Popen(["nginx", "-c", str(config)])
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait()
