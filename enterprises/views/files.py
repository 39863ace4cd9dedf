"""Pages of the files with their products and standards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from enterprises.actions import files as actions
from enterprises.exports import enterprise_table, product_table
from enterprises.forms.files import (
    EnterpriseForm,
    EnterpriseListForm,
    ProductForm,
    ProductListForm,
    StandardForm,
)
from enterprises.models import Enterprise, Product, ProductStandard
from enterprises.models.product import StandardGroup
from enterprises.papers import file_paper
from enterprises.quality_file import quality_file
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_ENTERPRISES)
@list_page
def enterprise_list(request: PortalRequest) -> HttpResponse:
    """Find enterprises."""
    rows = Enterprise.objects.standing().visible_to(request.user).with_products()
    listing = EnterpriseListForm(request.GET).listing(rows)
    may_edit = request.user.may(Permission.EDIT_ENTERPRISES)
    return render(request, "enterprises/list.html", {"listing": listing, "may_edit": may_edit})


@require(Permission.VIEW_ENTERPRISES)
def export(request: PortalRequest) -> HttpResponse:
    """Give the list as it is filtered, as a workbook or CSV."""
    form = EnterpriseListForm(request.GET)
    rows = form.ordered(form.filtered(Enterprise.objects.standing().visible_to(request.user).with_products()))
    return table_response(form.seen(enterprise_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_ENTERPRISES)
@list_page
def products(request: PortalRequest) -> HttpResponse:
    """List products with the standards they run on, on a day."""
    form = ProductListForm(request.GET, today=clock.today())
    rows = Product.objects.visible_to(request.user)
    listing = form.listing(rows.with_standards(form.day))
    group = form.value("compare")
    context = {"listing": listing, "day": form.day}
    if group:
        counted = form.filtered(rows).in_group(group, form.day).count()
        context |= {"counted": counted, "group": StandardGroup(group).label}
    return render(request, "enterprises/products.html", context)


@require(Permission.VIEW_ENTERPRISES)
def products_export(request: PortalRequest) -> HttpResponse:
    """Give the products as they are filtered, as a workbook or CSV."""
    form = ProductListForm(request.GET, today=clock.today())
    rows = form.ordered(form.filtered(Product.objects.visible_to(request.user)).with_standards(form.day))
    return table_response(form.seen(product_table(rows)), FormatForm(request.GET), on=form.day)


@require(Permission.VIEW_ENTERPRISES)
def detail(request: PortalRequest, credit_code: str) -> HttpResponse:
    """Show an enterprise's quality file; the code of a merged file leads to the one it was merged into."""
    rows = Enterprise.objects.visible_to(request.user).select_related("township", "merged_into")
    enterprise = get_object_or_404(rows, credit_code=credit_code)
    if enterprise.merged_into:
        return redirect("enterprises:detail", credit_code=enterprise.merged_into.credit_code)
    context = {
        "enterprise": enterprise,
        "file": quality_file(enterprise, request.user, clock.today()),
        "changes": record_changes(enterprise),
        "may_edit": request.user.may(Permission.EDIT_ENTERPRISES),
    }
    return render(request, "enterprises/detail.html", context)


@require(Permission.VIEW_ENTERPRISES)
def paper(request: PortalRequest, credit_code: str) -> HttpResponse:
    """Print an enterprise's quality file."""
    rows = Enterprise.objects.standing().visible_to(request.user).select_related("township")
    enterprise = get_object_or_404(rows, credit_code=credit_code)
    try:
        content = file_paper(enterprise, request.user, clock.today())
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("enterprises:detail", credit_code=credit_code)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{credit_code}.pdf"'
    return response


@require(Permission.EDIT_ENTERPRISES)
def new(request: PortalRequest) -> HttpResponse:
    """Open a quality file."""
    form = EnterpriseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        enterprise = actions.create_enterprise(by=request.user, **form.values())
        messages.success(request, _("The quality file of %(name)s has been opened.") % {"name": enterprise})
        return redirect("enterprises:detail", credit_code=enterprise.credit_code)
    return render(request, "enterprises/edit.html", {"form": form})


@require(Permission.EDIT_ENTERPRISES)
def edit(request: PortalRequest, credit_code: str) -> HttpResponse:
    """Change the identity in a quality file."""
    enterprise = _standing(request, credit_code)
    form = EnterpriseForm(request.POST or None, instance=enterprise)
    if request.method == "POST" and form.is_valid():
        changed = actions.change_enterprise(
            enterprise, by=request.user, version=form.read_version, **form.values()
        )
        messages.success(request, _("The quality file of %(name)s has been saved.") % {"name": changed})
        return redirect("enterprises:detail", credit_code=changed.credit_code)
    return render(request, "enterprises/edit.html", {"form": form, "credit_code": credit_code})


@require(Permission.EDIT_ENTERPRISES)
def product_new(request: PortalRequest, credit_code: str) -> HttpResponse:
    """Add a product."""
    enterprise = _standing(request, credit_code)
    form = ProductForm(request.POST or None, instance=Product(enterprise=enterprise))
    if request.method == "POST" and form.is_valid():
        actions.create_product(enterprise, by=request.user, **form.values())
        return redirect("enterprises:detail", credit_code=credit_code)
    return render(request, "enterprises/product_edit.html", {"form": form, "enterprise": enterprise})


@require(Permission.EDIT_ENTERPRISES)
def product_edit(request: PortalRequest, credit_code: str, pk: int) -> HttpResponse:
    """Change a product."""
    product = _product(request, credit_code, pk)
    form = ProductForm(request.POST or None, instance=product)
    if request.method == "POST" and form.is_valid():
        actions.change_product(product, by=request.user, version=form.read_version, **form.values())
        return redirect("enterprises:detail", credit_code=credit_code)
    context = {"form": form, "enterprise": product.enterprise, "product": product}
    return render(request, "enterprises/product_edit.html", context)


@require(Permission.EDIT_ENTERPRISES)
def standard_new(request: PortalRequest, credit_code: str, pk: int) -> HttpResponse:
    """Note the standard a product runs on."""
    product = _product(request, credit_code, pk)
    form = StandardForm(request.POST or None, instance=ProductStandard(product=product))
    if request.method == "POST" and form.is_valid():
        actions.create_standard(product, by=request.user, **form.values())
        return redirect("enterprises:detail", credit_code=credit_code)
    context = {"form": form, "enterprise": product.enterprise, "product": product}
    return render(request, "enterprises/standard_edit.html", context)


@require(Permission.EDIT_ENTERPRISES)
def standard_edit(request: PortalRequest, credit_code: str, pk: int, standard_pk: int) -> HttpResponse:
    """Change what is noted of a standard, such as its last day."""
    product = _product(request, credit_code, pk)
    standard = get_object_or_404(product.standards, pk=standard_pk)
    form = StandardForm(request.POST or None, instance=standard)
    if request.method == "POST" and form.is_valid():
        actions.change_standard(standard, by=request.user, version=form.read_version, **form.values())
        return redirect("enterprises:detail", credit_code=credit_code)
    context = {"form": form, "enterprise": product.enterprise, "product": product}
    return render(request, "enterprises/standard_edit.html", context)


def _product(request: PortalRequest, credit_code: str, pk: int) -> Product:
    """Return the enterprise's product if the person may see it, else 404."""
    rows = Product.objects.visible_to(request.user).select_related("enterprise")
    return get_object_or_404(rows, pk=pk, enterprise__credit_code=credit_code, enterprise__merged_into=None)


def _standing(request: PortalRequest, credit_code: str) -> Enterprise:
    """Return the file if the person may see it and it was not merged into another one, else 404."""
    rows = Enterprise.objects.standing().visible_to(request.user)
    return get_object_or_404(rows, credit_code=credit_code)
