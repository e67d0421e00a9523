"""ACC-17: what is in a company's activity stays as it was written, whoever writes to the table."""

from django.db import migrations

CREATE = """
CREATE FUNCTION accounts_activity_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: what happened stays as it was written', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER activity_stays BEFORE UPDATE OR DELETE ON accounts_activity
    FOR EACH ROW EXECUTE FUNCTION accounts_activity_stays();
"""

DROP = """
DROP TRIGGER activity_stays ON accounts_activity;
DROP FUNCTION accounts_activity_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people")]

    operations = [migrations.RunSQL(CREATE, DROP)]
