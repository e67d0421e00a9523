"""INV-1: an issued invoice stays as it is, whoever writes to its tables; the ledger is only added to."""

from django.db import migrations

CREATE = """
CREATE FUNCTION invoices_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: issued documents stay as they are', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION invoices_only_paid_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'paid' IS DISTINCT FROM to_jsonb(OLD) - 'paid' THEN
        RAISE EXCEPTION 'invoice % is issued and stays as it is', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- What an invoice comes to is what its lines and taxes say, when the transaction that touched any of them ends.
CREATE FUNCTION invoices_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    invoice invoices_invoice;
    asked bigint := CASE TG_TABLE_NAME WHEN 'invoices_invoice' THEN (to_jsonb(NEW) ->> 'id')::bigint
                    ELSE (to_jsonb(NEW) ->> 'invoice_id')::bigint END;
BEGIN
    SELECT * INTO invoice FROM invoices_invoice WHERE id = asked;
    IF invoice.net <> (SELECT coalesce(sum(amount), 0) FROM invoices_invoiceline WHERE invoice_id = asked)
       OR invoice.tax <> (SELECT coalesce(sum(amount), 0) FROM invoices_invoicetax WHERE invoice_id = asked) THEN
        RAISE EXCEPTION 'invoice % is not the sum of its lines and taxes', invoice.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER invoice_only_paid_moves BEFORE UPDATE ON invoices_invoice
    FOR EACH ROW EXECUTE FUNCTION invoices_only_paid_moves();
CREATE TRIGGER invoice_stays BEFORE DELETE ON invoices_invoice FOR EACH ROW EXECUTE FUNCTION invoices_refuse();
CREATE TRIGGER invoice_line_stays BEFORE UPDATE OR DELETE ON invoices_invoiceline
    FOR EACH ROW EXECUTE FUNCTION invoices_refuse();
CREATE TRIGGER invoice_tax_stays BEFORE UPDATE OR DELETE ON invoices_invoicetax
    FOR EACH ROW EXECUTE FUNCTION invoices_refuse();
CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OR DELETE ON invoices_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION invoices_refuse();

CREATE CONSTRAINT TRIGGER invoice_is_its_sum AFTER INSERT ON invoices_invoice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION invoices_add_up();
CREATE CONSTRAINT TRIGGER invoice_line_is_in_the_sum AFTER INSERT ON invoices_invoiceline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION invoices_add_up();
CREATE CONSTRAINT TRIGGER invoice_tax_is_in_the_sum AFTER INSERT ON invoices_invoicetax
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION invoices_add_up();
"""

DROP = """
DROP TRIGGER invoice_tax_is_in_the_sum ON invoices_invoicetax;
DROP TRIGGER invoice_line_is_in_the_sum ON invoices_invoiceline;
DROP TRIGGER invoice_is_its_sum ON invoices_invoice;
DROP TRIGGER ledger_entry_stays ON invoices_ledgerentry;
DROP TRIGGER invoice_tax_stays ON invoices_invoicetax;
DROP TRIGGER invoice_line_stays ON invoices_invoiceline;
DROP TRIGGER invoice_stays ON invoices_invoice;
DROP TRIGGER invoice_only_paid_moves ON invoices_invoice;
DROP FUNCTION invoices_add_up();
DROP FUNCTION invoices_only_paid_moves();
DROP FUNCTION invoices_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("invoices", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
