"""What is owed: credit, the ledger, and invoices, which are frozen documents (INV-1)."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.privileges import Privilege
from common.fields import AmountField

if TYPE_CHECKING:
    from accounts.models import Member

ZERO = Decimal(0)


class CreditAccount(models.Model):
    """A company's credit in its market's currency: limit and terms by staff, the rest moved by documents (ACC-23)."""

    company = models.OneToOneField("accounts.Company", models.PROTECT, primary_key=True, related_name="credit")
    limit = AmountField(default=ZERO)
    terms_days = models.PositiveSmallIntegerField(_("payment terms, days"), default=30)
    balance = AmountField(default=ZERO, help_text=_("Invoices less payments and credit notes; the sum of the ledger."))
    reserved = AmountField(default=ZERO, help_text=_("Open orders, with taxes; the sum of what they reserve."))
    is_stopped = models.BooleanField(default=False, help_text=_("Stop set by staff: orders are held."))
    stop_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("credit account")
        constraints: ClassVar = [
            models.CheckConstraint(name="credit_limit_not_negative", condition=Q(limit__gte=0)),
            models.CheckConstraint(name="credit_reserved_not_negative", condition=Q(reserved__gte=0)),
        ]

    def __str__(self) -> str:
        return str(self.company_id)

    @property
    def available(self) -> Decimal:
        """What may still be ordered; below zero where the limit is passed."""
        return self.limit - self.balance - self.reserved


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class PaymentStatus(models.TextChoices):
    OPEN = "open", _("Open")
    PARTLY_PAID = "partly_paid", _("Partly paid")
    PAID = "paid", _("Paid")
    OVERDUE = "overdue", _("Overdue")


def is_of_status(status: str, on: date) -> Q:
    """The condition under which an invoice has a payment status on a day."""
    unpaid = Q(paid__lt=F("gross"))
    return {
        PaymentStatus.OPEN: unpaid & Q(due_on__gte=on, paid=0),
        PaymentStatus.PARTLY_PAID: unpaid & Q(due_on__gte=on) & ~Q(paid=0),
        PaymentStatus.OVERDUE: unpaid & Q(due_on__lt=on),
        PaymentStatus.PAID: Q(paid__gte=F("gross")),
    }[PaymentStatus(status)]


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, member: "Member") -> Self:
        """Invoices of the member's company, none without the privilege (ACC-13)."""
        if not member.may(Privilege.VIEW_INVOICES):
            return self.none()
        return self.filter(company_id=member.company_id)

    def unpaid(self) -> Self:
        return self.filter(paid__lt=F("gross"))

    def overdue(self, *, on: date) -> Self:
        """Invoices not wholly paid by the end of their due day."""
        return self.unpaid().filter(due_on__lt=on)

    def with_status(self, status: str, *, on: date) -> Self:
        """Invoices of a payment status on a day of the market; as `Invoice.payment_status` tells it (INV-3)."""
        return self.filter(is_of_status(status, on))

    def matching(self, text: str) -> Self:
        """Invoices whose number, order number or PO number holds the text, in any case of letters."""
        return self.filter(Q(number__icontains=text) | Q(order_number__icontains=text) | Q(po_number__icontains=text))

    def issued_between(self, first: date | None, last: date | None) -> Self:
        """Invoices of these days, both included; None leaves that side open."""
        after = Q(issued_on__gte=first) if first else Q()
        before = Q(issued_on__lte=last) if last else Q()
        return self.filter(after & before)


class Invoice(models.Model):
    """A frozen document: company, lines, taxes and references are copied; only `paid` moves after issue."""

    kind = models.CharField(max_length=12, choices=InvoiceKind, default=InvoiceKind.INVOICE)
    market = models.ForeignKey("markets.Market", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=30, unique=True)
    issued_at = models.DateTimeField()
    issued_on = models.DateField(help_text=_("In the market's time zone."))
    due_on = models.DateField()
    terms_days = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=10)
    seller = ArrayField(models.CharField(max_length=200), default=list)
    seller_tax_number = models.CharField(max_length=40, blank=True)
    payment_details = ArrayField(
        models.CharField(max_length=120), default=list, help_text=_("How to pay, as it was on the day of issue.")
    )
    bill_to = ArrayField(models.CharField(max_length=200), default=list)
    ship_to = ArrayField(models.CharField(max_length=200), default=list)
    customer_number = models.CharField(max_length=20, blank=True)
    buyer_tax_number = models.CharField(max_length=40, blank=True)
    order_number = models.CharField(max_length=30, blank=True)
    ordered_on = models.DateField(null=True, blank=True)
    po_number = models.CharField(max_length=100, blank=True)
    shipment_number = models.CharField(max_length=30, blank=True)
    delivered_from = models.CharField(max_length=100, blank=True)
    carrier = models.CharField(max_length=80, blank=True)
    tracking_number = models.CharField(max_length=80, blank=True)
    notes = ArrayField(
        models.CharField(max_length=300), default=list, help_text=_("Sentences the law or the market asks for.")
    )
    net = AmountField()
    tax = AmountField()
    gross = AmountField()
    paid = AmountField(default=ZERO)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-issued_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="invoice_net_and_tax_make_gross", condition=Q(gross=F("net") + F("tax"))),
            models.CheckConstraint(name="invoice_due_after_issue", condition=Q(due_on__gte=F("issued_on"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "-issued_at", "-id"], name="invoice_list"),
            models.Index(fields=["company", "due_on"], condition=Q(paid__lt=F("gross")), name="invoice_unpaid"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("invoices:invoice", args=[self.number])

    @property
    def open_amount(self) -> Decimal:
        return self.gross - self.paid

    def payment_status(self, on: date) -> PaymentStatus:
        """Open, partly paid, paid or overdue on a day of the market (INV-3)."""
        if self.paid >= self.gross:
            return PaymentStatus.PAID
        if self.due_on < on:
            return PaymentStatus.OVERDUE
        return PaymentStatus.PARTLY_PAID if self.paid else PaymentStatus.OPEN


class LineKind(models.TextChoices):
    PRODUCT = "product", _("Product")
    CHEMICAL_TAX = "chemical_tax", _("Chemical tax")
    FREIGHT = "freight", _("Freight")
    HANDLING = "handling", _("Handling charge")
    FEE = "fee", _("Fee")


class InvoiceLine(models.Model):
    """A line of an invoice: goods, chemical tax on them, freight. `amount` is net of VAT."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=LineKind, default=LineKind.PRODUCT)
    sku = models.CharField(max_length=40, blank=True)
    mpn = models.CharField(max_length=200, blank=True)
    own_number = models.CharField(
        max_length=60, blank=True, help_text=_("What the company called the product on that day.")
    )
    name = models.CharField(max_length=300)
    basis = models.CharField(max_length=200, blank=True, help_text=_("How a tax or charge was reckoned."))
    order_line = models.PositiveIntegerField(null=True, blank=True, help_text=_("Position on the order."))
    quantity = models.PositiveIntegerField(default=1)
    unit_price = AmountField()
    amount = AmountField()
    serial_numbers = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_position_once"),
            models.CheckConstraint(name="invoice_line_adds_up", condition=Q(amount=F("quantity") * F("unit_price"))),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position}"


class InvoiceTax(models.Model):
    """One rate of tax on an invoice, rounded once on the sum of its lines (CAT-4)."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="taxes")
    name = models.CharField(max_length=40)
    rate = models.DecimalField(max_digits=7, decimal_places=4, help_text=_("In percent."))
    net = AmountField()
    amount = AmountField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.rate}"


def random_name(document: "InvoiceDocument", name: str) -> str:
    return f"invoices/{uuid4().hex}.pdf"


class InvoiceDocument(models.Model):
    """The PDF of an invoice, made once, under a name that nobody guesses (INV-5)."""

    invoice = models.OneToOneField(Invoice, models.CASCADE, primary_key=True, related_name="document")
    file = models.FileField(upload_to=random_name)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file.name or ""


class LedgerKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    PAYMENT = "payment", _("Payment")


class LedgerEntry(models.Model):
    """One movement of what a company owes; debts are positive. Their sum is the account's balance."""

    account = models.ForeignKey(CreditAccount, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=LedgerKind)
    amount = AmountField()
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, blank=True, related_name="ledger_entries")
    reference = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("ledger entries")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(kind__in=["invoice", "credit_note"]),
                name="invoice_is_in_the_ledger_once",
            ),
            models.CheckConstraint(name="ledger_entry_moves", condition=~Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
