"""A market gets another version with any change to itself too, so that processes may remember it.

Whatever version is written: one who saves a market read long ago must not bring back the version it had then.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION markets_draw_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := gen_random_uuid();
    RETURN NEW;
END $$;
CREATE TRIGGER markets_draw_version BEFORE UPDATE ON markets_market
    FOR EACH ROW WHEN (NEW IS DISTINCT FROM OLD) EXECUTE FUNCTION markets_draw_version();
"""
DROP = "DROP FUNCTION markets_draw_version() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("markets", "0006_price_list_rows")]

    operations = [migrations.RunSQL(CREATE, DROP)]
