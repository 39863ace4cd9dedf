"""Addresses of the inspections pages."""
