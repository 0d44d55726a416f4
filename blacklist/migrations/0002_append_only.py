"""The register is append-only in the database too: only an erasure of payload and salt after retention is let through."""

from django.db import migrations

from blacklist.register import GENESIS_HASH

FORBID = """
CREATE FUNCTION blacklist_register_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND NEW.payload_sealed IS NULL AND NEW.payload_salt IS NULL
       AND to_jsonb(NEW) - 'payload_sealed' - 'payload_salt' = to_jsonb(OLD) - 'payload_sealed' - 'payload_salt'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the register is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON blacklist_registerentry
    FOR EACH ROW EXECUTE FUNCTION blacklist_register_append_only();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON blacklist_registerentry
    FOR EACH STATEMENT EXECUTE FUNCTION blacklist_register_append_only();
"""
ALLOW = """
DROP TRIGGER append_only_whole ON blacklist_registerentry;
DROP TRIGGER append_only ON blacklist_registerentry;
DROP FUNCTION blacklist_register_append_only();
"""


def open_register(apps, schema_editor):
    apps.get_model("blacklist", "ListHead").objects.create(id=1, version=0, entry_hash=GENESIS_HASH)


class Migration(migrations.Migration):
    dependencies = [("blacklist", "0001_register_of_record")]
    operations = [
        migrations.RunSQL(FORBID, ALLOW),
        migrations.RunPython(open_register, migrations.RunPython.noop),
    ]
