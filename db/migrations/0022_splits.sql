-- How receipts are divided between those who earned them.

create table split_rule (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  -- First rule that holds decides.
  position integer not null,
  draft jsonb,
  retired_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index split_rule_name on split_rule (tenant_id, lower(name)) where retired_at is null;
create index split_rule_order on split_rule (tenant_id, position, id);

-- Never changed: what was divided by one replays with it.
create table split_rule_version (
  tenant_id uuid not null,
  rule_id uuid not null,
  number integer not null,
  document jsonb not null,
  effective_from date not null,
  note text,
  published_by text not null,
  published_at timestamptz not null,
  primary key (tenant_id, rule_id, number),
  foreign key (tenant_id, rule_id) references split_rule (tenant_id, id)
);

create table split (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  receipt_id uuid not null,
  source text not null check (source in ('payment', 'marketplace')),
  deal_id uuid,
  received_on date not null,
  currency text not null,
  net_minor bigint not null,
  fee_minor bigint not null,
  pool_minor bigint not null,
  partners_minor bigint not null default 0,
  state text not null check (state in ('allocated', 'held')),
  sentence text,
  reverses_receipt_id uuid,
  rule_id uuid,
  rule_number integer,
  -- Explanation by party, as it was when the receipt was divided.
  explanations jsonb not null default '{}',
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, rule_id, rule_number) references split_rule_version (tenant_id, rule_id, number),
  check ((state = 'held') = (sentence is not null))
);
create unique index split_receipt on split (tenant_id, receipt_id);
create index split_recent on split (tenant_id, received_on, id);
create index split_deal on split (tenant_id, deal_id, received_on, id) where deal_id is not null;
create index split_held on split (tenant_id, id) where state = 'held';
create index split_reverses on split (tenant_id, reverses_receipt_id) where reverses_receipt_id is not null;

-- Append-only: what is taken back is a part of the reversal's own split.
create table split_part (
  tenant_id uuid not null,
  split_id uuid not null,
  number integer not null,
  -- On a reversal too, the line of the receipt that came first.
  line_id text not null,
  description text not null,
  party text not null check (party in ('partner', 'us', 'marketplace')),
  partner_id uuid,
  step_key text not null,
  step_name text not null,
  amount_minor bigint not null,
  primary key (tenant_id, split_id, number),
  foreign key (tenant_id, split_id) references split (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  check ((party = 'partner') = (partner_id is not null))
);
create index split_part_partner on split_part (tenant_id, partner_id, split_id) where partner_id is not null;

do $$
declare
  name text;
begin
  foreach name in array array['split_rule', 'split_rule_version', 'split', 'split_part'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  revoke update, delete on split_rule_version, split_part from entente_app;
end
$$;
