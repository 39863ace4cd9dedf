"""Figures for the targets."""
