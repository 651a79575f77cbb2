-- When people are taken according to a calendar of their own, so that meetings are proposed in times that are free. Only the times are
-- kept, never what they are about. Rollback: drop both tables; nothing else refers to them.

-- Where a person's calendar can be read, sealed: whoever knows the address reads the calendar.
create table calendar_feed (
  tenant_id uuid not null references workspace (id),
  member_id uuid not null,
  url_sealed text not null,
  url_shown text not null,
  -- For times and days that name no zone.
  time_zone text not null,
  set_at timestamptz not null,
  next_fetch_at timestamptz not null,
  fetched_at timestamptz,
  last_error text,
  primary key (tenant_id, member_id),
  foreign key (tenant_id, member_id) references membership (tenant_id, id)
);
create index calendar_feed_due on calendar_feed (tenant_id, next_fetch_at);

create table busy_time (
  tenant_id uuid not null,
  member_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (tenant_id, member_id, starts_at),
  check (ends_at > starts_at),
  foreign key (tenant_id, member_id) references calendar_feed (tenant_id, member_id) on delete cascade
);

do $$
declare
  name text;
begin
  foreach name in array array['calendar_feed', 'busy_time'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
end
$$;
