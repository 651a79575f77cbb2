-- Usage metered towards marketplaces, and what marketplaces say they charged, kept and paid out.
-- Rollback: drop these tables; nothing older refers to them.

-- What was reported, once per key of its source. Quantities are whole millionths of a unit: exact, and summed as whole numbers.
-- No key to the workspace: the check would cost more than the row, and row-level security already ties each row to one.
create table usage_record (
  tenant_id uuid not null,
  source_key text collate "C" not null,
  entitlement_id uuid not null,
  dimension text collate "C" not null,
  hour timestamptz not null,
  at timestamptz not null,
  quantity bigint not null check (quantity >= 0),
  received_at timestamptz not null,
  received_by text not null,
  primary key (tenant_id, source_key)
);

-- One clock hour of one dimension of one entitlement. While it waits it grows; once in a batch its quantity never changes, so that
-- sending again is sending the same. What comes in after that for the same hour is a line of its own.
create table usage_line (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  connection_id uuid not null,
  marketplace text not null,
  entitlement_id uuid not null,
  dimension text collate "C" not null,
  hour timestamptz not null,
  state text not null check (state in ('waiting', 'sent', 'accepted', 'included', 'rejected', 'expired', 'written_off')),
  records integer not null,
  ingested bigint not null check (ingested >= 0),
  -- What a person changed before it was sent.
  correction bigint not null default 0,
  -- What the contract's included base covers of it; only what is above is sent.
  included bigint not null default 0 check (included >= 0),
  -- When its hour is over and settled, and when the marketplace takes it no more.
  ready_at timestamptz not null,
  expires_at timestamptz not null,
  batch_id uuid,
  outcome text,
  sentence text,
  remote_id text,
  settled_by text,
  settled_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check (ingested + correction >= included)
);
create unique index usage_line_waiting on usage_line (tenant_id, entitlement_id, dimension, hour) where state = 'waiting';
create index usage_line_hour on usage_line (tenant_id, entitlement_id, dimension, hour);
create index usage_line_ready on usage_line (tenant_id, connection_id, ready_at, id) where state = 'waiting';
create index usage_line_state on usage_line (tenant_id, state, hour desc, id desc);
create index usage_line_batch on usage_line (tenant_id, batch_id) where batch_id is not null;

-- Reserved with its members before it is sent; whatever ends the sender, the same batch is sent again.
create table usage_batch (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  connection_id uuid not null,
  marketplace text not null,
  state text not null check (state in ('reserved', 'done')),
  lines integer not null,
  attempts integer not null default 0,
  reserved_at timestamptz not null,
  first_sent_at timestamptz,
  next_attempt_at timestamptz not null,
  last_error text,
  done_at timestamptz,
  outcomes jsonb not null default '{}',
  primary key (tenant_id, id)
);
create index usage_batch_open on usage_batch (tenant_id, connection_id, next_attempt_at, id) where state = 'reserved';

-- Who sends the usage of a connection at the moment: one process at a time, so that its pace is the connection's pace.
create table usage_sender (
  tenant_id uuid not null references workspace (id),
  connection_id uuid not null,
  marketplace text not null,
  holder text,
  held_until timestamptz,
  -- No batch before this: the marketplace asked for patience, or the connection needs a person.
  paused_until timestamptz,
  last_error text,
  primary key (tenant_id, connection_id)
);

-- How much of an included base is used up in its period.
create table usage_allowance (
  tenant_id uuid not null references workspace (id),
  entitlement_id uuid not null,
  dimension text collate "C" not null,
  period text not null,
  used bigint not null check (used >= 0),
  primary key (tenant_id, entitlement_id, dimension, period)
);

-- Where billing lines come from: the feed of a connection, or the files of a marketplace without one.
create table billing_source (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  marketplace text not null,
  connection_id uuid,
  cursor text,
  -- How columns of its files are read.
  mapping jsonb,
  next_read_at timestamptz,
  read_at timestamptz,
  last_error text,
  -- Since when somebody is asked to look at lines that match nothing.
  asked_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index billing_source_connection on billing_source (tenant_id, connection_id) where connection_id is not null;
create unique index billing_source_files on billing_source (tenant_id, marketplace) where connection_id is null;

create table billing_import (
  tenant_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  file_name text,
  lines integer not null,
  added integer not null,
  known integer not null,
  refused jsonb not null default '[]',
  imported_by text not null,
  imported_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, source_id) references billing_source (tenant_id, id)
);

-- As the marketplace wrote it; never changed.
create table billing_line (
  tenant_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  source_key text collate "C" not null,
  import_id uuid not null,
  action text not null check (action in ('invoiced', 'forgiven', 'disbursed')),
  kind text not null check (kind in ('revenue', 'passed_on', 'markup', 'fee', 'tax', 'fee_tax', 'refund', 'fee_refund', 'tax_refund', 'fee_tax_refund', 'adjustment', 'payout')),
  transaction_type text not null,
  amount_minor bigint not null,
  currency text not null,
  -- Lines that only inform move no balance.
  counts boolean not null,
  occurred_at timestamptz not null,
  month text not null,
  invoice_key text,
  agreement_key text,
  offer_key text,
  disbursement_key text,
  buyer_account text,
  buyer_name text,
  product_key text,
  raw jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, source_id) references billing_source (tenant_id, id),
  foreign key (tenant_id, import_id) references billing_import (tenant_id, id)
);
create unique index billing_line_once on billing_line (tenant_id, source_id, source_key);
create index billing_line_disbursement on billing_line (tenant_id, source_id, disbursement_key) where disbursement_key is not null;
create index billing_line_month on billing_line (tenant_id, month, source_id);
create index billing_line_agreement on billing_line (tenant_id, agreement_key) where agreement_key is not null;

-- What a line belongs to, as far as is known. `apart`: a payout as a whole belongs to no agreement.
create table billing_match (
  tenant_id uuid not null,
  line_id uuid not null,
  state text not null check (state in ('matched', 'unmatched', 'apart')),
  agreement_id uuid,
  offer_id uuid,
  deal_id uuid,
  -- What a person decided is not decided again by itself.
  by_hand boolean not null default false,
  note text,
  matched_by text,
  matched_at timestamptz,
  primary key (tenant_id, line_id),
  foreign key (tenant_id, line_id) references billing_line (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  check ((state = 'matched') = (agreement_id is not null))
);
create index billing_match_open on billing_match (tenant_id, line_id) where state = 'unmatched';
create index billing_match_deal on billing_match (tenant_id, deal_id) where deal_id is not null;
create index billing_match_agreement on billing_match (tenant_id, agreement_id) where agreement_id is not null;

create table disbursement (
  tenant_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  key text collate "C" not null,
  paid_on date,
  currency text not null,
  -- What was paid out; null while only lines that name it are known.
  amount_minor bigint,
  lines_minor bigint not null,
  lines integer not null,
  state text not null check (state in ('open', 'reconciled', 'differs')),
  reconciled_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, source_id) references billing_source (tenant_id, id)
);
create unique index disbursement_once on disbursement (tenant_id, source_id, key, currency);

do $$
declare
  name text;
begin
  foreach name in array array[
    'usage_record', 'usage_line', 'usage_batch', 'usage_sender', 'usage_allowance',
    'billing_source', 'billing_import', 'billing_line', 'billing_match', 'disbursement'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  revoke update, delete on usage_record, billing_line from entente_app;
end
$$;
