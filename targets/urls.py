"""Addresses of the targets pages."""

from django.urls import URLPattern, path, register_converter

from targets import plan_views, response_views, views


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
    path("what-if/", plan_views.what_if, name="what_if"),
    path("contributions/", plan_views.contribution_list, name="contributions"),
    path("contributions/export/", plan_views.contribution_export, name="contribution_export"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/goals/<year:year>/", views.goal_edit, name="goal_edit"),
    path("<str:code>/goals/<year:year>/confirm/", views.goal_confirm, name="goal_confirm"),
    path("<str:code>/why/", response_views.why, name="why"),
    path("<str:code>/tell/<year:year>/", response_views.tell, name="tell"),
    path("<str:code>/judgement/<year:year>/", response_views.own_judgement, name="own_judgement"),
    path("<str:code>/comments/<year:year>/new/", response_views.comment_new, name="comment_new"),
    path("<str:code>/readings/new/", views.reading_new, name="reading_new"),
    path("<str:code>/readings/<int:pk>/", views.reading_check, name="reading_check"),
    path("<str:code>/benchmarks/<str:region>/<year:year>/", views.benchmark_edit, name="benchmark_edit"),
]
