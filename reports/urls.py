"""Addresses of the half-yearly reports."""

from django.urls import path

from reports.views import compiled, evidence, lists, periods, reviewing, writing

app_name = "reports"

urlpatterns = [
    path("", lists.report_list, name="list"),
    path("export/", lists.export, name="export"),
    path("periods/open/", periods.open_new, name="period_open"),
    path("periods/<int:pk>/", periods.period, name="period"),
    path("periods/<int:pk>/due-date/", periods.due_date, name="period_due"),
    path("periods/<int:pk>/lock/", periods.lock, name="period_lock"),
    path("periods/<int:pk>/unlock/", periods.unlock, name="period_unlock"),
    path("periods/<int:pk>/exceptions/", periods.grant, name="period_exception"),
    path("periods/<int:pk>/remind/", periods.urge, name="period_remind"),
    path("periods/<int:pk>/compile/", compiled.compile_now, name="compile"),
    path("compiled/<int:pk>/", compiled.show, name="compiled"),
    path("compiled/<int:pk>/sections/<int:section_pk>/", compiled.section_edit, name="section_edit"),
    path("compiled/<int:pk>/report.pdf", compiled.as_pdf, name="compiled_pdf"),
    path("compiled/<int:pk>/report.docx", compiled.as_word, name="compiled_word"),
    path("<int:pk>/", reviewing.detail, name="detail"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/lines/<int:line_pk>/", writing.line, name="line"),
    path("<int:pk>/redraft/", writing.bring_up_to_date, name="redraft"),
    path("<int:pk>/submit/", writing.hand_in, name="submit"),
    path("<int:pk>/withdraw/", writing.take_back, name="withdraw"),
    path("<int:pk>/preview/", writing.preview, name="preview"),
    path("<int:pk>/report.pdf", writing.as_pdf, name="pdf"),
    path("<int:pk>/evidence/", evidence.add, name="evidence_add"),
    path("<int:pk>/evidence/<int:file_pk>/", evidence.download, name="evidence"),
    path("<int:pk>/evidence/<int:file_pk>/thumbnail/", evidence.small, name="thumbnail"),
    path("<int:pk>/evidence/<int:file_pk>/remove/", evidence.remove, name="evidence_remove"),
    path("<int:pk>/versions/<int:number>/", reviewing.version, name="version"),
    path("<int:pk>/lines/<int:line_pk>/remarks/", reviewing.remark, name="remark"),
    path("<int:pk>/remarks/<int:remark_pk>/remove/", reviewing.remark_remove, name="remark_remove"),
    path("<int:pk>/return/", reviewing.give_back, name="return"),
    path("<int:pk>/accept/", reviewing.accept, name="accept"),
]
