"""A list of people that somebody sent, kept between looking at what it would do and doing it (ACC-15)."""

from django.utils.translation import gettext_lazy as _

from accounts.models.kept_file import KeptFile, KeptFileQuerySet


class PeopleImport(KeptFile):
    objects = KeptFileQuerySet["PeopleImport"].as_manager()

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
