-- What customers subscribed to, what they used of it, and what they owe for both.
-- Rollback: drop these tables; nothing older refers to them.

create table subscription (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  number bigint not null,
  name text not null,
  account_id uuid not null,
  deal_id uuid,
  -- The order it comes from: the same order again is the same subscription.
  origin_key text collate "C" not null,
  currency text not null,
  time_zone text not null,
  anchor_day smallint not null check (anchor_day between 1 and 31),
  billing_months smallint not null check (billing_months between 1 and 600),
  timing text not null check (timing in ('advance', 'arrears')),
  proration text not null check (proration in ('day', 'second', 'none')),
  starts_on date not null,
  -- The term is [starts_on, ends_on); null runs on until somebody ends it.
  ends_on date,
  term_months smallint,
  auto_renew boolean not null default false,
  -- How many days before the end of the term a renewal deal is opened.
  renewal_notice_days smallint not null default 90,
  -- Where billing periods are counted from: the start, or where the anchor was moved.
  grid_from date not null,
  -- How they were counted before that day, for what is not charged yet.
  anchor_day_before smallint,
  grid_from_before date,
  -- Least spend of a billing period, before tax.
  minimum_minor bigint check (minimum_minor > 0),
  minimum_charged_until date,
  state text not null check (state in ('active', 'paused', 'cancelled', 'ended')),
  cancelled_on date,
  renewal_deal_id uuid,
  renewal_for date,
  -- The next day on which something may be charged; null: nothing more.
  next_charge_on date,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  check (ends_on is null or ends_on > starts_on)
);
create unique index subscription_origin on subscription (tenant_id, origin_key);
create unique index subscription_number on subscription (tenant_id, number);
create index subscription_account on subscription (tenant_id, account_id, id);
create index subscription_deal on subscription (tenant_id, deal_id) where deal_id is not null;
create index subscription_due on subscription (tenant_id, next_charge_on, id) where next_charge_on is not null;
create index subscription_renewal on subscription (tenant_id, ends_on, id) where ends_on is not null and state in ('active', 'paused');

create table subscription_item (
  tenant_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  kind text not null check (kind in ('recurring', 'usage')),
  product_id uuid,
  vendor_id uuid,
  description text not null,
  quantity numeric(30, 12) not null check (quantity >= 0),
  -- The price model as it was agreed, with the rule that made it. Never edited: another price is another item.
  price jsonb not null,
  rule jsonb,
  tax_category text not null default 'S',
  meter_id uuid,
  -- Whose usage it is, as events name it.
  subject text,
  -- Half-open, in the subscription's zone. The instants count where the contract prorates by the second.
  from_on date not null,
  to_on date,
  from_at timestamptz,
  to_at timestamptz,
  -- Everything before this day is charged.
  charged_until date not null,
  replaces_id uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id),
  foreign key (tenant_id, vendor_id) references partner (tenant_id, id),
  check ((kind = 'usage') = (meter_id is not null)),
  check (to_on is null or to_on >= from_on)
);
create index subscription_item_subscription on subscription_item (tenant_id, subscription_id, id);
create index subscription_item_meter on subscription_item (tenant_id, meter_id, subject) where meter_id is not null;

create table subscription_pause (
  tenant_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  to_on date,
  reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
  check (to_on is null or to_on > from_on)
);
create unique index subscription_pause_open on subscription_pause (tenant_id, subscription_id) where to_on is null;
create index subscription_pause_of on subscription_pause (tenant_id, subscription_id, from_on);

create table subscription_change (
  tenant_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  kind text not null check (kind in ('upgrade', 'downgrade', 'add', 'remove', 'co_term', 'pause', 'resume', 'cancel', 'renew')),
  effective_on date not null,
  details jsonb not null,
  net_minor bigint not null,
  reason text,
  made_by text not null,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id)
);
create index subscription_change_of on subscription_change (tenant_id, subscription_id, id desc);

-- One thing a customer owes, worked out once. Only who claimed it changes.
create table charge (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  -- The fact it comes from.
  key text collate "C" not null,
  kind text not null check (kind in ('one_off', 'recurring', 'proration', 'usage', 'commitment', 'outcome', 'credit')),
  account_id uuid not null,
  deal_id uuid,
  subscription_id uuid,
  item_id uuid,
  change_id uuid,
  product_id uuid,
  vendor_id uuid,
  description text not null,
  quantity text not null,
  unit_price text,
  amount_minor bigint not null,
  currency text not null,
  period_from date,
  period_to date,
  charged_on date not null,
  tax_category text not null,
  explanation jsonb not null,
  -- The charge it gives back, whole or in part.
  credits_id uuid,
  invoice_id uuid,
  claimed_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  check ((period_from is null) = (period_to is null)),
  check (period_from is null or period_from < period_to),
  check ((invoice_id is null) = (claimed_at is null))
);
create unique index charge_once on charge (tenant_id, key);
create index charge_open on charge (tenant_id, account_id, currency, charged_on, id) where invoice_id is null;
create index charge_list on charge (tenant_id, charged_on desc, id desc);
create index charge_subscription on charge (tenant_id, subscription_id, id) where subscription_id is not null;
create index charge_item on charge (tenant_id, item_id, period_to) where item_id is not null;
create index charge_invoice on charge (tenant_id, invoice_id) where invoice_id is not null;
create index charge_deal on charge (tenant_id, deal_id) where deal_id is not null;

create table meter (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  key text collate "C" not null,
  name text not null,
  unit text not null,
  aggregation text not null check (aggregation in ('sum', 'max', 'unique', 'last', 'time_weighted')),
  dimensions text[] not null default '{}',
  product_id uuid,
  -- How long after a period events are waited for before it is charged; and how late an event may be at all.
  grace_hours smallint not null default 0 check (grace_hours between 0 and 240),
  latest_days smallint not null default 62 check (latest_days between 1 and 400),
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create unique index meter_key on meter (tenant_id, key);

-- Meter, subject and dimension values under one small number, so that an event stays narrow.
create table meter_series (
  tenant_id uuid not null references workspace (id),
  no integer generated always as identity,
  meter_id uuid not null,
  subject text collate "C" not null,
  dimensions jsonb not null,
  created_at timestamptz not null,
  primary key (no),
  foreign key (tenant_id, meter_id) references meter (tenant_id, id)
);
create unique index meter_series_once on meter_series (tenant_id, meter_id, subject, dimensions);

-- One call that brought events; rolled up in the order in which calls became visible.
create table meter_batch (
  tenant_id uuid not null,
  no bigint generated always as identity,
  tx xid8 not null default pg_current_xact_id(),
  events integer not null,
  repeated integer not null,
  refused integer not null,
  received_at timestamptz not null,
  received_by text not null,
  rolled_at timestamptz,
  primary key (no)
);
create index meter_batch_waiting on meter_batch (tenant_id, no) where rolled_at is null;

-- As it was reported, once per id. Quantities are whole millionths of a unit. No keys to other tables: the check would cost more than
-- the row, and series are never removed.
create table meter_event (
  tenant_id uuid not null,
  at timestamptz not null,
  quantity bigint not null,
  batch_no bigint not null,
  series_no integer not null,
  event_id text collate "C" not null,
  -- What a `unique` meter counts.
  value text collate "C",
  primary key (tenant_id, event_id)
) with (autovacuum_vacuum_insert_scale_factor = 0.4);
create index meter_event_batch on meter_event using brin (batch_no) with (pages_per_range = 32, autosummarize = on);

create table meter_rejection (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  event_id text,
  meter text,
  subject text,
  code text not null,
  sentence text not null,
  content jsonb not null,
  received_at timestamptz not null,
  received_by text not null,
  primary key (tenant_id, id)
);

-- A clock hour (UTC) of a series. `quantity` is the sum for sum, the largest for max, the newest for last.
create table meter_hour (
  tenant_id uuid not null,
  series_no integer not null,
  hour timestamptz not null,
  events bigint not null,
  quantity numeric not null,
  last_at timestamptz not null,
  primary key (series_no, hour)
);
-- For `unique`: each value once an hour. For `time_weighted`: each point at which the level changed.
create table meter_value (
  tenant_id uuid not null,
  series_no integer not null,
  hour timestamptz not null,
  value text collate "C" not null,
  primary key (series_no, hour, value)
);
create table meter_point (
  tenant_id uuid not null,
  series_no integer not null,
  at timestamptz not null,
  event_id text collate "C" not null,
  quantity bigint not null,
  primary key (series_no, at, event_id)
);

-- A period of a usage item as it was charged. What comes late makes it stale, and the difference is charged.
create table usage_period (
  tenant_id uuid not null,
  item_id uuid not null,
  from_on date not null,
  to_on date not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  quantity numeric not null,
  amount_minor bigint not null,
  -- What grants paid of it; a correction draws or gives back the difference.
  drawn_minor bigint not null default 0,
  revision integer not null default 0,
  stale boolean not null default false,
  rated_at timestamptz not null,
  primary key (tenant_id, item_id, from_on),
  foreign key (tenant_id, item_id) references subscription_item (tenant_id, id)
);
create index usage_period_stale on usage_period (tenant_id, item_id) where stale;
create index usage_period_end on usage_period (tenant_id, to_at);

-- Paid or given beforehand: money that usage charges draw, or units of a meter that usage burns.
create table credit_grant (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  key text collate "C" not null,
  account_id uuid not null,
  subscription_id uuid,
  kind text not null check (kind in ('money', 'units')),
  meter_id uuid,
  currency text,
  source text not null check (source in ('prepaid', 'commitment', 'gift', 'compensation')),
  description text not null,
  priority integer not null default 0,
  -- Minor units of the currency, or millionths of the meter's unit.
  granted numeric not null check (granted > 0),
  used numeric not null default 0 check (used >= 0 and used <= granted),
  granted_on date not null,
  -- Not after this day; null never expires.
  expires_on date,
  charge_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  check ((kind = 'money') = (currency is not null)),
  check ((kind = 'units') = (meter_id is not null))
);
create unique index credit_grant_once on credit_grant (tenant_id, key);
create index credit_grant_account on credit_grant (tenant_id, account_id, expires_on, granted_on);
create table credit_draw (
  tenant_id uuid not null,
  id uuid not null,
  grant_id uuid not null,
  item_id uuid not null,
  period_from date not null,
  charge_id uuid,
  -- Negative: given back by a correction.
  amount numeric not null,
  drawn_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, grant_id) references credit_grant (tenant_id, id)
);
create index credit_draw_grant on credit_draw (tenant_id, grant_id, id);
create index credit_draw_item on credit_draw (tenant_id, item_id, period_from);

-- An amount that is owed when both sides accept that something was reached.
create table outcome (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  subscription_id uuid not null,
  item_id uuid,
  product_id uuid,
  vendor_id uuid,
  description text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  evidence jsonb not null,
  state text not null check (state in ('proposed', 'accepted', 'disputed', 'withdrawn')),
  ours_by text,
  ours_at timestamptz,
  theirs_side text check (theirs_side in ('customer', 'partner')),
  theirs_by text,
  theirs_at timestamptz,
  theirs_evidence text,
  disputed_by text,
  disputed_at timestamptz,
  dispute_reason text,
  charge_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
  check ((state = 'accepted') = (charge_id is not null))
);
create index outcome_subscription on outcome (tenant_id, subscription_id, id desc);
create index outcome_state on outcome (tenant_id, state, id desc);

do $$
declare
  name text;
begin
  foreach name in array array[
    'subscription', 'subscription_item', 'subscription_pause', 'subscription_change', 'charge', 'meter', 'meter_series', 'meter_batch',
    'meter_event', 'meter_rejection', 'meter_hour', 'meter_value', 'meter_point', 'usage_period', 'credit_grant', 'credit_draw', 'outcome'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  revoke update, delete on charge, meter_event, meter_series, subscription_change, credit_draw from entente_app;
  grant update (invoice_id, claimed_at) on charge to entente_app;
end
$$;
