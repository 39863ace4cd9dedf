"""Tables that leave the portal."""
