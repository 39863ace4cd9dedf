"""``deploy/nginx.conf`` under a real nginx: every answer bears the headers, its own too, and none twice."""

import http.client
import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from threading import Thread

import pytest

from tests.load.serving import free_port
from tests.security.test_production import HEADERS
from tests.workshop import ROOT

HOST = "quality.example.gov.cn"
SENT = {name: f"{part}; of the portal" for name, part in HEADERS.items()} | {"Cache-Control": "no-store"}
FRAME = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/site.conf;
}}
"""
ASKED = {
    "the portal's own": ("GET", "/", 200),
    "gunicorn's refusal without headers": ("GET", "/bare/", 400),
    "too large": ("POST", "/imports/", 413),
    "file": ("GET", "/static/portal.abc.css", 200),
    "no file": ("GET", "/static/nothing.css", 404),
    "for this machine only": ("GET", "/metrics", 404),
    "no portal": ("GET", "/away/", 502),
}

pytestmark = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="there is no nginx"
)


class Portal(BaseHTTPRequestHandler):
    """Answers like the portal, like gunicorn before it, or hangs up."""

    def do_GET(self) -> None:
        """Send the headers, unless asked for a bare answer."""
        if self.path == "/away/":
            return
        self.send_response(400 if self.path == "/bare/" else 200)
        for name, value in SENT.items():
            if self.path != "/bare/":
                self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


def write_site(folder: Path, *, plain: int, secure: int) -> None:
    """Write the site as the county has it, with paths and ports of this test."""
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for old, new in {
        "/run/quality-portal/portal.sock": f"{folder}/portal.sock",
        "/etc/ssl/quality-portal": str(folder),
        "/opt/quality-portal/var/static": f"{folder}/static",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen 443": f"listen 127.0.0.1:{secure}",
    }.items():
        assert old in site
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder, user=user))
    (folder / "static").mkdir()
    (folder / "static" / "portal.abc.css").write_text("a {}")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}",
         "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve a portal behind nginx; give the port that speaks HTTPS."""
    folder, secure = tmp_path_factory.mktemp("nginx"), free_port()
    write_site(folder, plain=free_port(), secure=secure)
    with ThreadingUnixStreamServer(str(folder / "portal.sock"), Portal) as portal:
        Thread(target=portal.serve_forever, daemon=True).start()
        nginx = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
        try:
            yield secure
        finally:
            nginx.terminate()
            nginx.wait()
            portal.shutdown()


def ask(port: int, method: str, path: str) -> http.client.HTTPResponse:
    """Return the answer; a form says that it is larger than it may be."""
    context = ssl._create_unverified_context()
    headers = {"Host": HOST} | ({"Content-Length": str(26 * 2**20)} if method == "POST" else {})
    until = time.monotonic() + 10
    while True:
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=context)
        with closing(connection), suppress(ConnectionRefusedError):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.1)


@pytest.mark.parametrize("name", ASKED)
def test_every_answer_bears_each_header_once(name: str, port: int) -> None:
    method, path, status = ASKED[name]
    answer = ask(port, method, path)
    found = {header: answer.headers.get_all(header) or [] for header in HEADERS}
    kept = answer.headers.get_all("Cache-Control")
    assert answer.status == status
    wrong = {header: values for header, values in found.items() if len(values) != 1}
    assert wrong == {}
    assert {header for header, part in HEADERS.items() if part not in found[header][0]} == set()
    assert kept == (["public, max-age=31536000, immutable"] if name == "file" else ["no-store"])
