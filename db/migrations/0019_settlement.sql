-- Which way a deal is settled: plans as they were chosen, version by version, each with the arithmetic of the day it was made.
-- Rollback: drop these tables; nothing older refers to them.

create table settlement_plan (
  tenant_id uuid not null references workspace (id),
  deal_id uuid not null,
  -- The version that stands.
  number integer not null,
  kind text not null check (kind in ('direct', 'resale', 'distribution', 'marketplace', 'channel_private_offer')),
  currency text not null,
  buyer_minor bigint not null,
  net_minor bigint not null,
  updated_at timestamptz not null,
  primary key (tenant_id, deal_id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);

-- Never changed: prices, rule versions, fees and assumptions are those of the day it was chosen.
create table settlement_plan_version (
  tenant_id uuid not null,
  deal_id uuid not null,
  number integer not null,
  candidate jsonb not null,
  -- The whole comparison of this way: waterfall, parties, drawdown, credit, expected days.
  option jsonb not null,
  -- What it was made from: quote, lines, participants, fees, settings.
  basis jsonb not null,
  route_id uuid not null,
  reason text not null,
  chosen_by_id text not null,
  chosen_by_name text not null,
  chosen_at timestamptz not null,
  primary key (tenant_id, deal_id, number),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);

-- Who bears which fee, how margins of a distributor are read, days that are expected where there is no history. Versions follow each other.
create table settlement_settings (
  tenant_id uuid not null references workspace (id),
  version integer not null,
  document jsonb not null,
  note text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, version)
);

do $$
declare
  name text;
begin
  foreach name in array array['settlement_plan', 'settlement_plan_version', 'settlement_settings'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  revoke update, delete on settlement_plan_version, settlement_settings from entente_app;
end
$$;
