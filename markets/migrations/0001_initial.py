import datetime
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import markets.models.desk
import markets.models.market
import markets.models.policies


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Market",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "wrong_passwords",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="wrong passwords until lockout",
                    ),
                ),
                (
                    "who_unlocks",
                    models.CharField(
                        choices=[
                            ("administrators", "The company's administrators, or staff"),
                            ("staff", "Staff only, asked by an administrator"),
                        ],
                        default="administrators",
                        max_length=20,
                        verbose_name="who unlocks",
                    ),
                ),
                (
                    "staff_need_request",
                    models.BooleanField(
                        default=False, verbose_name="staff change users only at an administrator's request"
                    ),
                ),
                ("staff_change_email", models.BooleanField(default=True, verbose_name="staff change e-mail addresses")),
                (
                    "password_least",
                    models.PositiveSmallIntegerField(default=8, verbose_name="least characters of a password"),
                ),
                (
                    "password_most",
                    models.PositiveSmallIntegerField(default=128, verbose_name="most characters of a password"),
                ),
                (
                    "minimum_purchases",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="minimum purchases a year"
                    ),
                ),
                (
                    "dormancy_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="dormancy in months"),
                ),
                (
                    "reactivation_fee",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="reactivation fee before taxes",
                    ),
                ),
                (
                    "processing_fee",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="processing fee of a former customer before taxes",
                    ),
                ),
                (
                    "lapsed_loses",
                    models.CharField(
                        choices=[("web", "web access"), ("web_and_ordering", "web access and ordering")],
                        default="web",
                        max_length=20,
                        verbose_name="a lapsed company loses",
                    ),
                ),
                (
                    "warning_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=markets.models.policies.days_warned_ahead,
                        verbose_name="warned ahead, days",
                    ),
                ),
                (
                    "suspension_days",
                    models.PositiveSmallIntegerField(default=14, verbose_name="bad standing to suspension, days"),
                ),
                (
                    "grace_days",
                    models.PositiveSmallIntegerField(default=10, verbose_name="grace before credit hold, days"),
                ),
                (
                    "application_hours",
                    models.PositiveSmallIntegerField(default=48, verbose_name="applications answered within, hours"),
                ),
                (
                    "end_customer_review_hours",
                    models.PositiveSmallIntegerField(default=0, verbose_name="review time of end customers, hours"),
                ),
                ("rma_days", models.PositiveSmallIntegerField(default=15, verbose_name="RMA valid, days")),
                (
                    "reporting_hours",
                    models.PositiveSmallIntegerField(default=24, verbose_name="time for reporting, hours"),
                ),
                (
                    "reporting_covers",
                    models.CharField(
                        choices=[
                            ("damage", "damage in transport"),
                            ("every_difference", "every difference on delivery"),
                        ],
                        default="damage",
                        max_length=20,
                        verbose_name="what that time covers",
                    ),
                ),
                ("checks_at_door", models.BooleanField(default=False, verbose_name="goods are checked at the door")),
                (
                    "approved_at_once",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("lost", "Lost shipment"),
                                ("short", "Short shipment"),
                                ("damaged", "Damaged in transport"),
                                ("billing", "Billing error"),
                                ("stock_balancing", "Stock balancing"),
                                ("defective", "Defective (DOA)"),
                                ("wrong_product", "Wrong product"),
                                ("wrong_quantity", "Wrong quantity"),
                                ("refused_at_door", "Refused at the door"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="reasons approved at once",
                    ),
                ),
                (
                    "handling_percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("10.00"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="handling charge, percent of the line's net",
                    ),
                ),
                ("cutoff", models.TimeField(default=datetime.time(14, 0), verbose_name="cutoff")),
                ("bid_cutoff", models.TimeField(default=datetime.time(13, 0), verbose_name="cutoff with BID lines")),
                ("import_rows", models.PositiveIntegerField(default=100, verbose_name="rows of an import")),
                ("active_baskets", models.PositiveIntegerField(default=100, verbose_name="active baskets a user")),
                (
                    "stuck_business_days",
                    models.PositiveSmallIntegerField(default=2, verbose_name="order counts as stuck, business days"),
                ),
                (
                    "certificate_hours",
                    models.PositiveSmallIntegerField(default=0, verbose_name="hours until certificates"),
                ),
                ("sells_volume_licenses", models.BooleanField(default=True, verbose_name="sells volume licenses")),
                ("sends_einvoices", models.BooleanField(default=False, verbose_name="offers e-invoices")),
                ("code", models.SlugField(max_length=8, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "stock_bit",
                    models.PositiveSmallIntegerField(
                        help_text="Place of this market in the bit mask of the catalog's stock; never changed once products exist.",
                        unique=True,
                        validators=[django.core.validators.MaxValueValidator(14)],
                        verbose_name="stock bit",
                    ),
                ),
                (
                    "country",
                    models.CharField(help_text="ISO code of two letters.", max_length=2, verbose_name="country"),
                ),
                (
                    "subdivision",
                    models.CharField(
                        blank=True, help_text="For its holidays.", max_length=3, verbose_name="province or state"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=40, validators=[markets.models.market.known_time_zone], verbose_name="time zone"
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        help_text="The first is the default.",
                        verbose_name="languages",
                    ),
                ),
                (
                    "served_countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        verbose_name="countries of its applicants",
                    ),
                ),
                (
                    "visitors_see",
                    models.CharField(
                        choices=[("none", "no price"), ("retail", "the retail price")],
                        default="none",
                        max_length=10,
                        verbose_name="visitors see",
                    ),
                ),
                ("taxes_included", models.BooleanField(default=False, verbose_name="prices include taxes")),
                (
                    "taxes_note",
                    models.CharField(
                        blank=True,
                        help_text="Names the taxes that prices include.",
                        max_length=120,
                        verbose_name="note on taxes",
                    ),
                ),
                ("return_address", models.TextField(blank=True, verbose_name="return address")),
                (
                    "seller",
                    models.TextField(
                        blank=True,
                        help_text="Name and address of who sells here, as documents print it.",
                        verbose_name="seller",
                    ),
                ),
                (
                    "seller_tax_number",
                    models.CharField(blank=True, max_length=40, verbose_name="seller's tax number"),
                ),
                (
                    "payment_details",
                    models.TextField(
                        blank=True,
                        help_text="Printed on invoices, one way on a line: “Bankgiro: 555-0102”.",
                        verbose_name="how to pay",
                    ),
                ),
                (
                    "chat_topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, verbose_name="chat topics"
                    ),
                ),
            ],
            options={
                "verbose_name": "market",
                "verbose_name_plural": "markets",
                "ordering": ("position", "code"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stock_bit__lt", 15)), name="market_stock_bit_fits_mask"
                    ),
                    models.CheckConstraint(condition=models.Q(("languages__len__gte", 1)), name="market_has_language"),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^[A-Z]{2}$")), name="market_country_is_iso"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="market_currency_is_iso"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bid_cutoff__lte", models.F("cutoff"))),
                        name="market_bid_cutoff_not_after_cutoff",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong_passwords__gte", 1)), name="market_lockout_after_one_at_least"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("password_least__gte", 1), ("password_most__gte", models.F("password_least"))
                        ),
                        name="market_password_lengths_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handling_percent__gte", 0), ("handling_percent__lte", 100)),
                        name="market_handling_is_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactDesk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("support", "Support"),
                            ("sales", "Sales"),
                            ("returns", "Returns"),
                            ("cancellations", "Cancellations"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("extension", models.CharField(blank=True, max_length=12, verbose_name="extension")),
                ("fax", models.CharField(blank=True, max_length=40, verbose_name="fax")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("address", models.TextField(blank=True, verbose_name="postal address")),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desks",
                        to="markets.market",
                        verbose_name="market",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact desk",
                "verbose_name_plural": "contact desks",
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="MarketWarehouse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="market_warehouses",
                        to="markets.market",
                        verbose_name="market",
                    ),
                ),
            ],
            options={
                "verbose_name": "warehouse of the market",
                "verbose_name_plural": "warehouses of the market",
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("order", "Order"),
                            ("invoice", "Invoice"),
                            ("credit_note", "Credit note"),
                            ("shipment", "Shipment"),
                            ("rma", "RMA"),
                            ("quote", "Quote"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("prefix", models.CharField(max_length=12, unique=True, verbose_name="prefix")),
                ("last_number", models.PositiveIntegerField(default=0, verbose_name="last number")),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="number_series",
                        to="markets.market",
                        verbose_name="market",
                    ),
                ),
            ],
            options={
                "verbose_name": "number series",
                "verbose_name_plural": "number series",
                "ordering": ("market", "kind"),
            },
        ),
        migrations.CreateModel(
            name="OpeningSpan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="weekday",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="opens")),
                ("closes", models.TimeField(verbose_name="closes")),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spans",
                        to="markets.contactdesk",
                        verbose_name="desk",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening hours",
                "verbose_name_plural": "opening hours",
                "ordering": ("weekday", "opens"),
            },
        ),
        migrations.CreateModel(
            name="RegistrationDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registration_documents",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "verbose_name": "registration document",
                "verbose_name_plural": "registration documents",
                "ordering": ("country", "position"),
            },
        ),
        migrations.CreateModel(
            name="ShippingMethod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("carrier", models.CharField(max_length=60, verbose_name="carrier")),
                (
                    "tracking_url",
                    models.CharField(
                        blank=True,
                        help_text="{number} stands for the tracking number.",
                        max_length=200,
                        verbose_name="tracking address",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "least_days",
                    models.PositiveSmallIntegerField(default=1, verbose_name="delivery, least business days"),
                ),
                ("most_days", models.PositiveSmallIntegerField(default=3, verbose_name="delivery, most business days")),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shipping_methods",
                        to="markets.market",
                        verbose_name="market",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipping method",
                "verbose_name_plural": "shipping methods",
                "ordering": ("market", "position", "id"),
            },
        ),
        migrations.CreateModel(
            name="FreightRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("region", models.CharField(blank=True, max_length=3, verbose_name="region")),
                (
                    "up_to_grams",
                    models.PositiveIntegerField(
                        blank=True, help_text="Inclusive. Empty: any weight.", null=True, verbose_name="up to, grams"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="freight_rates",
                        to="markets.shippingmethod",
                        verbose_name="shipping method",
                    ),
                ),
            ],
            options={
                "verbose_name": "freight rate",
                "verbose_name_plural": "freight rates",
                "ordering": ("method", "country", "region", models.OrderBy(models.F("up_to_grams"), nulls_last=True)),
            },
        ),
        migrations.CreateModel(
            name="TaxRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2, verbose_name="country of delivery")),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the whole country.",
                        max_length=3,
                        verbose_name="region of delivery",
                    ),
                ),
                ("name", models.CharField(max_length=20, verbose_name="name")),
                ("rate", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="rate in percent")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to, inclusive")),
                (
                    "is_waived_by_certificate",
                    models.BooleanField(
                        default=False,
                        help_text="Not charged to a company registered for resale, such as by a PST number or a resale certificate.",
                        verbose_name="waived by a certificate",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tax_rates",
                        to="markets.market",
                        verbose_name="market",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax rate",
                "verbose_name_plural": "tax rates",
                "ordering": ("market", "country", "region", "position", "name", "valid_from"),
            },
        ),
        migrations.CreateModel(
            name="Warehouse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=12, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("city", models.CharField(max_length=60, verbose_name="city")),
                ("region", models.CharField(blank=True, max_length=40, verbose_name="region")),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="Its holidays are kept. Empty: those of the market.",
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                (
                    "subdivision",
                    models.CharField(
                        blank=True, help_text="For its holidays.", max_length=3, verbose_name="province or state"
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the clock of the market.",
                        max_length=40,
                        validators=[markets.models.market.known_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "markets",
                    models.ManyToManyField(
                        related_name="warehouses", through="markets.MarketWarehouse", to="markets.market"
                    ),
                ),
            ],
            options={
                "verbose_name": "warehouse",
                "verbose_name_plural": "warehouses",
                "ordering": ("code",),
            },
        ),
        migrations.AddField(
            model_name="marketwarehouse",
            name="warehouse",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="market_warehouses",
                to="markets.warehouse",
                verbose_name="warehouse",
            ),
        ),
        migrations.CreateModel(
            name="DeliveryTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("region", models.CharField(blank=True, max_length=3, verbose_name="region")),
                ("least_days", models.PositiveSmallIntegerField(verbose_name="least business days")),
                ("most_days", models.PositiveSmallIntegerField(verbose_name="most business days")),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery_times",
                        to="markets.shippingmethod",
                        verbose_name="shipping method",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery_times",
                        to="markets.warehouse",
                        verbose_name="warehouse",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery time",
                "verbose_name_plural": "delivery times",
                "ordering": ("method", "warehouse", "country", "region"),
            },
        ),
        migrations.CreateModel(
            name="ClosingDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="on")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "warehouse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closing_days",
                        to="markets.warehouse",
                        verbose_name="warehouse",
                    ),
                ),
            ],
            options={
                "verbose_name": "closing day",
                "verbose_name_plural": "closing days",
                "ordering": ("on",),
            },
        ),
        migrations.AddConstraint(
            model_name="contactdesk",
            constraint=models.UniqueConstraint(models.F("market"), models.F("name"), name="desk_name_once_in_market"),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(models.F("market"), models.F("kind"), name="number_series_once"),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("prefix__regex", "^[A-Z0-9-]+-$")), name="number_series_prefix_ends_in_dash"
            ),
        ),
        migrations.AddConstraint(
            model_name="openingspan",
            constraint=models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="span_weekday_of_seven"),
        ),
        migrations.AddConstraint(
            model_name="openingspan",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens__lt", models.F("closes"))), name="span_opens_before_closes"
            ),
        ),
        migrations.AddConstraint(
            model_name="openingspan",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("desk", "="),
                    ("weekday", "="),
                    (
                        models.Func(
                            markets.models.desk.SecondsOfDay(models.F("opens")),
                            markets.models.desk.SecondsOfDay(models.F("closes")),
                            function="int4range",
                            output_field=django.contrib.postgres.fields.ranges.IntegerRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="span_no_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="registrationdocument",
            constraint=models.UniqueConstraint(
                models.F("market"), models.F("country"), models.F("name"), name="registration_document_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="shippingmethod",
            constraint=models.UniqueConstraint(
                models.F("market"), models.F("code"), name="shipping_method_code_once_in_market"
            ),
        ),
        migrations.AddConstraint(
            model_name="shippingmethod",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_days__gte", models.F("least_days"))), name="shipping_method_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="shippingmethod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("tracking_url", ""), ("tracking_url__regex", "^https?://.*\\{number\\}"), _connector="OR"
                ),
                name="shipping_method_tracking_takes_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="freightrate",
            constraint=models.UniqueConstraint(
                fields=("method", "country", "region", "up_to_grams"), name="freight_rate_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="freightrate",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="freight_rate_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="freightrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("region", ""), models.Q(("country", ""), _negated=True), _connector="OR"),
                name="freight_rate_region_has_country",
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("rate__gte", 0), ("rate__lte", 100)), name="tax_rate_is_percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="tax_rate_lasts",
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrate",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("market", "="),
                    ("country", "="),
                    ("region", "="),
                    ("name", "="),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_to"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="tax_rate_no_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="warehouse",
            constraint=models.CheckConstraint(
                condition=models.Q(("country", ""), ("country__regex", "^[A-Z]{2}$"), _connector="OR"),
                name="warehouse_country_is_iso",
            ),
        ),
        migrations.AddConstraint(
            model_name="marketwarehouse",
            constraint=models.UniqueConstraint(models.F("market"), models.F("warehouse"), name="market_warehouse_once"),
        ),
        migrations.AddConstraint(
            model_name="marketwarehouse",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("market", "position"),
                name="market_warehouse_own_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverytime",
            constraint=models.UniqueConstraint(
                models.F("method"),
                models.F("warehouse"),
                models.F("country"),
                models.F("region"),
                name="delivery_time_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverytime",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_days__gte", models.F("least_days"))), name="delivery_time_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverytime",
            constraint=models.CheckConstraint(
                condition=models.Q(("region", ""), models.Q(("country", ""), _negated=True), _connector="OR"),
                name="delivery_time_region_has_country",
            ),
        ),
        migrations.AddConstraint(
            model_name="closingday",
            constraint=models.UniqueConstraint(models.F("warehouse"), models.F("on"), name="closing_day_once"),
        ),
    ]
