"""Signing in with a code beside the password: one-time codes of an authenticator app (RFC 6238)."""
