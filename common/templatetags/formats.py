"""Template filters over common.formats; the active locale is set by the request, mail or PDF."""

from django import template

from common import formats

register = template.Library()
register.filter("amount", formats.amount)
register.filter("money", formats.money)
register.filter("whole", formats.whole)
register.filter("percent", formats.percent)
register.filter("kilos", formats.kilos)
register.filter("day", formats.day)
register.filter("short_day", formats.short_day)
register.filter("moment", formats.moment)
register.filter("clock", formats.clock)
register.filter("clock_of", formats.clock_of)
