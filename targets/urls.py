"""Addresses of the targets pages."""

from django.urls import URLPattern, path, register_converter

from targets import editor_views, plan_views, response_views, task_link_views, views


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
    path("export/", views.export, name="export"),
    path("tasks/<str:code>/", task_link_views.task_targets, name="task_targets"),
    path("plans/new/", editor_views.plan_new, name="plan_new"),
    path("plans/<slug:plan_code>/", editor_views.plan_detail, name="plan"),
    path("plans/<slug:plan_code>/export/", editor_views.plan_export, name="plan_export"),
    path("plans/<slug:plan_code>/edit/", editor_views.plan_edit, name="plan_edit"),
    path("plans/<slug:plan_code>/targets/new/", editor_views.target_new, name="target_new"),
    path("plans/<slug:plan_code>/targets/<str:code>/", editor_views.target_edit, name="target_edit"),
    path("plans/<slug:plan_code>/proposals/", editor_views.proposals, name="proposals"),
    path("plans/<slug:plan_code>/years/<year:year>/close/", editor_views.year_close, name="year_close"),
    path("plans/<slug:plan_code>/years/<year:year>/reopen/", editor_views.year_reopen, name="year_reopen"),
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
    path("<str:code>/readings/override/", views.reading_override, name="reading_override"),
    path("<str:code>/readings/<int:pk>/", views.reading_check, name="reading_check"),
    path("<str:code>/readings/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("<str:code>/benchmarks/<str:region>/<year:year>/", views.benchmark_edit, name="benchmark_edit"),
]
