-- What partners earned, how they are paid, the runs that pay, the documents that say so, and what is disputed.
-- Rollback: drop these tables; nothing older refers to them.

create table payout_settings (
  tenant_id uuid primary key references workspace (id),
  dispute_days integer not null default 7 check (dispute_days between 1 and 90),
  time_zone text not null default 'UTC',
  pay_day integer check (pay_day between 1 and 28),
  document_prefix text not null default 'SB',
  minimums jsonb not null default '{}',
  company_name text,
  company_address jsonb,
  company_tax_id text,
  -- By currency; the account is sealed.
  payers jsonb not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null
);

-- What is to be paid, told once by whoever computed it. Amount and explanation never change: what takes back is a row of its own.
create table earning (
  tenant_id uuid not null,
  id uuid not null,
  key text collate "C" not null,
  kind text not null check (kind in ('split', 'commission', 'spiff', 'rebate', 'influence', 'adoption', 'renewal', 'fund_claim', 'adjustment')),
  state text not null check (state in ('held', 'due', 'claimed', 'paid', 'returned', 'cancelled')),
  partner_id uuid not null,
  person_id uuid,
  deal_id uuid,
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  earned_on date not null,
  held_until date,
  hold_reason text,
  -- How often it was held and released by hand: each time is a posting of its own.
  holds integer not null default 0,
  title text not null,
  source_type text not null,
  source_id text not null,
  reverses_id uuid,
  born_by text not null check (born_by in ('partner_cost', 'incentive_cost', 'rebate_accrual', 'fund_liability')),
  dispute_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id)
) with (fillfactor = 85);
create unique index earning_once on earning (tenant_id, key);
create index earning_partner on earning (tenant_id, partner_id, earned_on desc, id desc);
create index earning_owed on earning (tenant_id, partner_id, currency, earned_on) where state in ('due', 'returned');
create index earning_held on earning (tenant_id, held_until) where state = 'held';
create index earning_deal on earning (tenant_id, deal_id) where deal_id is not null;
create index earning_reverses on earning (tenant_id, reverses_id) where reverses_id is not null;
create index earning_newest on earning (tenant_id, earned_on desc, id desc);
-- Apart from the row that changes its state: it is long, written once, and read one at a time.
create table earning_explanation (
  tenant_id uuid not null,
  earning_id uuid not null,
  explanation jsonb not null,
  primary key (tenant_id, earning_id)
);

create table payee_profile (
  tenant_id uuid not null references workspace (id),
  partner_id uuid not null,
  legal_name text,
  address jsonb,
  tax_id text,
  tax_form_kind text,
  tax_form_file_id uuid,
  tax_form_valid_until date,
  -- Sealed; only the mask is ever shown.
  bank_sealed text,
  bank_mask text,
  -- A payment came back from this account: it must be confirmed or replaced.
  bank_returned_at timestamptz,
  currency text,
  minimums jsonb not null default '{}',
  language text not null default 'en' check (language in ('en', 'ar')),
  compliance_hold text,
  hold text,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (tenant_id, partner_id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);

create table payee_change (
  tenant_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  state text not null check (state in ('waiting', 'approved', 'refused', 'replaced')),
  -- What is proposed, the account in it sealed.
  proposed jsonb not null,
  changes text[] not null,
  by_partner boolean not null,
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create index payee_change_partner on payee_change (tenant_id, partner_id, id desc);
create index payee_change_waiting on payee_change (tenant_id, partner_id) where state = 'waiting';

create table payout_run (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  number integer not null,
  name text not null,
  state text not null check (state in ('draft', 'collecting', 'ready', 'released', 'sent', 'settled', 'cancelled')),
  until date not null,
  currency text,
  partner_ids uuid[] not null default '{}',
  -- Work that goes on behind: whoever finds it unfinished goes on with it.
  doing text check (doing in ('collecting', 'issuing', 'paying', 'undoing')),
  job_id uuid,
  content_hash text,
  created_by text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  ready_by text,
  ready_by_name text,
  ready_at timestamptz,
  released_by text,
  released_by_name text,
  released_at timestamptz,
  sent_at timestamptz,
  provider text,
  settled_at timestamptz,
  cancelled_by_name text,
  cancel_reason text,
  pay_on date,
  paid_on date,
  version integer not null default 1,
  primary key (tenant_id, id),
  check (released_by is null or released_by <> created_by)
);
create unique index payout_run_number on payout_run (tenant_id, number);
create index payout_run_unfinished on payout_run (tenant_id) where doing is not null;

create table payout (
  tenant_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  partner_id uuid not null,
  currency text not null,
  state text not null check (state in ('waiting', 'carried', 'ready', 'released', 'sent', 'paid', 'returned', 'cancelled')),
  amount_minor bigint not null default 0,
  earned_minor bigint not null default 0,
  taken_back_minor bigint not null default 0,
  lines integer not null default 0,
  reason text,
  gates jsonb not null default '[]',
  -- The payee as it was when the line was claimed.
  payee jsonb,
  bank_sealed text,
  bank_mask text,
  content_hash text,
  document_id uuid,
  released_at timestamptz,
  sent_at timestamptz,
  paid_on date,
  returned_on date,
  return_reason text,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references payout_run (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  check (state not in ('ready', 'released', 'sent', 'paid', 'returned') or amount_minor > 0)
) with (fillfactor = 70);
create unique index payout_once on payout (tenant_id, run_id, partner_id, currency);
create index payout_partner on payout (tenant_id, partner_id, id desc);
create index payout_by_state on payout (tenant_id, run_id, state, id);

-- A line claimed by a payout. While it is active, no other payout can have the same earning. What is given back before release is removed;
-- what came back from the bank stays with its document, no longer active.
create table payout_line (
  tenant_id uuid not null,
  payout_id uuid not null,
  earning_id uuid not null,
  active boolean not null default true,
  primary key (tenant_id, payout_id, earning_id)
);
create unique index payout_line_once on payout_line (tenant_id, earning_id) where active;

-- Numbers of documents follow each other without a gap: taken in the transaction that writes the document.
create table self_billing_series (
  tenant_id uuid not null references workspace (id),
  year integer not null,
  last integer not null,
  primary key (tenant_id, year)
);
create table self_billing_document (
  tenant_id uuid not null,
  id uuid not null,
  year integer not null,
  sequence integer not null,
  number text not null,
  kind text not null check (kind in ('invoice', 'credit_note')),
  payout_id uuid not null,
  partner_id uuid not null,
  currency text not null,
  amount_minor bigint not null,
  issued_on date not null,
  corrects text,
  language text not null,
  issuer jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, payout_id) references payout (tenant_id, id)
);
create unique index self_billing_number on self_billing_document (tenant_id, year, sequence);
create unique index self_billing_payout on self_billing_document (tenant_id, payout_id, kind);
create index self_billing_partner on self_billing_document (tenant_id, partner_id, year desc, sequence desc);

-- What was made for a bank. The text is not kept: it is made again, the same to the byte.
create table payout_file (
  tenant_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  currency text not null,
  message_id text not null,
  payouts integer not null,
  amount_minor bigint not null,
  sha256 text not null,
  made_by_name text not null,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references payout_run (tenant_id, id)
);
create unique index payout_file_once on payout_file (tenant_id, run_id, currency);

create table earning_dispute (
  tenant_id uuid not null,
  id uuid not null,
  number integer not null,
  earning_id uuid not null,
  payout_id uuid,
  partner_id uuid not null,
  state text not null check (state in ('open', 'accepted', 'rejected', 'withdrawn')),
  reason text not null,
  expected_minor bigint,
  by_partner boolean not null,
  opened_by_name text not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  late_at timestamptz,
  answer text,
  answered_by_name text,
  answered_at timestamptz,
  correction_id uuid,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, earning_id) references earning (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create unique index earning_dispute_number on earning_dispute (tenant_id, number);
create unique index earning_dispute_open on earning_dispute (tenant_id, earning_id) where state = 'open';
create index earning_dispute_partner on earning_dispute (tenant_id, partner_id, id desc);
create table earning_dispute_comment (
  tenant_id uuid not null,
  id uuid not null,
  dispute_id uuid not null,
  at timestamptz not null,
  by_name text not null,
  by_partner boolean not null,
  text text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, dispute_id) references earning_dispute (tenant_id, id)
);
create index earning_dispute_comments on earning_dispute_comment (tenant_id, dispute_id, id);

do $$
declare
  name text;
begin
  foreach name in array array[
    'payout_settings', 'earning', 'earning_explanation', 'payee_profile', 'payee_change', 'payout_run', 'payout', 'payout_line',
    'self_billing_series', 'self_billing_document', 'payout_file', 'earning_dispute', 'earning_dispute_comment'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  revoke update, delete on self_billing_document, earning_dispute_comment, earning_explanation from entente_app;
  -- What was earned is not written over: only where it stands.
  revoke update, delete on earning from entente_app;
  grant update (state, held_until, hold_reason, holds, dispute_id, updated_at, version) on earning to entente_app;
  revoke update on payout_line from entente_app;
  grant update (active) on payout_line to entente_app;
end
$$;
