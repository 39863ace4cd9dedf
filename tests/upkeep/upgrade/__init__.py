"""Every earlier form of the database, filled with rows and brought to the newest."""
