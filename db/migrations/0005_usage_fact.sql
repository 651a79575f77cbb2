-- Facts the co-sell engine decides on and that had no place yet: usage of products, where a partner stands against us, and which
-- handoff waits for which. Rollback: drop the tables and the column; nothing else refers to them.

-- One figure a month for an account, a product and a metric. Reported again, it is replaced.
create table usage_fact (
  tenant_id uuid not null references workspace (id),
  account_id uuid not null,
  product_id uuid not null,
  metric text not null,
  period text not null check (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  quantity double precision not null check (quantity >= 0),
  reported_at timestamptz not null,
  reported_by text not null,
  primary key (tenant_id, account_id, product_id, metric, period),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create index usage_fact_period on usage_fact (tenant_id, period);

-- Products of ours that a partner offers something against; it is not proposed for deals with them.
create table partner_competing_product (
  tenant_id uuid not null,
  partner_id uuid not null,
  product_id uuid not null,
  primary key (tenant_id, partner_id, product_id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id)
);

-- A partner that must not be brought to an account, for a stated reason, until somebody says it is over.
create table partner_conflict (
  tenant_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  account_id uuid not null,
  reason text not null,
  opened_at timestamptz not null,
  opened_by text not null,
  closed_at timestamptz,
  closed_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create unique index partner_conflict_once on partner_conflict (tenant_id, partner_id, account_id) where closed_at is null;
create index partner_conflict_account on partner_conflict (tenant_id, account_id);

-- When a handoff was promised; unknown for those that came with a history.
alter table deal_handoff add column added_at timestamptz;
create table deal_handoff_wait (
  tenant_id uuid not null,
  handoff_id uuid not null,
  waits_on_id uuid not null,
  primary key (tenant_id, handoff_id, waits_on_id),
  check (handoff_id <> waits_on_id),
  foreign key (tenant_id, handoff_id) references deal_handoff (tenant_id, id) on delete cascade,
  foreign key (tenant_id, waits_on_id) references deal_handoff (tenant_id, id) on delete cascade
);
create index deal_handoff_wait_on on deal_handoff_wait (tenant_id, waits_on_id);

do $$
declare
  name text;
begin
  foreach name in array array['usage_fact', 'partner_competing_product', 'partner_conflict', 'deal_handoff_wait'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
end
$$;
