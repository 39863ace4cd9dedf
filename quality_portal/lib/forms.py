"""How forms are dressed, once for every form of the portal."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Draws forms from ``templates/forms/``; the back office keeps Django's own widgets."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
