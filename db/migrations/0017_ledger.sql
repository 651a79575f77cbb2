-- The ledger: entries are only ever added. Balances and the chain of hashes are written behind, from the entries.
-- Rollback: drop these tables and the function; nothing older refers to them.

-- One account per purpose, party and currency, made when first used. No key to the workspace, here and below: accounts are made on a
-- connection of their own while the caller's transaction is open, and must wait for nothing it holds.
create table ledger_account (
  tenant_id uuid not null,
  id uuid not null,
  purpose text collate "C" not null,
  -- A partner, an account or a marketplace; null where the purpose has none.
  party text collate "C",
  currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index ledger_account_once on ledger_account (tenant_id, purpose, party, currency) nulls not distinct;
create index ledger_account_party on ledger_account (tenant_id, party) where party is not null;

-- One business event, booked. Its entries sum to zero per currency; the application refuses anything else, and the checks look again.
create table ledger_transaction (
  tenant_id uuid not null,
  id uuid not null,
  -- Order in which it became visible: (tx, seq) of transactions that can no longer change, as for the outbox.
  tx xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  template text collate "C" not null,
  cause text collate "C" not null,
  -- Day of the fact, and the day it is booked on: another one where the month of the fact was closed.
  fact_on date not null,
  booked_on date not null,
  period text collate "C" not null,
  created_at timestamptz not null,
  created_by text not null,
  deal_id uuid,
  memo text not null,
  reverses uuid,
  reason text,
  rule_versions jsonb not null,
  facts jsonb not null,
  -- Of all of the above and of the entries; the seal binds it into the chain.
  content_hash text collate "C" not null,
  primary key (tenant_id, id)
);
-- What happened once is booked once, whoever asks and however often.
create unique index ledger_transaction_once on ledger_transaction (tenant_id, template, cause);
create index ledger_transaction_order on ledger_transaction (tenant_id, tx, seq);
create index ledger_transaction_booked on ledger_transaction (tenant_id, booked_on, id);
create index ledger_transaction_late on ledger_transaction (tenant_id, fact_on, id) where fact_on <> booked_on;
create index ledger_transaction_deal on ledger_transaction (tenant_id, deal_id, id desc) where deal_id is not null;
create unique index ledger_transaction_reverses on ledger_transaction (tenant_id, reverses) where reverses is not null;

-- A debit is positive, a credit negative. No keys to account and transaction: every posting would lock the rows of the same few accounts,
-- and verification finds an entry without either.
create table ledger_entry (
  tenant_id uuid not null,
  transaction_id uuid not null,
  position integer not null,
  account_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  booked_on date not null,
  period text collate "C" not null,
  deal_id uuid,
  line_id text,
  primary key (tenant_id, transaction_id, position)
);
create index ledger_entry_account on ledger_entry (tenant_id, account_id, period, transaction_id);

create table ledger_seal (
  tenant_id uuid not null,
  sequence bigint not null,
  transaction_id uuid not null,
  previous text collate "C" not null,
  hash text collate "C" not null,
  sealed_at timestamptz not null,
  primary key (tenant_id, sequence)
);
create unique index ledger_seal_transaction on ledger_seal (tenant_id, transaction_id);

-- How far seals and balances have come: both always stand at the same place.
create table ledger_progress (
  tenant_id uuid not null,
  tx xid8 not null,
  seq bigint not null,
  sequence bigint not null,
  hash text collate "C" not null,
  updated_at timestamptz not null,
  primary key (tenant_id)
);

-- Sums of entries by account and month. Never the truth: rebuilt from the entries at any time, and compared with them.
create table ledger_balance (
  tenant_id uuid not null,
  account_id uuid not null,
  period text collate "C" not null,
  debit_minor bigint not null,
  credit_minor bigint not null,
  entries bigint not null,
  primary key (tenant_id, account_id, period)
);

-- A month without a row is open.
create table ledger_period (
  tenant_id uuid not null references workspace (id),
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  state text not null check (state in ('open', 'closing', 'closed')),
  -- Items a person ticked: key → who and when.
  ticks jsonb not null default '{}',
  -- What each item said when it was closed.
  closed_items jsonb,
  closing_by text,
  closing_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, month)
);

-- How the chain was found when somebody looked.
create table ledger_verification (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  job_id uuid,
  state text not null check (state in ('running', 'whole', 'broken', 'failed')),
  transactions bigint not null default 0,
  entries bigint not null default 0,
  unsealed bigint not null default 0,
  head_sequence bigint not null default 0,
  head_hash text,
  -- The first thing that is not as it was sealed.
  broken_sequence bigint,
  broken_transaction_id uuid,
  sentence text,
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id)
);

-- Rates are facts with a source; a corrected one is a row of its own, and the latest of a day counts.
create table fx_rate (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  from_currency text collate "C" not null check (from_currency ~ '^[A-Z]{3}$'),
  to_currency text collate "C" not null check (to_currency ~ '^[A-Z]{3}$'),
  -- Decimal text: units of the second for one of the first, in major units.
  rate text not null check (rate ~ '^\d{1,18}(\.\d{1,12})?$'),
  on_day date not null,
  source text not null,
  at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id),
  check (from_currency <> to_currency)
);
create unique index fx_rate_once on fx_rate (tenant_id, from_currency, to_currency, on_day, source, rate);
create index fx_rate_list on fx_rate (tenant_id, on_day desc, id desc);

-- Holds months open until the transaction ends, together with all others who post, and says whether they are. In a function, because each
-- statement of one that is volatile reads from a snapshot of its own: the state is read after the lock was got, in one way to the database.
create function ledger_months_open(tenant uuid, months text[]) returns boolean language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('ledger ' || tenant || ' ' || m, 0)) from unnest(months) as m;
  return not exists (select from ledger_period p where p.tenant_id = tenant and p.month = any(months) and p.state = 'closed');
end
$$;

do $$
declare
  name text;
begin
  foreach name in array array[
    'ledger_account', 'ledger_transaction', 'ledger_entry', 'ledger_seal', 'ledger_progress', 'ledger_balance', 'ledger_period',
    'ledger_verification', 'fx_rate'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  revoke update, delete on ledger_account, ledger_transaction, ledger_entry, ledger_seal, fx_rate from entente_app;
  revoke delete on ledger_period, ledger_progress from entente_app;
end
$$;
