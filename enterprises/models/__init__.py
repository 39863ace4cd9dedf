"""Enterprises, their products and instruments."""

from enterprises.models.distinct_pair import DistinctPair
from enterprises.models.enterprise import Enterprise, Industry, Scale
from enterprises.models.instrument import Instrument, Verification
from enterprises.models.product import Product, ProductStandard, StandardKind
from enterprises.models.risk_figure import RiskFigure
from enterprises.models.table_import import TableImport

__all__ = [
    "DistinctPair",
    "Enterprise",
    "Industry",
    "Instrument",
    "Product",
    "ProductStandard",
    "RiskFigure",
    "Scale",
    "StandardKind",
    "TableImport",
    "Verification",
]
