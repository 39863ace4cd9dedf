"""Joint meetings (联席会议): agenda, attendance, decisions, minutes, the pack for those who come."""
