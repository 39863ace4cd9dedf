"""Addresses of the targets pages."""

from django.urls import URLPattern, path, register_converter

from targets import plan_views, views


class YearConverter:
    """A year of four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """Return the year."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write the year."""
        return f"{value:04d}"


register_converter(YearConverter, "year")

app_name = "targets"

urlpatterns: list[URLPattern] = [
    path("", views.target_list, name="list"),
    path("plans/new/", plan_views.plan_new, name="plan_new"),
    path("plans/<slug:plan_code>/", plan_views.plan_detail, name="plan"),
    path("plans/<slug:plan_code>/export/", plan_views.plan_export, name="plan_export"),
    path("plans/<slug:plan_code>/edit/", plan_views.plan_edit, name="plan_edit"),
    path("plans/<slug:plan_code>/targets/new/", plan_views.target_new, name="target_new"),
    path("plans/<slug:plan_code>/targets/<str:code>/", plan_views.target_edit, name="target_edit"),
    path("plans/<slug:plan_code>/proposals/", plan_views.proposals, name="proposals"),
    path("plans/<slug:plan_code>/years/<year:year>/close/", plan_views.year_close, name="year_close"),
    path("plans/<slug:plan_code>/years/<year:year>/reopen/", plan_views.year_reopen, name="year_reopen"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/goals/<year:year>/", views.goal_edit, name="goal_edit"),
    path("<str:code>/goals/<year:year>/confirm/", views.goal_confirm, name="goal_confirm"),
    path("<str:code>/readings/new/", views.reading_new, name="reading_new"),
    path("<str:code>/readings/override/", views.reading_override, name="reading_override"),
    path("<str:code>/readings/<int:pk>/", views.reading_check, name="reading_check"),
    path("<str:code>/readings/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("<str:code>/benchmarks/<str:region>/<year:year>/", views.benchmark_edit, name="benchmark_edit"),
]
