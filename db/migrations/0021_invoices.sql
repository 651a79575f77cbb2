-- What customers are invoiced, what they paid for it, and the receipts that follow.
-- Rollback: drop these tables; nothing older refers to them.

create table invoice_settings (
  tenant_id uuid not null references workspace (id),
  seller jsonb not null,
  number_prefix text not null,
  payment_days smallint not null check (payment_days between 0 and 365),
  tax_policy text not null check (tax_policy in ('line', 'sum')),
  time_zone text not null,
  -- What is done with the open charges of a month when it has ended.
  automatic text not null default 'off' check (automatic in ('off', 'draft', 'issue')),
  note text,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (tenant_id)
);

-- Country + category decides rate and code from a day on. '*' is every country without a rule of its own, and is said, never meant.
create table tax_rule (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  country text collate "C" not null check (country ~ '^([A-Z]{2}|\*)$'),
  category text collate "C" not null,
  code text collate "C" not null check (code in ('S', 'Z', 'E', 'AE', 'O', 'K', 'G')),
  rate text not null,
  exemption_reason text,
  from_on date not null,
  to_on date,
  created_by text not null,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check (to_on is null or from_on < to_on)
);
create unique index tax_rule_once on tax_rule (tenant_id, country, category, from_on);

create table billing_profile (
  tenant_id uuid not null,
  account_id uuid not null,
  party jsonb not null,
  order_number text,
  language text not null check (language in ('en', 'ar')),
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (tenant_id, account_id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);

create table invoice (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  account_id uuid not null,
  currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  state text not null check (state in ('draft', 'issued', 'part_paid', 'paid', 'credited', 'void', 'written_off')),
  number text collate "C",
  issued_on date,
  due_on date,
  tax_policy text not null check (tax_policy in ('line', 'sum')),
  net_minor bigint not null default 0,
  tax_minor bigint not null default 0,
  total_minor bigint not null default 0,
  credited_minor bigint not null default 0 check (credited_minor >= 0),
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  written_off_minor bigint not null default 0 check (written_off_minor >= 0),
  -- Parties as they were when it was issued; what is written once is sent unchanged for ever.
  seller jsonb,
  buyer jsonb,
  order_number text,
  language text not null check (language in ('en', 'ar')),
  note text,
  -- Why it cannot be issued as it stands.
  obstacle text,
  end_reason text,
  ended_by text,
  issued_by text,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  check (net_minor + tax_minor = total_minor),
  check (state in ('draft', 'void') or (total_minor >= 0 and credited_minor + paid_minor + written_off_minor <= total_minor)),
  check ((state in ('draft', 'void')) = (number is null)),
  check ((number is null) = (issued_on is null))
);
create unique index invoice_number on invoice (tenant_id, number) where number is not null;
create index invoice_recent on invoice (tenant_id, id desc);
create index invoice_account on invoice (tenant_id, account_id, id desc);
create index invoice_open on invoice (tenant_id, account_id, currency, due_on, id) where state in ('issued', 'part_paid');
create index invoice_draft on invoice (tenant_id, account_id, currency) where state = 'draft';

create table invoice_line (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  position integer not null,
  -- Which charge it claims; given up when the draft is void.
  charge_id uuid,
  product_id uuid,
  vendor_id uuid,
  deal_id uuid,
  description text not null,
  quantity text not null,
  unit_price text,
  period_from date,
  period_to date,
  tax_category text not null,
  tax_code text,
  tax_rate text,
  exemption_reason text,
  tax_rule_id uuid,
  net_minor bigint not null,
  tax_minor bigint not null,
  -- What became of it, of its sign: the line is open as far as these do not cover it.
  paid_net_minor bigint not null default 0,
  paid_tax_minor bigint not null default 0,
  credited_net_minor bigint not null default 0,
  credited_tax_minor bigint not null default 0,
  written_off_net_minor bigint not null default 0,
  written_off_tax_minor bigint not null default 0,
  -- Revenue that waits for its days: so much from a day on, of which so much is recognised.
  deferred_minor bigint not null default 0,
  deferred_from date,
  recognised_minor bigint not null default 0,
  recognised_until date,
  explanation jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id),
  check ((period_from is null) = (period_to is null)),
  check (abs(paid_net_minor + credited_net_minor + written_off_net_minor) <= abs(net_minor)),
  check (abs(paid_tax_minor + credited_tax_minor + written_off_tax_minor) <= abs(tax_minor)),
  check (abs(recognised_minor) <= abs(deferred_minor))
);
create index invoice_line_of on invoice_line (tenant_id, invoice_id, position);
create unique index invoice_line_charge on invoice_line (tenant_id, charge_id) where charge_id is not null;
create index invoice_line_deal on invoice_line (tenant_id, deal_id, id) where deal_id is not null;
create index invoice_line_deferred on invoice_line (tenant_id, id) where deferred_minor <> recognised_minor;

create table credit_note (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  invoice_id uuid not null,
  account_id uuid not null,
  currency text collate "C" not null,
  number text collate "C" not null,
  issued_on date not null,
  reason text not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null check (total_minor > 0),
  -- What of it lowered the amount open; the rest had been paid and is the customer's credit.
  open_minor bigint not null,
  issued_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  check (net_minor + tax_minor = total_minor)
);
create unique index credit_note_number on credit_note (tenant_id, number);
create index credit_note_invoice on credit_note (tenant_id, invoice_id, id);
create table credit_note_line (
  tenant_id uuid not null,
  credit_note_id uuid not null,
  position integer not null,
  line_id uuid not null,
  quantity text,
  net_minor bigint not null,
  tax_minor bigint not null,
  primary key (tenant_id, credit_note_id, position),
  foreign key (tenant_id, credit_note_id) references credit_note (tenant_id, id),
  foreign key (tenant_id, line_id) references invoice_line (tenant_id, id)
);
create index credit_note_line_of on credit_note_line (tenant_id, line_id);

-- Money that came. What is neither applied nor given back is the customer's credit.
create table payment (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  -- Null while nobody knows whose it is.
  account_id uuid,
  state text not null check (state in ('unmatched', 'matched', 'dismissed')),
  -- What it counts for, in the currency of the invoices it settles.
  currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  -- What came, where that was another currency, and what the rate of the day made of it.
  received_currency text collate "C",
  received_minor bigint,
  booked_minor bigint,
  rate_id uuid,
  rate_text text,
  received_on date not null,
  reference text,
  payer text,
  origin text not null check (origin in ('hand', 'import')),
  -- The line of the bank it was read from.
  bank_key text collate "C",
  applied_minor bigint not null default 0 check (applied_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  note text,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  check (applied_minor + refunded_minor <= amount_minor),
  check ((state = 'matched') = (account_id is not null)),
  check ((received_currency is null) = (received_minor is null) and (received_minor is null) = (booked_minor is null) and (received_minor is null) = (rate_id is null))
);
create unique index payment_bank on payment (tenant_id, bank_key) where bank_key is not null;
create index payment_recent on payment (tenant_id, received_on desc, id desc);
create index payment_unmatched on payment (tenant_id, id) where state = 'unmatched';
create index payment_account on payment (tenant_id, account_id, received_on, id) where account_id is not null;

create table payment_application (
  tenant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- What was taken back of it, by a refund, a credit note, or because it was applied wrongly.
  back_minor bigint not null default 0 check (back_minor between 0 and amount_minor),
  applied_on date not null,
  applied_by text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index payment_application_payment on payment_application (tenant_id, payment_id, id);
create index payment_application_invoice on payment_application (tenant_id, invoice_id, id);

create table payment_refund (
  tenant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- What of it made invoices open again; the rest was credit.
  reopened_minor bigint not null check (reopened_minor between 0 and amount_minor),
  refunded_on date not null,
  reason text not null,
  refunded_by text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id)
);
create index payment_refund_payment on payment_refund (tenant_id, payment_id, id);

-- Money spread over the lines it pays for; written once. What goes back is a receipt of its own that names the one it takes from.
create table receipt (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  -- The fact it comes from.
  key text collate "C" not null,
  source text not null check (source in ('payment', 'marketplace')),
  deal_id uuid,
  account_id uuid,
  payment_id uuid,
  application_id uuid,
  invoice_id uuid,
  marketplace_id uuid,
  agreement_id uuid,
  currency text collate "C" not null,
  received_on date not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  fee_minor bigint not null,
  reverses uuid,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  foreign key (tenant_id, application_id) references payment_application (tenant_id, id),
  foreign key (tenant_id, reverses) references receipt (tenant_id, id)
);
create unique index receipt_once on receipt (tenant_id, key);
create index receipt_recent on receipt (tenant_id, received_on desc, id desc);
create index receipt_deal on receipt (tenant_id, deal_id, received_on, id) where deal_id is not null;
create index receipt_application on receipt (tenant_id, application_id) where application_id is not null;
create index receipt_reverses on receipt (tenant_id, reverses) where reverses is not null;
create index receipt_invoice on receipt (tenant_id, invoice_id) where invoice_id is not null;
create index receipt_agreement on receipt (tenant_id, agreement_id, id) where agreement_id is not null;
create table receipt_line (
  tenant_id uuid not null,
  id uuid not null,
  receipt_id uuid not null,
  position integer not null,
  invoice_line_id uuid,
  reverses_line_id uuid,
  product_id uuid,
  vendor_id uuid,
  description text not null,
  quantity text,
  net_minor bigint not null,
  tax_minor bigint not null,
  fee_minor bigint not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, receipt_id) references receipt (tenant_id, id),
  foreign key (tenant_id, invoice_line_id) references invoice_line (tenant_id, id)
);
create index receipt_line_of on receipt_line (tenant_id, receipt_id, position);
create index receipt_line_reverses on receipt_line (tenant_id, reverses_line_id) where reverses_line_id is not null;
create index receipt_line_invoice on receipt_line (tenant_id, invoice_line_id) where invoice_line_id is not null;

-- Which lines of marketplaces are in receipts already: each once, however often a payout is told.
create table receipt_billing_line (
  tenant_id uuid not null references workspace (id),
  billing_line_id uuid not null,
  taken_at timestamptz not null,
  primary key (tenant_id, billing_line_id)
);

-- What each event did to what customers and marketplaces owe, to their credit, and to revenue that waits. Added to, never changed: the
-- balance of any day is a sum, and is held against the ledger.
create table invoice_movement (
  tenant_id uuid not null,
  id uuid not null,
  balance text collate "C" not null check (balance in ('customer_receivable', 'customer_credit', 'deferred_revenue', 'marketplace_receivable')),
  party text collate "C",
  currency text collate "C" not null,
  amount_minor bigint not null,
  on_day date not null,
  kind text not null,
  invoice_id uuid,
  payment_id uuid,
  line_id uuid,
  -- The document or event behind it, as people know it.
  label text not null,
  by text not null,
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index invoice_movement_balance on invoice_movement (tenant_id, balance, on_day);
create index invoice_movement_invoice on invoice_movement (tenant_id, invoice_id, id) where invoice_id is not null;
create index invoice_movement_payment on invoice_movement (tenant_id, payment_id, id) where payment_id is not null;

do $$
declare
  name text;
begin
  foreach name in array array[
    'invoice_settings', 'tax_rule', 'billing_profile', 'invoice', 'invoice_line', 'credit_note', 'credit_note_line', 'payment',
    'payment_application', 'payment_refund', 'receipt', 'receipt_line', 'receipt_billing_line', 'invoice_movement'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  revoke update, delete on credit_note, credit_note_line, payment_refund, receipt, receipt_line, receipt_billing_line, invoice_movement from entente_app;
  revoke delete on invoice, payment, payment_application from entente_app;
end
$$;
