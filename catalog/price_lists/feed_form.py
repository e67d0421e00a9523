"""How a price feed comes, to clean data."""

from django import forms

from catalog.models import PriceFeed


class FeedForm(forms.ModelForm[PriceFeed]):
    is_filter = True  # each choice is one: nothing is left out, which “optional” would say

    class Meta:
        model = PriceFeed
        fields = ("kind", "mail")
