"""The staff's admin as a whole."""

from django.contrib import admin

from accounts.models import User


def test_tables_of_libraries_that_are_not_ours_to_change_are_left_out() -> None:
    shown = {model._meta.label for model in admin.site._registry}
    assert "account.EmailAddress" not in shown
    assert User._meta.label in shown
