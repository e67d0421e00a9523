"""A market gets another version whenever its desks or warehouses change, so that processes may remember them."""

from uuid import uuid4

from django.db import migrations, models

TABLES = ("contactdesk", "openingspan", "marketwarehouse", "warehouse", "closingday")
FUNCTION = """
CREATE FUNCTION markets_get_another_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE markets_market SET version = gen_random_uuid();
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER markets_get_another_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON markets_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION markets_get_another_version();
"""
CREATE = FUNCTION + "".join(TRIGGER.format(table=table) for table in TABLES)
DROP = "DROP FUNCTION markets_get_another_version() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("markets", "0004_people_and_stockists")]

    operations = [
        migrations.AddField("market", "version", models.UUIDField(default=uuid4, editable=False)),
        migrations.RunSQL(CREATE, DROP),
    ]
