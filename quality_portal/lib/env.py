"""Typed readers for the environment that fail in a sentence telling what to do."""

import os
import secrets
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

MINIMUM_KEY_LENGTH = 50


class Mode(StrEnum):
    """How the portal is run: on one machine for itself, or for an office over HTTPS."""

    LOCAL = "local"
    PRODUCTION = "production"


def read_mode(env: environ.Env) -> Mode:
    """Return the mode named by ``PORTAL_MODE`` (default: local)."""
    value = env.str("PORTAL_MODE", default=Mode.LOCAL)
    try:
        return Mode(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"PORTAL_MODE is {value!r}. Set it to 'local' or 'production'.") from error


def read_secret_key(env: environ.Env, *, mode: Mode, kept_in: Path) -> str:
    """Return the signing key.

    In production it must come from ``SECRET_KEY`` and have at least 50 characters;
    in local mode a random one is written to ``kept_in`` at the first start.
    """
    value: str = env.str("SECRET_KEY", default="")
    if mode is Mode.PRODUCTION or value:
        if len(value) < MINIMUM_KEY_LENGTH or value.startswith("django-insecure-"):
            raise ImproperlyConfigured(
                f"SECRET_KEY must be a random text of at least {MINIMUM_KEY_LENGTH} characters. "
                "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
            )
        return value
    return read_kept_secret(kept_in)


def read_kept_secret(path: Path) -> str:
    """Return the secret kept in a file, written there at random (mode 0600) the first time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def read_hosts(env: environ.Env, *, mode: Mode) -> list[str]:
    """Return the host names the portal answers to; production must name them, without ``*``."""
    if mode is Mode.LOCAL:
        return list(env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"]))
    hosts = list(env.list("ALLOWED_HOSTS", default=[]))
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name the portal's host names, separated by commas, without '*'. "
            "For example: ALLOWED_HOSTS=quality.example.gov.cn"
        )
    return hosts


def read_networks(env: environ.Env, name: str, *, default: list[str]) -> list[str]:
    """Return the networks a setting names, separated by commas, such as ``10.20.0.0/16``."""
    networks = [network.strip() for network in env.list(name, default=default) if network.strip()]
    try:
        return [str(ip_network(network)) for network in networks]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}. Name networks like 10.20.0.0/16.") from error


def read_debug(env: environ.Env, *, mode: Mode) -> bool:
    """Return whether Django's debug pages are on; production refuses them."""
    debug: bool = env.bool("DEBUG", default=False)
    if debug and mode is Mode.PRODUCTION:
        raise ImproperlyConfigured("DEBUG must be off in production. Remove DEBUG from the environment.")
    return debug


def read_log_form(env: environ.Env, *, mode: Mode) -> str:
    """Return how log lines are written: ``json`` (production's default) or ``line``, by ``LOG_FORM``."""
    value: str = env.str("LOG_FORM", default="json" if mode is Mode.PRODUCTION else "line")
    if value not in {"json", "line"}:
        raise ImproperlyConfigured(f"LOG_FORM is {value!r}. Set it to 'json' or 'line'.")
    return value


def read_job_queue(env: environ.Env) -> str:
    """Return where background jobs are queued and done, by ``JOB_QUEUE``.

    ``embedded`` (default): in the database, by a child process of the server; ``database``: in the database,
    by workers of their own; ``redis://HOST:PORT/NUMBER``: in Redis, by workers of their own.
    """
    value: str = env.str("JOB_QUEUE", default="embedded")
    if value not in {"embedded", "database"} and not value.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(
            f"JOB_QUEUE is {value!r}. Set it to 'embedded', 'database' or a Redis address, "
            "for example: JOB_QUEUE=redis://127.0.0.1:6379/2"
        )
    return value


def read_database(env: environ.Env, *, mode: Mode, default_file: Path) -> dict[str, object]:
    """Return Django's settings of the database named by ``DATABASE_URL``.

    SQLite waits for its turn instead of failing (immediate transactions, write-ahead log);
    PostgreSQL gets time limits so that no query can hold the portal. Production refuses SQLite
    unless ``ALLOW_SQLITE_PROD=1`` says that it is meant.
    """
    database: dict[str, object] = env.db("DATABASE_URL", default=f"sqlite:///{default_file}")
    if database["ENGINE"] == "django.db.backends.sqlite3":
        if mode is Mode.PRODUCTION and not env.bool("ALLOW_SQLITE_PROD", default=False):
            raise ImproperlyConfigured(
                "DATABASE_URL must name a PostgreSQL database in production. "
                "To run on SQLite all the same, set ALLOW_SQLITE_PROD=1."
            )
        Path(str(database["NAME"])).parent.mkdir(parents=True, exist_ok=True)
        database["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    else:
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
        database["OPTIONS"] = {
            # Compiling a question (jit) costs more than answering it does. A page read out of its turn costs
            # hardly more than one in turn, where the data lie in memory or on a solid-state disk.
            "options": "-c statement_timeout=60000 -c lock_timeout=10000 -c jit=off -c random_page_cost=1.1 "
            "-c idle_in_transaction_session_timeout=120000"
        }
    return database
