from django.db import migrations

REFUSE = """
CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% never changes: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER kernel_blob_never_changes BEFORE UPDATE ON kernel_blob
  FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
"""
UNDO = """
DROP TRIGGER kernel_blob_never_changes ON kernel_blob;
DROP FUNCTION kernel_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
