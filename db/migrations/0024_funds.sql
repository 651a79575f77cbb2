-- Market development funds: budgets, what of them belongs to which partner, what partners ask for and claim, and every movement between.
-- Rollback: drop these tables; nothing older refers to them.

create table fund_budget (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  -- proposal: given by hand. accrued: grows with what is received on a partner's deals.
  kind text not null check (kind in ('proposal', 'accrued')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- No more than this is ever allocated of it.
  amount_minor bigint not null check (amount_minor > 0),
  starts_on date not null,
  -- Half-open: the first day that is not in it any more.
  ends_on date not null,
  owner_id uuid,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, owner_id) references membership (tenant_id, id),
  check (starts_on < ends_on)
);
create unique index fund_budget_name on fund_budget (tenant_id, lower(name));
create index fund_budget_recent on fund_budget (tenant_id, starts_on desc, id desc);
create index fund_budget_accrued on fund_budget (tenant_id, currency) where kind = 'accrued' and closed_at is null;

-- Never changed: a request keeps the number of the version it was submitted under.
create table fund_policy (
  tenant_id uuid not null,
  budget_id uuid not null,
  number integer not null,
  document jsonb not null,
  effective_from date not null,
  note text,
  published_by text not null,
  published_at timestamptz not null,
  primary key (tenant_id, budget_id, number),
  foreign key (tenant_id, budget_id) references fund_budget (tenant_id, id)
);

-- What of a budget belongs to a partner, for a time. Its amounts are the sums of its movements.
create table fund_allocation (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  budget_id uuid not null,
  partner_id uuid not null,
  currency text not null,
  starts_on date not null,
  -- Half-open. What is not committed by then expires: it is used or lost.
  ends_on date not null,
  ended_at timestamptz,
  note text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, budget_id) references fund_budget (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  check (starts_on < ends_on)
);
create unique index fund_allocation_once on fund_allocation (tenant_id, budget_id, partner_id, starts_on);
create index fund_allocation_partner on fund_allocation (tenant_id, partner_id, ends_on desc, id desc);
create index fund_allocation_recent on fund_allocation (tenant_id, id desc);

create table fund_request (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  number integer not null,
  allocation_id uuid not null,
  partner_id uuid not null,
  state text not null check (state in ('draft', 'submitted', 'info_requested', 'approved', 'in_execution', 'executed', 'settled', 'rejected', 'cancelled', 'expired')),
  -- As it was submitted last; null while a draft.
  policy_number integer,
  name text not null,
  activity_type text not null,
  in_person boolean not null,
  description text not null,
  starts_on date not null,
  -- The last day of the activity.
  ends_on date not null,
  place text,
  campaign text,
  target_contacts integer,
  expected_pipeline_minor bigint,
  -- In the currency it is spent in.
  local_currency text not null check (local_currency ~ '^[A-Z]{3}$'),
  total_cost_minor bigint not null check (total_cost_minor > 0),
  requested_local_minor bigint not null check (requested_local_minor > 0 and requested_local_minor <= total_cost_minor),
  -- In the currency of the fund, at the rate that is kept beside it; null while a draft.
  requested_minor bigint,
  rate jsonb,
  approved_minor bigint,
  approved_on date,
  -- How often it was submitted for approval: each time its approvals begin anew.
  round integer not null default 0,
  claim_until date,
  submitted_at timestamptz,
  decide_by timestamptz,
  decided_at timestamptz,
  reason text,
  -- What approvers asked to know.
  question text,
  created_by text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, allocation_id) references fund_allocation (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  check (starts_on <= ends_on),
  check (approved_minor is null or (approved_minor > 0 and approved_minor <= requested_minor)),
  check (state not in ('approved', 'in_execution', 'executed', 'settled') or approved_minor is not null)
);
create unique index fund_request_number on fund_request (tenant_id, number);
create index fund_request_recent on fund_request (tenant_id, id desc);
create index fund_request_partner on fund_request (tenant_id, partner_id, id desc);
create index fund_request_state on fund_request (tenant_id, state, id desc);
create index fund_request_allocation on fund_request (tenant_id, allocation_id);
create index fund_request_calendar on fund_request (tenant_id, starts_on, id);

-- Deals that came of an activity, named by people.
create table fund_request_deal (
  tenant_id uuid not null,
  request_id uuid not null,
  deal_id uuid not null,
  linked_by text not null,
  linked_at timestamptz not null,
  primary key (tenant_id, request_id, deal_id),
  foreign key (tenant_id, request_id) references fund_request (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);

-- One person, once a round: above an amount two must agree on it.
create table fund_approval (
  tenant_id uuid not null,
  request_id uuid not null,
  round integer not null,
  person_id text not null,
  person_name text not null,
  amount_minor bigint not null check (amount_minor > 0),
  note text,
  at timestamptz not null,
  primary key (tenant_id, request_id, round, person_id),
  foreign key (tenant_id, request_id) references fund_request (tenant_id, id)
);

create table fund_claim (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  number integer not null,
  request_id uuid not null,
  allocation_id uuid not null,
  partner_id uuid not null,
  state text not null check (state in ('draft', 'submitted', 'info_requested', 'approved', 'paid', 'rejected', 'withdrawn', 'reversed')),
  title text not null,
  -- The last claim: what is left of the request is released when it is decided.
  final boolean not null default false,
  currency text not null,
  local_currency text not null,
  rate jsonb,
  claimed_minor bigint,
  approved_minor bigint,
  reversed_minor bigint not null default 0,
  submitted_at timestamptz,
  decide_by timestamptz,
  decided_at timestamptz,
  decided_by text,
  reason text,
  question text,
  pay_by date,
  paid_on date,
  explanation jsonb,
  created_by text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, request_id) references fund_request (tenant_id, id),
  foreign key (tenant_id, allocation_id) references fund_allocation (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  check (approved_minor is null or (approved_minor > 0 and approved_minor <= claimed_minor)),
  check (reversed_minor >= 0 and reversed_minor <= coalesce(approved_minor, 0))
);
create unique index fund_claim_number on fund_claim (tenant_id, number);
create index fund_claim_recent on fund_claim (tenant_id, id desc);
create index fund_claim_request on fund_claim (tenant_id, request_id, id);
create index fund_claim_partner on fund_claim (tenant_id, partner_id, id desc);
create index fund_claim_unpaid on fund_claim (tenant_id, id) where state = 'approved';

create table fund_claim_line (
  tenant_id uuid not null,
  claim_id uuid not null,
  number integer not null,
  description text not null,
  supplier text not null,
  invoice_number text not null,
  invoice_date date not null,
  invoice_file_id uuid not null,
  -- In the currency of the claim; before tax.
  cost_minor bigint not null check (cost_minor > 0),
  claimed_minor bigint not null check (claimed_minor > 0 and claimed_minor <= cost_minor),
  approved_minor bigint check (approved_minor >= 0 and approved_minor <= claimed_minor),
  reason text,
  primary key (tenant_id, claim_id, number),
  foreign key (tenant_id, claim_id) references fund_claim (tenant_id, id),
  foreign key (tenant_id, invoice_file_id) references stored_file (tenant_id, id)
);
create index fund_claim_line_invoice on fund_claim_line (tenant_id, lower(supplier), lower(invoice_number));

create table fund_claim_proof (
  tenant_id uuid not null,
  claim_id uuid not null,
  number integer not null,
  kind text not null check (kind in ('photo', 'invoice', 'lead_list', 'report')),
  file_id uuid not null,
  note text,
  primary key (tenant_id, claim_id, number),
  foreign key (tenant_id, claim_id) references fund_claim (tenant_id, id),
  foreign key (tenant_id, file_id) references stored_file (tenant_id, id)
);

-- To claim later than agreed is asked for by itself.
create table fund_extension (
  tenant_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  partner_id uuid not null,
  state text not null check (state in ('asked', 'granted', 'refused', 'withdrawn')),
  claim_until_before date not null,
  claim_until date not null,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  answer text,
  primary key (tenant_id, id),
  foreign key (tenant_id, request_id) references fund_request (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  check (claim_until > claim_until_before)
);
create unique index fund_extension_open on fund_extension (tenant_id, request_id) where state = 'asked';
create index fund_extension_recent on fund_extension (tenant_id, id desc);

-- Money of an allocation goes from one place to another; where it stands is the sum. `outside` is the budget it came from.
create table fund_movement (
  tenant_id uuid not null,
  id uuid not null,
  allocation_id uuid not null,
  kind text not null,
  from_place text not null check (from_place in ('outside', 'available', 'committed', 'claimed', 'owed', 'paid', 'expired')),
  to_place text not null check (to_place in ('outside', 'available', 'committed', 'claimed', 'owed', 'paid', 'expired')),
  amount_minor bigint not null check (amount_minor > 0),
  -- The fact that caused it: the same fact moves money once.
  cause text collate "C" not null,
  request_id uuid,
  claim_id uuid,
  transfer_id uuid,
  on_day date not null,
  note text,
  by_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, allocation_id) references fund_allocation (tenant_id, id),
  check (from_place <> to_place)
);
create unique index fund_movement_once on fund_movement (tenant_id, cause);
create index fund_movement_allocation on fund_movement (tenant_id, allocation_id, id);
create index fund_movement_request on fund_movement (tenant_id, request_id) where request_id is not null;
create index fund_movement_claim on fund_movement (tenant_id, claim_id) where claim_id is not null;
create index fund_movement_day on fund_movement (tenant_id, on_day);

-- What a receipt added to a partner's fund, or a refund took of it: by the rate of the receipt that came first, of all so far.
create table fund_accrual (
  tenant_id uuid not null,
  budget_id uuid not null,
  partner_id uuid not null,
  receipt_id uuid not null,
  root_receipt_id uuid not null,
  allocation_id uuid not null,
  deal_id uuid,
  policy_number integer not null,
  share_bp integer not null,
  basis_minor bigint not null,
  amount_minor bigint not null,
  on_day date not null,
  at timestamptz not null,
  primary key (tenant_id, budget_id, partner_id, receipt_id),
  foreign key (tenant_id, allocation_id) references fund_allocation (tenant_id, id)
);
create index fund_accrual_root on fund_accrual (tenant_id, root_receipt_id);

-- Who did what and when, in words both sides read; notes between ourselves are for the workspace only.
create table fund_history (
  tenant_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  claim_id uuid,
  at timestamptz not null,
  by_name text not null,
  by_partner boolean not null,
  sentence text not null,
  note text,
  primary key (tenant_id, id),
  foreign key (tenant_id, request_id) references fund_request (tenant_id, id)
);
create index fund_history_request on fund_history (tenant_id, request_id, id);

do $$
declare
  name text;
begin
  foreach name in array array[
    'fund_budget', 'fund_policy', 'fund_allocation', 'fund_request', 'fund_request_deal', 'fund_approval', 'fund_claim', 'fund_claim_line',
    'fund_claim_proof', 'fund_extension', 'fund_movement', 'fund_accrual', 'fund_history'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  revoke update, delete on fund_policy, fund_approval, fund_movement, fund_accrual, fund_history from entente_app;
end
$$;
