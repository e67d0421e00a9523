"""MKT-12: a number once drawn is never drawn again, whoever writes to the table."""

from django.db import migrations

CREATE = """
CREATE FUNCTION number_series_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.last_number > 0 THEN
        RAISE EXCEPTION 'number series % is in use and cannot be deleted', OLD.prefix
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF TG_OP = 'UPDATE' AND NEW.last_number < OLD.last_number THEN
        RAISE EXCEPTION 'number series % only grows', OLD.prefix
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER number_series_only_grow BEFORE UPDATE OR DELETE ON markets_numberseries
    FOR EACH ROW EXECUTE FUNCTION number_series_only_grow();
"""

DROP = """
DROP TRIGGER number_series_only_grow ON markets_numberseries;
DROP FUNCTION number_series_only_grow();
"""


class Migration(migrations.Migration):
    dependencies = [("markets", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
