"""Changes to enterprises, their products and the standards these run on."""

from typing import Any

from departments.records import change_record, create_record
from enterprises.models import Enterprise, Product, ProductStandard


def create_enterprise(*, by: object, **values: Any) -> Enterprise:
    """Open a quality file; raises ValidationError with the fields' messages."""
    return create_record(Enterprise(**values), by=by)


def change_enterprise(enterprise: Enterprise, *, by: object, version: int, **values: Any) -> Enterprise:
    """Change a quality file read at ``version``; raises EditConflict when somebody was faster."""
    return change_record(enterprise, by=by, version=version, **values)


def create_product(enterprise: Enterprise, *, by: object, **values: Any) -> Product:
    """Add a product to an enterprise; raises ValidationError with the fields' messages."""
    return create_record(Product(enterprise=enterprise, **values), by=by)


def change_product(product: Product, *, by: object, version: int, **values: Any) -> Product:
    """Change a product read at ``version``; raises EditConflict when somebody was faster."""
    return change_record(product, by=by, version=version, **values)


def create_standard(product: Product, *, by: object, **values: Any) -> ProductStandard:
    """Note from when a product runs on a standard; raises ValidationError with the fields' messages."""
    return create_record(ProductStandard(product=product, **values), by=by)


def change_standard(standard: ProductStandard, *, by: object, version: int, **values: Any) -> ProductStandard:
    """Change a standard read at ``version``; raises EditConflict when somebody was faster."""
    return change_record(standard, by=by, version=version, **values)
