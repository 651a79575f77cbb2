-- Messages to outside systems about what happened here. Rollback: drop the three tables and the index of the outbox; nothing else
-- refers to them.

-- Where messages go. The address is sealed as well as the secrets: with many receivers, knowing it is enough to write to it.
create table webhook_endpoint (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  url_sealed text not null,
  url_shown text not null,
  description text not null,
  -- Null is every event.
  event_types text[],
  format text not null check (format in ('standard', 'cloudevents')),
  include_data boolean not null,
  signing text not null check (signing in ('hmac', 'ed25519')),
  secret_sealed text not null,
  public_key text,
  -- After a rotation messages are signed by both, until the overlap ends.
  earlier_secret_sealed text,
  overlap_ends_at timestamptz,
  concurrency integer not null check (concurrency between 1 and 16),
  status text not null default 'active' check (status in ('active', 'disabled')),
  disabled_at timestamptz,
  disabled_why text check (disabled_why in ('by_person', 'gone', 'failing')),
  disabled_by text,
  failing_since timestamptz,
  throttled_until timestamptz,
  last_at timestamptz,
  last_ok boolean,
  last_status integer,
  last_error text,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check ((earlier_secret_sealed is null) = (overlap_ends_at is null)),
  check ((status = 'disabled') = (disabled_at is not null))
);

-- One event for one endpoint, as it is sent. Its event's id is the message's id at every attempt.
create table webhook_message (
  tenant_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  test boolean not null default false,
  body text not null,
  content_type text not null,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  -- Since it was last put in the queue: a replay begins anew.
  tries integer not null default 0,
  attempts integer not null default 0,
  due_at timestamptz not null,
  -- Set while an attempt is under way. After a crash it passes, and the message is due again.
  sending_until timestamptz,
  last_status integer,
  last_error text,
  last_took_ms integer,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, endpoint_id) references webhook_endpoint (tenant_id, id) on delete cascade
);
create unique index webhook_message_once on webhook_message (tenant_id, endpoint_id, event_id);
create index webhook_message_of on webhook_message (tenant_id, endpoint_id, id desc);
create index webhook_message_failed on webhook_message (tenant_id, endpoint_id, id) where state = 'failed';
create index webhook_message_waiting on webhook_message (tenant_id, endpoint_id, due_at, id) where state = 'waiting';
create index webhook_message_sending on webhook_message (tenant_id, endpoint_id) where sending_until is not null;
create index webhook_message_old on webhook_message (tenant_id, finished_at) where finished_at is not null;

create table webhook_attempt (
  tenant_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  at timestamptz not null,
  took_ms integer not null,
  status integer,
  error text,
  request_headers jsonb not null,
  response_headers jsonb not null,
  response_body text,
  primary key (tenant_id, id),
  foreign key (tenant_id, message_id) references webhook_message (tenant_id, id) on delete cascade
);
create index webhook_attempt_of on webhook_attempt (tenant_id, message_id, id desc);

-- Those who fetch events read one workspace's in the order of their commits, or those of a time.
create index outbox_tenant_order on outbox_event (tenant_id, tx, seq);

do $$
declare
  name text;
begin
  foreach name in array array['webhook_endpoint', 'webhook_attempt'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  -- The sender looks for whose turn it is; a message is then sent and marked under its own tenant.
  alter table webhook_message enable row level security;
  alter table webhook_message force row level security;
  create policy tenant on webhook_message using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid or current_setting('app.scope', true) = 'system') with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid or current_setting('app.scope', true) = 'system');
  grant select, insert, update, delete on webhook_message to entente_app;
end
$$;
