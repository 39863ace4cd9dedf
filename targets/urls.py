"""Addresses of the targets pages."""

from django.urls import URLPattern, path, register_converter

from targets import task_link_views, views


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
    path("tasks/<str:code>/", task_link_views.task_targets, name="task_targets"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/goals/<year:year>/", views.goal_edit, name="goal_edit"),
    path("<str:code>/goals/<year:year>/confirm/", views.goal_confirm, name="goal_confirm"),
    path("<str:code>/readings/new/", views.reading_new, name="reading_new"),
    path("<str:code>/readings/<int:pk>/", views.reading_check, name="reading_check"),
    path("<str:code>/benchmarks/<str:region>/<year:year>/", views.benchmark_edit, name="benchmark_edit"),
]
