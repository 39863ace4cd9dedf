"""Forms of what people answer to a target's light."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from targets.forms import FigureForm
from targets.models import Comment, Notice, OwnJudgement, OwnLight


class NoticeForm(forms.ModelForm):
    """What the office tells the responsible department."""

    class Meta:
        model = Notice
        fields: ClassVar[list[str]] = ["sentence"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"sentence": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar[dict[str, Any]] = {
            "sentence": _("The department finds it in its inbox, with a link to the reasons of the light.")
        }


class OwnJudgementForm(FigureForm):
    """How the responsible department itself sees the year."""

    light = forms.ChoiceField(label=_("own judgement"), choices=OwnLight.choices, widget=forms.RadioSelect())

    class Meta:
        model = OwnJudgement
        fields: ClassVar[list[str]] = ["light", "sentence"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "sentence": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "sentence": _("Required where your judgement differs from the computed light.")
        }

    def validate_constraints(self) -> None:
        """Leave it to the action to compare with the computed light."""


class CommentForm(forms.ModelForm):
    """A comment of the office."""

    class Meta:
        model = Comment
        fields: ClassVar[list[str]] = ["text"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": forms.Textarea(attrs={"rows": 3})}
