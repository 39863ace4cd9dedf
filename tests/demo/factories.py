"""A demonstration small enough for tests."""

from datetime import date

from quality_portal.demo.scale import Scale

TINY = Scale(
    name="tiny",
    enterprises=400,
    samples=2500,
    credentials=120,
    main_industrial=24,
    main_farm=16,
    with_history=True,
)
TODAY = date(2026, 11, 23)
PASSWORD = "Plum-tree-91"
