"""Finds the product class (产品类别) of a product by the longest keyword in its name."""

import re

from inspections.imports.columns import quick_key
from inspections.models import ProductClass


class Classifier:
    """Knows the keywords of every class; the class listed first wins a tie."""

    def __init__(self) -> None:
        self._classes: dict[str, int] = {}
        for pk, keywords in ProductClass.objects.order_by("order", "code").values_list("pk", "keywords"):
            for word in keywords.split():
                self._classes.setdefault(quick_key(word), pk)
        longest_first = sorted(self._classes, key=len, reverse=True)
        # A look-ahead finds keywords that overlap; at each place the longest comes first.
        self._pattern = (
            re.compile(f"(?=({'|'.join(map(re.escape, longest_first))}))") if self._classes else None
        )
        self._known: dict[str, int | None] = {}

    def class_of(self, product: str, category: str = "") -> int | None:
        """Return the class's primary key by the product's name, else by its category, else None."""
        found = self._by_name(product)
        return found if found is not None or not category else self._by_name(category)

    def _by_name(self, name: str) -> int | None:
        if self._pattern is None:
            return None
        if name not in self._known:
            words: list[str] = self._pattern.findall(quick_key(name))
            self._known[name] = self._classes[max(words, key=len)] if words else None
        return self._known[name]
