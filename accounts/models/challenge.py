"""The question that is asked of whoever forgot their password (ACC-4, ACC-7)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.member import User


class StandardQuestion(models.TextChoices):
    """Questions to choose among, in everyone's own language; who likes none of them writes one."""

    FIRST_PET = "first_pet", _("What was your first pet called?")
    FIRST_SCHOOL = "first_school", _("Which was your first school?")
    CHILDHOOD_FRIEND = "childhood_friend", _("What was your best friend in childhood called?")
    CHILDHOOD_STREET = "childhood_street", _("In which street did you live as a child?")
    MOTHERS_TOWN = "mothers_town", _("In which town was your mother born?")
    FIRST_JOB = "first_job", _("Where did you have your first job?")
    FIRST_CAR = "first_car", _("What was your first car?")
    FIRST_CONCERT = "first_concert", _("Whom did you hear at your first concert?")


class ChallengeQuestion(models.Model):
    """A user's question, one of ours or their own; of the answer only a hash is kept, like that of a password."""

    user = models.OneToOneField(User, models.CASCADE, related_name="challenge")
    standard = models.CharField(max_length=30, choices=StandardQuestion, blank=True)
    own = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=128, editable=False)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("challenge question")
        verbose_name_plural = _("challenge questions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="challenge_question_is_a_standard_one_or_ones_own",
                condition=Q(standard="") ^ Q(own=""),
            )
        ]

    def __str__(self) -> str:
        return self.own or str(StandardQuestion(self.standard).label)
