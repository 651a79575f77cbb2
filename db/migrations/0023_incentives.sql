-- What partners and their people are paid for selling, sourcing, growing and keeping business.
-- Rollback: drop these tables; nothing older refers to them.

create table incentive_rule (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('commission', 'spiff', 'rebate', 'influence', 'adoption', 'renewal')),
  -- Of commissions and of renewals, the first that holds decides.
  position integer not null,
  draft jsonb,
  retired_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index incentive_rule_name on incentive_rule (tenant_id, lower(name)) where retired_at is null;
create index incentive_rule_order on incentive_rule (tenant_id, position, id);

-- Never changed: what was worked out by one replays with it.
create table incentive_rule_version (
  tenant_id uuid not null,
  rule_id uuid not null,
  number integer not null,
  document jsonb not null,
  effective_from date not null,
  note text,
  published_by text not null,
  published_at timestamptz not null,
  primary key (tenant_id, rule_id, number),
  foreign key (tenant_id, rule_id) references incentive_rule (tenant_id, id)
);

create table incentive_enrolment (
  tenant_id uuid not null,
  id uuid not null,
  rule_id uuid not null,
  partner_id uuid not null,
  -- [from_on, until_on)
  from_on date not null,
  until_on date,
  tier text,
  -- In units of the document: an amount in its currency, or a quantity.
  target numeric check (target > 0),
  baseline numeric check (baseline >= 0),
  enrolled_by text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, rule_id) references incentive_rule (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  check (until_on is null or until_on > from_on)
);
create index incentive_enrolment_rule on incentive_enrolment (tenant_id, rule_id, partner_id, from_on);
create index incentive_enrolment_partner on incentive_enrolment (tenant_id, partner_id, id);

-- A receipt or a sale, followed once.
create table incentive_fact (
  tenant_id uuid not null references workspace (id),
  type text not null check (type in ('receipt', 'sale')),
  id uuid not null,
  deal_id uuid,
  on_day date not null,
  currency text not null,
  net_minor bigint not null,
  reverses_id uuid,
  state text not null check (state in ('done', 'held')),
  sentence text,
  at timestamptz not null,
  primary key (tenant_id, type, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  check ((state = 'held') = (sentence is not null))
);
create index incentive_fact_recent on incentive_fact (tenant_id, on_day, id);
create index incentive_fact_held on incentive_fact (tenant_id, on_day) where state = 'held';
create index incentive_fact_reverses on incentive_fact (tenant_id, reverses_id) where reverses_id is not null;
create index incentive_fact_deal on incentive_fact (tenant_id, deal_id) where deal_id is not null;

create table incentive_accrual (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  rule_id uuid not null,
  rule_number integer not null,
  kind text not null,
  partner_id uuid not null,
  -- A membership of the partner.
  person_id uuid,
  fact_type text not null check (fact_type in ('receipt', 'sale', 'rebate_period', 'claim', 'consumption')),
  fact_id uuid not null,
  deal_id uuid,
  account_id uuid,
  on_day date not null,
  currency text not null,
  -- What the rate was applied to, frozen.
  base_minor bigint not null,
  quantity numeric,
  amount_minor bigint not null,
  state text not null check (state in ('earned', 'waiting', 'declined', 'nothing')),
  -- Why there is nothing, or what was limited.
  sentence text,
  reverses_id uuid,
  earning_key text collate "C" not null,
  held_until date,
  -- While it can still be taken back because the customer leaves.
  clawback_until date,
  -- What it was worked out from, line by line.
  lines jsonb not null default '[]',
  explanation jsonb not null,
  -- Who asked for it, where a person did: somebody else approves.
  asked_by_member uuid,
  decided_by text,
  decided_at timestamptz,
  reason text,
  at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, rule_id, rule_number) references incentive_rule_version (tenant_id, rule_id, number),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, reverses_id) references incentive_accrual (tenant_id, id)
);
create unique index incentive_accrual_once on incentive_accrual (tenant_id, earning_key);
create index incentive_accrual_recent on incentive_accrual (tenant_id, on_day, id);
create index incentive_accrual_partner on incentive_accrual (tenant_id, partner_id, on_day, id);
create index incentive_accrual_rule on incentive_accrual (tenant_id, rule_id, partner_id, on_day, id);
create index incentive_accrual_fact on incentive_accrual (tenant_id, fact_type, fact_id);
create index incentive_accrual_deal on incentive_accrual (tenant_id, deal_id) where deal_id is not null;
create index incentive_accrual_waiting on incentive_accrual (tenant_id, on_day, id) where state = 'waiting';
create index incentive_accrual_reverses on incentive_accrual (tenant_id, reverses_id) where reverses_id is not null;
create index incentive_accrual_clawback on incentive_accrual (tenant_id, clawback_until) where clawback_until is not null;

-- One partner's period of one rebate; the version, the target and the baseline are locked when it begins.
create table incentive_rebate_period (
  tenant_id uuid not null,
  id uuid not null,
  rule_id uuid not null,
  rule_number integer not null,
  partner_id uuid not null,
  period_from date not null,
  period_to date not null,
  currency text not null,
  target numeric,
  baseline numeric,
  state text not null check (state in ('open', 'closed')),
  -- Why nothing is earned.
  sentence text,
  accrued_minor bigint not null default 0,
  -- Told as earnings until now.
  settled_minor bigint not null default 0,
  settlements integer not null default 0,
  -- The last day for which an accrual may have been posted.
  accrued_through date,
  closed_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, rule_id, rule_number) references incentive_rule_version (tenant_id, rule_id, number),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create unique index incentive_rebate_period_once on incentive_rebate_period (tenant_id, rule_id, partner_id, period_from);
create index incentive_rebate_period_open on incentive_rebate_period (tenant_id, period_to, id) where state = 'open';
create index incentive_rebate_period_partner on incentive_rebate_period (tenant_id, partner_id, period_from);

-- What of a receipt counts towards a period. Of a refund, towards the period of what it takes from.
create table incentive_volume (
  tenant_id uuid not null,
  id uuid not null,
  period_id uuid not null,
  receipt_id uuid not null,
  on_day date not null,
  amount_minor bigint not null,
  quantity numeric not null,
  lines jsonb not null,
  -- The day whose accrual counts it; null: not counted yet.
  accrued_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, period_id) references incentive_rebate_period (tenant_id, id)
);
create unique index incentive_volume_once on incentive_volume (tenant_id, period_id, receipt_id);
create index incentive_volume_receipt on incentive_volume (tenant_id, receipt_id);
create index incentive_volume_open on incentive_volume (tenant_id, period_id, on_day) where accrued_on is null;

-- Append-only: each was posted once. crossing: what a retroactive band gives for the volume before it was reached.
create table incentive_rebate_entry (
  tenant_id uuid not null,
  period_id uuid not null,
  number integer not null,
  kind text not null check (kind in ('day', 'crossing', 'true_up', 'correction')),
  on_day date not null,
  partner_id uuid not null,
  currency text not null,
  amount_minor bigint not null,
  volume numeric not null,
  explanation jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, period_id, number),
  foreign key (tenant_id, period_id) references incentive_rebate_period (tenant_id, id)
);
create unique index incentive_rebate_entry_day on incentive_rebate_entry (tenant_id, period_id, on_day, kind) where kind in ('day', 'crossing');
create index incentive_rebate_entry_recent on incentive_rebate_entry (tenant_id, on_day, period_id);

create table incentive_claim (
  tenant_id uuid not null,
  id uuid not null,
  rule_id uuid not null,
  partner_id uuid not null,
  deal_id uuid not null,
  note text not null,
  evidence jsonb not null,
  state text not null check (state in ('proposed', 'approved', 'declined')),
  claimed_by text not null,
  claimed_by_member uuid,
  claimed_at timestamptz not null,
  decided_by text,
  decided_by_member uuid,
  decided_at timestamptz,
  reason text,
  accrual_id uuid,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, rule_id) references incentive_rule (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, accrual_id) references incentive_accrual (tenant_id, id)
);
create unique index incentive_claim_once on incentive_claim (tenant_id, rule_id, deal_id, partner_id) where state <> 'declined';
create index incentive_claim_recent on incentive_claim (tenant_id, id);
create index incentive_claim_partner on incentive_claim (tenant_id, partner_id, id);

create table spiff_registration (
  tenant_id uuid not null,
  id uuid not null,
  rule_id uuid not null,
  deal_id uuid not null,
  partner_id uuid not null,
  person_id uuid not null,
  registered_on date not null,
  registered_at timestamptz not null,
  registered_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, rule_id) references incentive_rule (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, person_id) references membership (tenant_id, id)
);
-- One person of a partner for a deal.
create unique index spiff_registration_once on spiff_registration (tenant_id, rule_id, deal_id, partner_id);
create index spiff_registration_partner on spiff_registration (tenant_id, partner_id, id);

do $$
declare
  name text;
begin
  foreach name in array array['incentive_rule', 'incentive_rule_version', 'incentive_enrolment', 'incentive_fact', 'incentive_accrual', 'incentive_rebate_period', 'incentive_volume', 'incentive_rebate_entry', 'incentive_claim', 'spiff_registration'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  revoke update, delete on incentive_rule_version, incentive_rebate_entry from entente_app;
end
$$;
