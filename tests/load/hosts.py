"""Two hosts' processes behind nginx that share PostgreSQL, Redis and files: ``python -m tests.load.hosts``.

Everything runs on this machine; each "host" has a working folder and a port of its own. Exits with a sentence
where something was not shared. Needs nginx, redis-server and PostgreSQL's server program.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import django

from tests.load.serving import ROOT, free_port, wait_for
from tests.postgres import find_binaries, throwaway_server

PAGES = 20
GUNICORN = (sys.executable, "-m", "gunicorn", "quality_portal.wsgi", "--pythonpath", str(ROOT))
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream portal {{ server 127.0.0.1:{first}; server 127.0.0.1:{second}; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://portal;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $remote_addr;
            add_header X-Answered-By $upstream_addr always;
        }}
    }}
}}
"""


class Browser:
    """Somebody's browser: keeps cookies, follows redirects, notes who answered."""

    def __init__(self, port: int) -> None:
        self.root, self.jar, self.hosts = f"http://127.0.0.1:{port}", CookieJar(), Counter[str]()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    def ask(
        self, path: str, body: bytes | None = None, kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, str, bytes]:
        """Return status, last address and contents."""
        try:
            found: HTTPResponse | HTTPError = self.opener.open(
                Request(self.root + path, body, {"Content-Type": kind})
            )
        except HTTPError as error:
            found = error
        with found:
            self.hosts[found.headers.get("X-Answered-By", "")] += 1
            return found.status or 0, found.geturl().removeprefix(self.root), found.read()

    @property
    def token(self) -> str:
        """The token against forged forms."""
        return next(cookie.value or "" for cookie in self.jar if "csrf" in cookie.name)

    def sign_in(self, name: str, password: str) -> int:
        """Send the form of signing in; return the status."""
        self.ask("/accounts/login/")
        form = {"csrfmiddlewaretoken": self.token, "username": name, "password": password}
        return self.ask("/accounts/login/?next=/tasks/", urlencode(form).encode())[0]


def need(*, true: bool, what: str) -> None:
    """End the drill with a sentence where something does not hold."""
    if not true:
        raise SystemExit(f"FAILED: {what}")


def drill(port: int) -> None:
    """Walk pages signed in once, pass a file from one to the other, count refused passwords in common."""
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    from tests.departments.factories import PASSWORD, make_user

    person = Browser(port)
    need(true=person.sign_in(make_user().username, PASSWORD) == 200, what="signing in")
    person.hosts.clear()
    walked = {person.ask("/enterprises/")[:2] for _each in range(PAGES)}
    need(true=walked == {(200, "/enterprises/")} and len(person.hosts) == 2, what=f"{walked} {person.hosts}")
    print(f"ok sessions: signed in once, {PAGES} pages from {dict(person.hosts)}")

    sheet = Path(tempfile.gettempdir()) / f"{secrets.token_hex(8)}.xlsx"
    sheet.write_bytes(person.ask("/enterprises/import/template/")[2])
    with sheet.open("rb") as file:
        body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": person.token, "file": file})
    status, address, _page = person.ask("/enterprises/import/", body, MULTIPART_CONTENT)
    need(true="/imports/" in address, what=f"upload: {status} {address}")
    person.hosts.clear()
    same = [person.ask(f"{address}file/")[2] == sheet.read_bytes() for _each in range(4)]
    sheet.unlink()
    need(true=all(same) and len(person.hosts) == 2, what=f"files: {same} {person.hosts}")
    print(f"ok files: one upload, the same bytes from {dict(person.hosts)}")

    guesser, name = Browser(port), make_user().username
    refused = [guesser.sign_in(name, "wrong") for _each in range(5)]
    need(true=refused == [200, 200, 200, 200, 429] and len(guesser.hosts) == 2, what=f"lock-out: {refused}")
    locked = {guesser.sign_in(name, PASSWORD) for _each in range(2)}
    need(true=locked == {429}, what=f"lock-out afterwards: {locked}")
    print(f"ok lock-out: {refused} from {dict(guesser.hosts)}, then refused by both")


def main() -> int:
    """Start everything, drill, stop everything."""
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL's initdb was not found: apt-get install postgresql")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-hosts-")))
        redis, first, second, port = (free_port() for _each in range(4))

        def start(*command: str, at: Path, **settings: str) -> None:
            at.mkdir(exist_ok=True)
            process = subprocess.Popen(command, cwd=at, env={**os.environ, **settings})
            stack.callback(process.wait)
            stack.callback(process.terminate)

        os.environ.update(
            DATABASE_URL=stack.enter_context(throwaway_server(binaries)),
            CACHE_URL=f"redis://127.0.0.1:{redis}/1",
            MEDIA_ROOT=str(folder / "media"),
            SECRET_KEY=secrets.token_urlsafe(64),
            DEBUG="off",
            DJANGO_SETTINGS_MODULE="quality_portal.settings",
        )
        start(
            "redis-server", "--port", str(redis), "--save", "", "--loglevel", "warning", at=folder / "redis"
        )
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        config = f"--config={ROOT / 'deploy' / 'gunicorn.conf.py'}"
        for own in (first, second):
            settings = {"BIND": f"127.0.0.1:{own}", "WEB_CONCURRENCY": "2"}
            start(*GUNICORN, config, at=folder / str(own), **settings)
        (folder / "nginx.conf").write_text(
            NGINX.format(folder=folder, first=first, second=second, port=port), encoding="utf-8"
        )
        start("nginx", "-c", str(folder / "nginx.conf"), at=folder)
        for each in (first, second, port):
            wait_for(each)
        drill(port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
