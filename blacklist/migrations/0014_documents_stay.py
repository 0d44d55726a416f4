"""What was issued stays as it was issued, in the database too: only the PDF may be added, once."""

from django.db import migrations

FORBID = """
CREATE FUNCTION blacklist_issued_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND OLD.pdf_digest IS NULL
       AND to_jsonb(NEW) - 'pdf_sealed' - 'pdf_digest' = to_jsonb(OLD) - 'pdf_sealed' - 'pdf_digest'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an issued document stays as it was issued' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON blacklist_issueddocument
    FOR EACH ROW EXECUTE FUNCTION blacklist_issued_document_stays();
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON blacklist_issueddocument
    FOR EACH STATEMENT EXECUTE FUNCTION blacklist_issued_document_stays();
"""
ALLOW = """
DROP TRIGGER stays_whole ON blacklist_issueddocument;
DROP TRIGGER stays ON blacklist_issueddocument;
DROP FUNCTION blacklist_issued_document_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("blacklist", "0013_issued_documents")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
