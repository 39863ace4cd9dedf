"""What the records of the lower rooms say of every unit: one grouped question each for all units."""
