"""Forms of the inspections pages."""
