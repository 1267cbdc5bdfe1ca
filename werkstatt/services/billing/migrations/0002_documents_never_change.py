from django.db import migrations

APPEND_ONLY = ("document", "documentline", "rendering", "payment")

FUNCTIONS = """
CREATE FUNCTION billing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A person who is deleted is forgotten here too; the money stays.
  IF TG_TABLE_NAME = 'billing_payment' AND TG_OP = 'UPDATE' THEN
    IF OLD.booked_by_id IS NOT NULL AND NEW.booked_by_id IS NULL
       AND to_jsonb(NEW) - 'booked_by_id' = to_jsonb(OLD) - 'booked_by_id' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% never changes: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION billing_refuse_too_much() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  original billing_documentline%ROWTYPE;
  gone bigint;
BEGIN
  IF NEW.cancels_id IS NULL THEN
    RETURN NEW;
  END IF;
  SELECT * INTO original FROM billing_documentline WHERE id = NEW.cancels_id FOR NO KEY UPDATE;
  SELECT coalesce(sum(amount_cents), 0) INTO gone FROM billing_documentline WHERE cancels_id = NEW.cancels_id;
  IF gone + NEW.amount_cents > original.amount_cents THEN
    RAISE EXCEPTION 'line %: % of % cents are cancelled already, % more refused',
      original.id, gone, original.amount_cents, NEW.amount_cents USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF original.document_id IS DISTINCT FROM (SELECT preceding_id FROM billing_document WHERE id = NEW.document_id) THEN
    RAISE EXCEPTION 'line % belongs to another document', original.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER billing_line_not_cancelled_beyond BEFORE INSERT ON billing_documentline
  FOR EACH ROW EXECUTE FUNCTION billing_refuse_too_much();
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER billing_{table}_never_changes BEFORE UPDATE OR DELETE ON billing_{table}
  FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_{table}_is_never_emptied BEFORE TRUNCATE ON billing_{table}
  FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
"""
    for table in APPEND_ONLY
)
UNDO = (
    "DROP TRIGGER billing_line_not_cancelled_beyond ON billing_documentline;"
    + "".join(
        f"DROP TRIGGER billing_{table}_never_changes ON billing_{table};"
        f"DROP TRIGGER billing_{table}_is_never_emptied ON billing_{table};"
        for table in APPEND_ONLY
    )
    + "DROP FUNCTION billing_refuse_too_much(); DROP FUNCTION billing_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
