"""How a price feed comes, to clean data."""

from django import forms

from catalog.models import PriceFeed


class FeedForm(forms.ModelForm[PriceFeed]):
    class Meta:
        model = PriceFeed
        fields = ("kind", "mail")
