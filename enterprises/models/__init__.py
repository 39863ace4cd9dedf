"""Enterprises and their products."""

from enterprises.models.enterprise import Enterprise, Industry, Scale
from enterprises.models.product import Product, ProductStandard, StandardKind

__all__ = ["Enterprise", "Industry", "Product", "ProductStandard", "Scale", "StandardKind"]
