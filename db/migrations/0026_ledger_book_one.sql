-- Books one transaction with its entries, as most events are booked: three short statements whose plans are kept cost the database half
-- of one statement over arrays, which pays from some dozens on. False, and nothing written, where the month is closed or it was booked before.
-- Rollback: drop this function; the statement for many books one as well.
create function ledger_book_one(
  tenant uuid, transaction_id uuid, template text, cause text, fact_on date, booked_on date, created_at timestamptz, created_by text, deal_id uuid,
  memo text, reverses uuid, reason text, rule_versions jsonb, facts jsonb, content_hash text, accounts uuid[], amounts bigint[], line_ids text[]
) returns boolean language plpgsql volatile as $$
#variable_conflict use_column
declare
  month text collate "C" := substr(ledger_book_one.booked_on::text, 1, 7);
begin
  if not ledger_months_open(tenant, array[month]) then
    return false;
  end if;
  insert into ledger_transaction (tenant_id, id, template, cause, fact_on, booked_on, period, created_at, created_by, deal_id, memo, reverses, reason, rule_versions, facts, content_hash)
  values (tenant, transaction_id, ledger_book_one.template, ledger_book_one.cause, ledger_book_one.fact_on, ledger_book_one.booked_on, month, ledger_book_one.created_at, ledger_book_one.created_by,
    ledger_book_one.deal_id, ledger_book_one.memo, ledger_book_one.reverses, ledger_book_one.reason, ledger_book_one.rule_versions, ledger_book_one.facts, ledger_book_one.content_hash)
  on conflict (tenant_id, template, cause) do nothing;
  if not found then
    return false;
  end if;
  insert into ledger_entry (tenant_id, transaction_id, position, account_id, amount_minor, booked_on, period, deal_id, line_id)
  select tenant, ledger_book_one.transaction_id, e.position, e.account_id, e.amount_minor, ledger_book_one.booked_on, month, ledger_book_one.deal_id, e.line_id
  from unnest(accounts, amounts, line_ids) with ordinality as e(account_id, amount_minor, line_id, position);
  return true;
end
$$;
