-- Outside systems: connections, what they hold of our records, and the work of keeping both sides the same.
-- Rollback: drop the function and the tables below in reverse order and the columns of crm_write and act; nothing else refers to them.

create table connection (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  system text not null check (system in ('salesforce', 'hubspot', 'rest', 'aws', 'microsoft', 'google')),
  name text not null,
  environment text not null check (environment in ('live', 'sandbox', 'simulator')),
  base_url text,
  -- Ours over there: an AWS account, an organisation, a portal, a provider.
  account text not null,
  settings jsonb not null default '{}',
  credentials_sealed text not null,
  -- Signs what the other side sends us.
  event_secret_sealed text not null,
  status text not null check (status in ('active', 'paused', 'stopped')),
  -- Why it stopped, for people.
  status_sentence text,
  status_at timestamptz not null,
  -- Nothing is sent before this moment: the breaker of a run of failures.
  resumes_at timestamptz,
  failures integer not null default 0,
  -- The process that works on it, until when: budgets hold for one process only.
  worker text,
  worker_until timestamptz,
  last_read_at timestamptz,
  last_wrote_at timestamptz,
  created_by text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index connection_name on connection (tenant_id, lower(name));

-- One kind of our records and the object over there that stands for it.
create table connection_object (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  kind text not null check (kind in ('deal', 'account', 'contact', 'product', 'person')),
  object text not null,
  position integer not null,
  creates_here boolean not null,
  creates_there boolean not null,
  -- What the object looks like there, as last described: fields, types, values.
  described jsonb,
  described_at timestamptz,
  -- Where reading goes on. Null: not read yet.
  cursor text,
  read_at timestamptz,
  -- A walk over everything by its key, when a cursor cannot be trusted: null when none is needed.
  walk_after text,
  walking boolean not null default false,
  walked integer not null default 0,
  walk_job_id uuid,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);
create unique index connection_object_kind on connection_object (tenant_id, connection_id, kind);

create table field_mapping (
  tenant_id uuid not null,
  id uuid not null,
  object_id uuid not null,
  field text not null,
  outside_field text not null,
  authority text not null check (authority in ('theirs', 'ours', 'newest', 'propose', 'none')),
  -- Pairs of our value and theirs; null where values are carried as they are.
  value_map jsonb,
  position integer not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, object_id) references connection_object (tenant_id, id)
);
create unique index field_mapping_field on field_mapping (tenant_id, object_id, field);

-- What one outside system holds of one of our records.
create table outside_view (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  kind text not null,
  record_id uuid not null,
  deal_id uuid,
  route_id uuid,
  -- Null until it is there.
  outside_id text,
  -- Their page of it, for people.
  outside_url text,
  -- Field -> {ours, theirs}: what both sides last agreed on.
  agreed jsonb not null default '{}',
  -- Outside field -> value: what they showed last.
  shown jsonb not null default '{}',
  -- Field -> {value, at}: what we held when we last looked, and since when.
  held jsonb not null default '{}',
  outside_version text,
  outside_modified_at timestamptz,
  -- Their own state of it, such as a review; null where it has none.
  outside_state jsonb,
  -- {fields, sentence, until} or null.
  locked jsonb,
  -- Field -> value we would have written, waiting for the lock to go.
  queued jsonb not null default '{}',
  status text not null check (status in ('new', 'same', 'waiting', 'locked', 'conflict', 'failed', 'gone')),
  sentence text,
  read_at timestamptz,
  agreed_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);
create unique index outside_view_outside on outside_view (tenant_id, connection_id, kind, outside_id) where outside_id is not null and status <> 'gone';
create unique index outside_view_record on outside_view (tenant_id, connection_id, kind, record_id) where status <> 'gone';
create index outside_view_deal on outside_view (tenant_id, deal_id) where deal_id is not null;
create index outside_view_record_any on outside_view (tenant_id, record_id);
create index outside_view_status on outside_view (tenant_id, connection_id, status) where status in ('waiting', 'locked', 'conflict', 'failed');

-- One row a record that is to be looked at again.
create table sync_task (
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  -- Their id, or 'view:' and the id of a view that is not there yet.
  key text not null,
  -- 0 somebody waits, 1 a hint, 2 back-fill.
  urgency integer not null,
  due_at timestamptz not null,
  -- Raised by every hint: work that began before the last hint is not the end of it.
  asked bigint not null default 1,
  taken_until timestamptz,
  attempts integer not null default 0,
  since timestamptz not null,
  primary key (tenant_id, connection_id, kind, key)
);
create index sync_task_due on sync_task (tenant_id, connection_id, urgency, due_at);

-- Every message that came in, once.
create table sync_inbox (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  dedupe_key text not null,
  type text not null,
  kind text,
  outside_id text,
  body jsonb,
  times integer not null default 1,
  outcome text,
  received_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index sync_inbox_key on sync_inbox (tenant_id, connection_id, dedupe_key);
create index sync_inbox_recent on sync_inbox (tenant_id, connection_id, received_at);

create table view_conflict (
  tenant_id uuid not null,
  id uuid not null,
  view_id uuid not null,
  connection_id uuid not null,
  deal_id uuid,
  field text not null,
  -- Why a person is asked: both changed, a proposal of theirs or of ours, or a value nobody has translated.
  reason text not null check (reason in ('both_changed', 'they_propose', 'we_propose', 'untranslated')),
  agreed jsonb,
  ours jsonb,
  theirs jsonb,
  ours_at timestamptz,
  theirs_at timestamptz,
  status text not null check (status in ('open', 'resolved', 'passed')),
  resolution text check (resolution in ('ours', 'theirs', 'value')),
  resolved_value jsonb,
  resolved_by text,
  resolved_at timestamptz,
  -- When both sides had it.
  applied_at timestamptz,
  opened_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, view_id) references outside_view (tenant_id, id)
);
create unique index view_conflict_open on view_conflict (tenant_id, view_id, field) where status = 'open';
create index view_conflict_undone on view_conflict (tenant_id, view_id) where status = 'resolved' and applied_at is null;
create index view_conflict_list on view_conflict (tenant_id, status, id);
create index view_conflict_deal on view_conflict (tenant_id, deal_id) where status = 'open' and deal_id is not null;

-- Dead letters: work on one record that waiting will not mend.
create table sync_failure (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  view_id uuid,
  deal_id uuid,
  kind text not null,
  key text not null,
  direction text not null check (direction in ('in', 'out')),
  failure text not null,
  sentence text not null,
  issues jsonb not null default '[]',
  request jsonb,
  response jsonb,
  status text not null check (status in ('open', 'retried', 'skipped', 'passed')),
  at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  version integer not null default 1,
  primary key (tenant_id, id)
);
create unique index sync_failure_open on sync_failure (tenant_id, connection_id, kind, key) where status = 'open';
create index sync_failure_list on sync_failure (tenant_id, status, id);

create table sync_log (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  view_id uuid,
  at timestamptz not null,
  direction text not null check (direction in ('in', 'out')),
  act text not null,
  fields text[] not null default '{}',
  sentence text,
  milliseconds integer,
  primary key (tenant_id, id)
);
create index sync_log_connection on sync_log (tenant_id, connection_id, id);
create index sync_log_view on sync_log (tenant_id, view_id, id);

create table drift_audit (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  at timestamptz not null,
  compared integer not null,
  differing integer not null,
  missing_here integer not null,
  missing_there integer not null,
  examples jsonb not null default '[]',
  primary key (tenant_id, id)
);
create index drift_audit_connection on drift_audit (tenant_id, connection_id, id);

-- Facts of a deal beyond its own columns: those that co-sell systems ask for, and those a company adds for itself.
create table custom_field (
  tenant_id uuid not null references workspace (id),
  key text not null,
  label text not null,
  type text not null check (type in ('text', 'long_text', 'number', 'money', 'date', 'yes_no', 'choice', 'choices')),
  choices text[] not null default '{}',
  active boolean not null default true,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, key)
);
create table deal_fact (
  tenant_id uuid not null,
  deal_id uuid not null,
  key text not null,
  value jsonb not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (tenant_id, deal_id, key),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);

-- Co-sell with the clouds, beyond the fields of the record.
create table cloud_step (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  view_id uuid,
  invitation_id uuid,
  deal_id uuid,
  step text not null check (step in ('submit', 'respond', 'invite', 'link', 'unlink')),
  input jsonb not null,
  -- Reserved before the call, and kept for all its repetitions.
  token text not null,
  -- What the other side gave us to ask about.
  handle jsonb,
  status text not null check (status in ('waiting', 'under_way', 'done', 'failed')),
  sentence text,
  issues jsonb not null default '[]',
  due_at timestamptz not null,
  taken_until timestamptz,
  attempts integer not null default 0,
  created_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
create index cloud_step_due on cloud_step (tenant_id, connection_id, due_at) where status in ('waiting', 'under_way');
create index cloud_step_view on cloud_step (tenant_id, view_id, id);

create table cloud_invitation (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  outside_id text not null,
  engagement_id text,
  payload_kind text not null,
  sender text not null,
  title text not null,
  -- Customer data as the sender shows it before accepting: partly masked.
  customer jsonb not null,
  details jsonb not null,
  status text not null check (status in ('pending', 'accepting', 'accepted', 'rejecting', 'rejected', 'expired')),
  expires_at timestamptz,
  reason text,
  deal_id uuid,
  decided_by text,
  decided_at timestamptz,
  received_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id)
);
create unique index cloud_invitation_outside on cloud_invitation (tenant_id, connection_id, outside_id);
create index cloud_invitation_list on cloud_invitation (tenant_id, status, id);

create table engagement (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  outside_id text not null,
  deal_id uuid not null,
  title text,
  members jsonb not null default '[]',
  snapshots jsonb not null default '[]',
  read_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index engagement_outside on engagement (tenant_id, connection_id, outside_id);
create index engagement_deal on engagement (tenant_id, deal_id);

-- What a cloud's co-sell programme asks for, and where we stand.
create table cloud_requirement (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  cloud text not null,
  program text not null,
  key text not null,
  current_value numeric(20, 2) not null default 0,
  earned_on date,
  note text,
  stated_by text,
  stated_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id)
);
create unique index cloud_requirement_key on cloud_requirement (tenant_id, cloud, program, key);

-- A back-fill fills tables faster than the database notices by itself, and plans made for empty tables read all of them for each
-- record. The application may not analyse tables it does not own; this it may.
create function analyze_views() returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  analyze outside_view;
  analyze sync_task;
  analyze deal;
  analyze account;
  analyze contact;
end
$$;
revoke all on function analyze_views() from public;
grant execute on function analyze_views() to entente_app;

do $$
declare
  name text;
begin
  foreach name in array array['connection', 'connection_object', 'field_mapping', 'outside_view', 'sync_task', 'sync_inbox', 'view_conflict', 'sync_failure',
    'sync_log', 'drift_audit', 'custom_field', 'deal_fact', 'cloud_step', 'cloud_invitation', 'engagement', 'cloud_requirement'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
end
$$;
