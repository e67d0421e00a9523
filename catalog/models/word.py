"""The words of all names, by which misspelt ones are forgiven (CAT-10); written by imports and at night."""

from django.db import models


class Word(models.Model):
    """A word of listed products' names or makers, as the search compares it, and in how many listings it stands."""

    id = models.AutoField(primary_key=True)
    text = models.CharField(max_length=60, unique=True, db_collation="C")
    listings = models.IntegerField()

    def __str__(self) -> str:
        return self.text


class Shortening(models.Model):
    """A word without one of its letters: two words of which one letter is wrong have one in common."""

    pk = models.CompositePrimaryKey("short", "word_id")
    short = models.CharField(max_length=60, db_collation="C")
    word = models.ForeignKey(Word, models.CASCADE, related_name="shortenings")

    def __str__(self) -> str:
        return self.short
