"""Pages of the enforcement cases."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from inspections import papers
from inspections.actions.case_opening import open_cases_for
from inspections.actions.cases import record_step, withdraw_step
from inspections.case_sheet import CaseSheet
from inspections.exports.cases import case_table, spared_table
from inspections.forms.cases import CaseListForm, SparedForm, WithdrawForm
from inspections.models import Case, CaseAction, Step
from inspections.models.case import CaseQuerySet
from inspections.queries.case_figures import case_overview, failed_without_case, in_order, spared_products
from inspections.queries.cases import LadderReader, superior_pass
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.downloads import FormatForm, table_response
from quality_portal.lib.uploads import attachment


def _cases(request: PortalRequest) -> CaseQuerySet:
    return Case.objects.visible_to(request.user).with_stage()


def _case(request: PortalRequest, number: str) -> Case:
    rows = _cases(request).select_related("sample__campaign", "enterprise", "township", "ladder", "due_step")
    return get_object_or_404(rows, number=number)


@require(Permission.VIEW_INSPECTIONS)
@list_page
def case_list(request: PortalRequest) -> HttpResponse:
    """Find cases; the figures above speak of every case the person may see."""
    today = clock.today()
    form = CaseListForm(request.GET, today=today)
    rows = in_order(_cases(request)).select_related("sample", "township", "due_step")
    may_edit = request.user.may(Permission.EDIT_INSPECTIONS)
    context = {
        "listing": form.listing(rows),
        "figures": case_overview(Case.objects.visible_to(request.user), today),
        "today": today,
        "waiting": failed_without_case().count() if may_edit else 0,
    }
    return render(request, "inspections/cases/list.html", context)


@require(Permission.VIEW_INSPECTIONS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the list as it is filtered, as a workbook or CSV."""
    today = clock.today()
    form = CaseListForm(request.GET, today=today)
    rows = form.ordered(form.filtered(in_order(_cases(request))))
    return table_response(form.seen(case_table(rows, today)), FormatForm(request.GET), on=today)


@require(Permission.EDIT_INSPECTIONS)
@require_POST
def open_missing(request: PortalRequest) -> HttpResponse:
    """Open cases for the failed samples that should have one."""
    opened = open_cases_for(list(failed_without_case()), by=request.user)
    words = ngettext("%(count)d case has been opened.", "%(count)d cases have been opened.", opened)
    messages.success(request, words % {"count": opened})
    return redirect("cases:list")


@require(Permission.VIEW_INSPECTIONS)
@list_page
def spared(request: PortalRequest) -> HttpResponse:
    """List the products that are not to be sampled again, because a superior authority passed them."""
    today = clock.today()
    form = SparedForm(request.GET)
    rows = spared_products(request.user, today).select_related("campaign", "producer", "township")
    context = {"listing": form.listing(rows), "today": today}
    return render(request, "inspections/cases/spared.html", context)


@require(Permission.VIEW_INSPECTIONS)
def spared_export(request: PortalRequest) -> HttpResponse:
    """Give the products not to be sampled again, as they are filtered, as a workbook or CSV."""
    today = clock.today()
    form = SparedForm(request.GET)
    rows = form.ordered(form.filtered(spared_products(request.user, today)))
    return table_response(form.seen(spared_table(rows)), FormatForm(request.GET), on=today)


@require(Permission.VIEW_INSPECTIONS)
def detail(request: PortalRequest, number: str) -> HttpResponse:
    """Show a case: where it stands, what may follow and what may not, everything done."""
    case = _case(request, number)
    may_edit = request.user.may(Permission.EDIT_INSPECTIONS)
    sheet = CaseSheet(case, LadderReader(), clock.today())
    context = {
        "case": case,
        "sheet": sheet,
        "forms": sheet.forms() if may_edit else [],
        "may_edit": may_edit,
        "may_open_file": request.user.may(Permission.VIEW_ENTERPRISES),
        "superior": superior_pass(case.sample, months=case.ladder.rest_months),
        "withdraw_form": WithdrawForm(initial={"version": case.version}),
        "changes": record_changes(case),
    }
    return render(request, "inspections/cases/detail.html", context)


@require(Permission.EDIT_INSPECTIONS)
def step(request: PortalRequest, number: str, code: str) -> HttpResponse:
    """Record a step; what is refused comes back with the reason and everything typed."""
    case = _case(request, number)
    chosen = get_object_or_404(Step.objects.visible_to(request.user), ladder=case.ladder, code=code)
    sheet = CaseSheet(case, LadderReader(), clock.today())
    form = sheet.form(chosen, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            record_step(case, chosen, form.taken(), by=request.user, version=version)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("“%(step)s” has been recorded.") % {"step": chosen.label})
            return redirect("cases:detail", number=number)
    context = {"case": case, "step": chosen, "form": form, "proposal": sheet.proposal(chosen)}
    return render(request, "inspections/cases/step.html", context)


@require(Permission.EDIT_INSPECTIONS)
@require_POST
def withdraw(request: PortalRequest, number: str, pk: int) -> HttpResponse:
    """Take back the step entered last."""
    case = _case(request, number)
    action = get_object_or_404(case.actions.valid().select_related("case"), pk=pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the step is withdrawn."))
        return redirect("cases:detail", number=number)
    try:
        withdraw_step(
            action, by=request.user, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"]
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(step)s” has been withdrawn.") % {"step": action.step.label})
    return redirect("cases:detail", number=number)


@require(Permission.VIEW_INSPECTIONS)
def evidence(request: PortalRequest, number: str, pk: int) -> FileResponse:
    """Give the evidence of a step as a file to save."""
    case = _case(request, number)
    action = get_object_or_404(case.actions.exclude(evidence=""), pk=pk)
    try:
        return attachment(str(action.evidence.name), action.evidence_name)
    except FileNotFoundError as error:
        raise Http404(_("The file is missing on the disk. Tell the administrator.")) from error


@require(Permission.VIEW_INSPECTIONS)
def notice(request: PortalRequest, number: str, code: str) -> HttpResponse:
    """Print the notice of a step: as it was recorded, or as a draft while the step is ahead."""
    case = _case(request, number)
    rows = Step.objects.visible_to(request.user).exclude(paper="").select_related("counted_from")
    chosen = get_object_or_404(rows, ladder=case.ladder, code=code)
    action: CaseAction | None = case.actions.valid().filter(step=chosen).first()
    proceedings = LadderReader().of(case)
    if action is None and not proceedings.judge(proceedings.by_code[code], clock.today()).is_reached:
        raise Http404(_("This notice cannot be issued yet."))
    try:
        content = papers.notice(case, chosen, action, proceedings)
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("cases:detail", number=number)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{case.number}-{code}.pdf"'
    return response
