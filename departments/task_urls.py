"""Addresses of the year's tasks and the urging notices."""

from django.urls import path

from departments.views import notices, task_list, task_tables, tasks

app_name = "tasks"

urlpatterns = [
    path("", tasks.task_list, name="list"),
    path("export/", task_tables.export, name="export"),
    path("import/", task_tables.upload, name="import"),
    path("import/confirm/", task_tables.confirm, name="import_confirm"),
    path("table/", task_tables.official_table, name="table"),
    path("new/", task_list.task_new, name="new"),
    path("draw-up/", task_list.draw_up_list, name="draw_up"),
    path("copy/", task_list.copy_list, name="copy"),
    path("issue/", task_list.issue_list, name="issue"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/export/", notices.notice_export, name="notice_export"),
    path("notices/escalate/", notices.escalate, name="escalate"),
    path("notices/red/", notices.red_units, name="red_units"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/answer/", notices.notice_answer, name="notice_answer"),
    path("notices/<int:pk>/close/", notices.notice_close, name="notice_close"),
    path("notices/<int:pk>/print/", notices.notice_print, name="notice_print"),
    path("<str:code>/", tasks.detail, name="detail"),
    path("<str:code>/edit/", task_list.task_edit, name="edit"),
    path("<str:code>/evidence/<int:pk>/", tasks.evidence, name="evidence"),
    path("<str:code>/urge/", notices.notice_new, name="urge"),
    path("<str:code>/<slug:step>/", tasks.step, name="step"),
    path("<str:code>/<slug:step>/<slug:unit>/", tasks.step, name="part_step"),
]
