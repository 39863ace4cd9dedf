"""What two files of one enterprise both hold becomes one: products of one name, instruments of one number.

Of such twins the one in the closed file stays there, marked as never produced or used, so that no day's
figure counts it twice; what was noted below it moves to its twin.
"""

from datetime import date

from departments.records import change_record
from enterprises.models import Enterprise, Instrument, Product


def join_products(gone: Enterprise, kept: Enterprise, *, by: object) -> None:
    """Move the products with the standards they run on."""
    own = {product.name: product for product in kept.products.all()}
    for product in gone.products.all():
        twin = own.get(product.name)
        if twin is None:
            change_record(product, by=by, version=product.version, enterprise=kept)
        else:
            _join_product(product, twin, by=by)


def _join_product(product: Product, twin: Product, *, by: object) -> None:
    known = set(twin.standards.values_list("number", "effective_on"))
    for standard in product.standards.all():
        if (standard.number, standard.effective_on) not in known:
            change_record(standard, by=by, version=standard.version, product=twin)
    change_record(
        twin,
        by=by,
        version=twin.version,
        is_main=twin.is_main or product.is_main,
        listed_on=min(twin.listed_on, product.listed_on),
        delisted_on=_later(twin.delisted_on, product.delisted_on),
    )
    change_record(product, by=by, version=product.version, delisted_on=product.listed_on)


def join_instruments(gone: Enterprise, kept: Enterprise, *, by: object) -> None:
    """Move the instruments with their verifications."""
    own = {(instrument.name, instrument.number): instrument for instrument in kept.instruments.all()}
    for instrument in gone.instruments.all():
        twin = own.get((instrument.name, instrument.number))
        if twin is None:
            change_record(instrument, by=by, version=instrument.version, enterprise=kept)
        else:
            _join_instrument(instrument, twin, by=by)


def _join_instrument(instrument: Instrument, twin: Instrument, *, by: object) -> None:
    known = set(twin.verifications.values_list("verified_on", flat=True))
    for verification in instrument.verifications.all():
        if verification.verified_on not in known:
            change_record(verification, by=by, version=verification.version, instrument=twin)
    change_record(
        twin,
        by=by,
        version=twin.version,
        is_mandatory=twin.is_mandatory or instrument.is_mandatory,
        in_use_since=min(twin.in_use_since, instrument.in_use_since),
        withdrawn_on=_later(twin.withdrawn_on, instrument.withdrawn_on),
    )
    change_record(instrument, by=by, version=instrument.version, withdrawn_on=instrument.in_use_since)


def _later(first: date | None, second: date | None) -> date | None:
    """Return the later of two last days; None, which stands for no last day, is the latest."""
    return None if first is None or second is None else max(first, second)
