"""Choosing a challenge question, and answering it (ACC-4, ACC-7)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import challenging
from accounts.forms import CurrentPasswordForm, PasswordForm
from accounts.models import ChallengeQuestion, StandardQuestion

OWN = "own"
SHORTEST_ANSWER = 2
ANSWER = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})


class QuestionForm(forms.Form):
    """A standard question or one's own, and its answer."""

    standard = forms.ChoiceField(label=_("Challenge question"))
    own = forms.CharField(
        label=_("Your own question"), required=False, max_length=200, help_text=_("Only where you chose to write one.")
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=100,
        help_text=_("Capitals, spaces and accents do not matter. It is kept like a password: nobody can read it."),
        widget=ANSWER,
    )

    empty = _("Choose a question")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", self.empty), *StandardQuestion.choices, (OWN, _("A question of my own"))]
        self.fields["standard"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("standard") == OWN and not cleaned.get("own"):
            self.add_error("own", _("Write your question."))
        if "standard" in cleaned and not cleaned["standard"] and (cleaned.get("own") or cleaned.get("answer")):
            self.add_error("standard", _("Choose the question that this is about."))
        if cleaned.get("standard") and "answer" in cleaned:
            self._check(challenging.folded(cleaned["answer"]), challenging.folded(self._own()))
        return cleaned

    def _check(self, answer: str, own: str) -> None:
        if len(answer) < SHORTEST_ANSWER:
            self.add_error("answer", _("The answer needs at least two letters or digits."))
        elif answer in own:
            self.add_error("answer", _("The question must not hold its answer."))

    def _own(self) -> str:
        return str(self.cleaned_data.get("own", "")) if self.cleaned_data.get("standard") == OWN else ""

    def chosen(self) -> challenging.Chosen:
        standard = self.cleaned_data["standard"]
        return challenging.Chosen(
            answer=self.cleaned_data["answer"], standard="" if standard == OWN else standard, own=self._own()
        )


def initial_of(question: ChallengeQuestion | None) -> dict[str, str]:
    """What a form shows of the question that is kept; never its answer."""
    return {"standard": question.standard or OWN, "own": question.own} if question else {}


class ChangeQuestionForm(CurrentPasswordForm, QuestionForm):
    """Another question, with the current password."""

    field_order = ("standard", "own", "answer", "current")


class PasswordAndQuestionForm(PasswordForm, QuestionForm):
    """A new password after an administrator's link, and another question for whoever wants one (ACC-7, IMO)."""

    field_order = ("password1", "password2", "standard", "own", "answer")
    empty = _("Keep the one you have")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].required = self.fields["answer"].required = False

    def chosen_or_kept(self) -> challenging.Chosen | None:
        return self.chosen() if self.cleaned_data["standard"] else None


class AnswerForm(forms.Form):
    """The answer to one's question, which is its label."""

    answer = forms.CharField(max_length=100, widget=ANSWER)

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = question
