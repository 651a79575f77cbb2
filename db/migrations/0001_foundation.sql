-- The foundation: workspaces and rights, the record of every change, and the deal with everything that hangs on it.
-- Every tenant-owned table leads with tenant_id in its primary, unique and foreign keys (Citus-ready); row-level security is
-- forced for all of them at the end. Rollback: drop the schema; there is no earlier version.

create table workspace (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  base_currency text not null default 'EUR',
  brand_color text,
  sample boolean not null default false,
  created_at timestamptz not null default now()
);

-- People sign in once, whatever the number of workspaces they belong to. Columns follow the login library's core model.
create table "user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "twoFactorEnabled" boolean not null default false
);
create table session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references "user" (id) on delete cascade
);
create index session_by_user on session ("userId");
create table "authAccount" (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references "user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index auth_account_user on "authAccount" ("userId");
create table verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index verification_identifier on verification (identifier);
create table "twoFactor" (
  id text primary key,
  secret text not null,
  "backupCodes" text not null,
  "userId" text not null references "user" (id) on delete cascade,
  verified boolean not null default true
);
create index two_factor_user on "twoFactor" ("userId");
create table passkey (
  id text primary key,
  name text,
  "publicKey" text not null,
  "userId" text not null references "user" (id) on delete cascade,
  "credentialID" text not null unique,
  counter integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  transports text,
  "createdAt" timestamptz default now(),
  aaguid text
);
create index passkey_user on passkey ("userId");

create table membership (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  user_id text not null references "user" (id),
  audience text not null check (audience in ('workspace', 'partner')),
  partner_id uuid,
  role text not null,
  region text,
  manager_id uuid,
  status text not null default 'active' check (status in ('active', 'ended')),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (tenant_id, id),
  check ((audience = 'partner') = (partner_id is not null))
);
create index membership_user on membership (user_id) where status = 'active';
create unique index membership_once on membership (tenant_id, user_id, coalesce(partner_id, tenant_id)) where status = 'active';

create table api_key (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  prefix text not null,
  hash bytea not null,
  role text not null,
  scopes text[] not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create unique index api_key_prefix on api_key (tenant_id, prefix);
create index api_key_lookup on api_key (prefix);

create table counter (
  tenant_id uuid not null references workspace (id),
  name text not null,
  value bigint not null,
  primary key (tenant_id, name)
);

create table audit_entry (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  on_behalf_of text,
  operation text not null,
  record_type text not null,
  record_id uuid not null,
  before jsonb,
  after jsonb,
  reason text,
  request_id text,
  primary key (tenant_id, id)
);
create index audit_by_record on audit_entry (tenant_id, record_type, record_id, id desc);

create table outbox_event (
  tenant_id uuid not null,
  id uuid not null,
  seq bigint generated always as identity,
  -- A reader takes only rows of transactions that can no longer change (tx below the snapshot's oldest), in order of (tx, seq):
  -- a number given out early and committed late is then never skipped.
  tx xid8 not null default pg_current_xact_id(),
  type text not null,
  record_type text not null,
  record_id uuid not null,
  deal_id uuid,
  payload jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index outbox_order on outbox_event (tx, seq);
create index outbox_deal on outbox_event (tenant_id, deal_id, id desc) where deal_id is not null;

-- Where each consumer of the outbox stands. Rows that were taken but not finished are redone, so consumers are idempotent.
create table outbox_cursor (
  consumer text primary key,
  tx xid8 not null default '0',
  seq bigint not null default 0,
  updated_at timestamptz not null default now()
);

create table idempotent_reply (
  tenant_id uuid not null,
  key text not null,
  actor_id text not null,
  request_hash text not null,
  status integer not null,
  body jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor_id, key)
);

create table job_progress (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  title text not null,
  status text not null check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done bigint not null default 0,
  total bigint,
  sentence text,
  cancel_asked boolean not null default false,
  subject_id uuid,
  created_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id)
);

create table mail_message (
  tenant_id uuid,
  id uuid primary key,
  to_address text not null,
  subject text not null,
  text_body text not null,
  html_body text,
  attachments jsonb not null default '[]',
  deal_id uuid,
  status text not null default 'queued' check (status in ('queued', 'sent', 'kept', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index mail_recent on mail_message (id desc);
create index mail_queue on mail_message (id) where status = 'queued';

create table saved_view (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  list text not null,
  name text not null,
  definition jsonb not null,
  owner_id uuid,
  shared boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (tenant_id, id)
);

create table stored_file (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);

create table product (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  family text,
  list_price_minor bigint,
  currency text,
  active boolean not null default true,
  external_id text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index product_name on product (tenant_id, lower(name));

create table partner (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  domain text,
  status text not null,
  types text[] not null,
  regions text[] not null default '{}',
  countries text[] not null default '{}',
  industries text[] not null default '{}',
  tier text,
  manager_id uuid,
  capacity_total integer,
  median_response_hours double precision,
  response_samples integer not null default 0,
  routes text[] not null default '{}',
  joined_on date,
  external_id text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index partner_by_name on partner (tenant_id, lower(name), id);
create unique index partner_external on partner (tenant_id, external_id) where external_id is not null;

create table partner_competency (
  tenant_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  product_id uuid,
  skill text not null,
  role text,
  certified_people integer not null default 0,
  valid_until date,
  primary key (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create index partner_competency_partner on partner_competency (tenant_id, partner_id);

create table partner_contact (
  tenant_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  name text not null,
  email text not null,
  title text,
  primary key (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create index partner_contact_partner on partner_contact (tenant_id, partner_id);

create table account (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  industry text,
  country text,
  region text,
  employees integer,
  revenue_minor bigint,
  currency text,
  parent_id uuid,
  owner_id uuid,
  external_id text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references account (tenant_id, id)
);
create index account_by_name on account (tenant_id, lower(name), id);
create unique index account_external on account (tenant_id, external_id) where external_id is not null;
create index account_parent on account (tenant_id, parent_id) where parent_id is not null;

create table account_domain (
  tenant_id uuid not null,
  domain text not null,
  account_id uuid not null,
  primary key (tenant_id, domain, account_id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create index account_domain_account on account_domain (tenant_id, account_id);

create table contact (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  email text,
  title text,
  phone text,
  external_id text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create index contact_account on contact (tenant_id, account_id);
create unique index contact_external on contact (tenant_id, external_id) where external_id is not null;

-- What a partner is to an account: the strongest fact of a match.
create table account_tie (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  partner_id uuid not null,
  kind text not null check (kind in ('customer', 'prospect', 'incumbent')),
  strength integer not null check (strength between 0 and 100),
  since date,
  until date,
  evidence text,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create index account_tie_account on account_tie (tenant_id, account_id);
create index account_tie_partner on account_tie (tenant_id, partner_id);

create table deal (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  number bigint not null,
  name text not null,
  account_id uuid,
  account_name text,
  stage text not null,
  status text not null check (status in ('open', 'won', 'lost')),
  amount_minor bigint,
  currency text not null,
  close_on date,
  opened_on date,
  closed_on date,
  closed_reason text,
  owner_id uuid,
  owner_name text,
  region text,
  source text,
  next_step text,
  last_activity_at timestamptz not null,
  -- Projections of participants, routes and acts, written by the same service call that writes those rows.
  roles text[] not null default '{}',
  partner_ids uuid[] not null default '{}',
  route_kinds text[] not null default '{}',
  next_act_due_at timestamptz,
  next_act_title text,
  external_id text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create unique index deal_number on deal (tenant_id, number);
create unique index deal_external on deal (tenant_id, external_id) where external_id is not null;
create index deal_by_close on deal (tenant_id, status, close_on, id);
create index deal_by_amount on deal (tenant_id, status, amount_minor, id);
create index deal_by_activity on deal (tenant_id, status, last_activity_at, id);
create index deal_by_updated on deal (tenant_id, updated_at, id);
create index deal_by_account_name on deal (tenant_id, account_name, id);
create index deal_by_stage on deal (tenant_id, stage, close_on, id);
create index deal_by_owner on deal (tenant_id, owner_id, status, close_on, id);
create index deal_by_account on deal (tenant_id, account_id);
create index deal_by_due on deal (tenant_id, next_act_due_at, id) where next_act_due_at is not null;
create index deal_by_partner on deal using gin (partner_ids);

create table deal_line (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  position integer not null,
  product_id uuid,
  description text not null,
  quantity integer not null check (quantity > 0),
  unit_price_minor bigint not null,
  amount_minor bigint not null,
  term_months integer,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create index deal_line_deal on deal_line (tenant_id, deal_id);

create table deal_participant (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  partner_id uuid not null,
  role text not null,
  since date not null,
  until date,
  state text not null default 'not_started' check (state in ('not_started', 'in_progress', 'waiting', 'done')),
  step text,
  due_at timestamptz,
  share_bp integer,
  evidence_kind text,
  evidence_note text,
  evidence_at timestamptz,
  added_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create unique index deal_participant_once on deal_participant (tenant_id, deal_id, partner_id, role) where until is null;
create index deal_participant_partner on deal_participant (tenant_id, partner_id, deal_id);

create table deal_route (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  kind text not null,
  state text not null,
  settles boolean not null default false,
  owner_id uuid,
  owner_name text,
  external_system text,
  external_id text,
  chain uuid[] not null default '{}',
  next_step text,
  due_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create index deal_route_deal on deal_route (tenant_id, deal_id);
create unique index deal_route_settles on deal_route (tenant_id, deal_id) where settles and ended_at is null;
create unique index deal_route_external on deal_route (tenant_id, external_system, external_id) where external_id is not null and ended_at is null;

create table deal_stage_change (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  from_stage text,
  to_stage text not null,
  at timestamptz not null,
  by_name text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create index deal_stage_change_deal on deal_stage_change (tenant_id, deal_id, at);

create table deal_committee (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  contact_id uuid not null,
  role text not null,
  influence integer not null default 3 check (influence between 1 and 5),
  owner_member_id uuid,
  owner_partner_id uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, contact_id) references contact (tenant_id, id),
  foreign key (tenant_id, owner_partner_id) references partner (tenant_id, id)
);
create unique index deal_committee_once on deal_committee (tenant_id, deal_id, contact_id, role);

create table deal_handoff (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  position integer not null,
  from_partner_id uuid,
  to_partner_id uuid,
  title text not null,
  due_at timestamptz,
  done_at timestamptz,
  done_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, from_partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, to_partner_id) references partner (tenant_id, id)
);
create index deal_handoff_deal on deal_handoff (tenant_id, deal_id);

create table deal_comment (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  body text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  deleted_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create index deal_comment_deal on deal_comment (tenant_id, deal_id, id desc);

create table deal_file (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  file_id uuid not null,
  added_by text not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, file_id) references stored_file (tenant_id, id)
);
create index deal_file_deal on deal_file (tenant_id, deal_id);

create table touch (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  partner_id uuid,
  kind text not null,
  note text,
  at timestamptz not null,
  by_name text not null,
  dedupe_key text,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create index touch_deal on touch (tenant_id, deal_id, at desc);
create index touch_partner on touch (tenant_id, partner_id, at desc);
create unique index touch_once on touch (tenant_id, dedupe_key) where dedupe_key is not null;

create table play (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  key text not null,
  status text not null check (status in ('draft', 'live', 'paused')),
  live_version integer,
  latest_version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index play_key on play (tenant_id, key);

create table play_version (
  tenant_id uuid not null,
  play_id uuid not null,
  version integer not null,
  definition jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, play_id, version),
  foreign key (tenant_id, play_id) references play (tenant_id, id)
);

create table play_run (
  tenant_id uuid not null,
  id uuid not null,
  play_id uuid not null,
  version integer not null,
  deal_id uuid not null,
  status text not null check (status in ('running', 'waiting', 'done', 'failed', 'cancelled')),
  trigger jsonb not null,
  trigger_key text not null,
  state jsonb not null,
  wake_at timestamptz,
  revision integer not null default 1,
  started_at timestamptz not null,
  first_act_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, play_id, version) references play_version (tenant_id, play_id, version),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create unique index play_run_once on play_run (tenant_id, play_id, trigger_key);
create index play_run_deal on play_run (tenant_id, deal_id);
create index play_run_recent on play_run (tenant_id, id desc);
create index play_run_wake on play_run (wake_at) where wake_at is not null and status in ('running', 'waiting');

create table play_step (
  tenant_id uuid not null,
  run_id uuid not null,
  step_key text not null,
  position integer not null,
  kind text not null,
  status text not null,
  holder text,
  input jsonb,
  output jsonb,
  attempt integer not null default 0,
  since timestamptz,
  due_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, run_id, step_key),
  foreign key (tenant_id, run_id) references play_run (tenant_id, id)
);

create table act (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  kind text not null,
  title text not null,
  detail text,
  deal_id uuid,
  partner_id uuid,
  run_id uuid,
  step_key text,
  assignee_id uuid,
  assignee_role text,
  status text not null default 'open' check (status in ('open', 'done', 'dismissed')),
  outcome text,
  note text,
  payload jsonb not null default '{}',
  opened_at timestamptz not null,
  due_at timestamptz,
  escalate_at timestamptz,
  escalated_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create index act_open on act (tenant_id, due_at, id) where status = 'open';
create index act_deal on act (tenant_id, deal_id);
create index act_closed on act (tenant_id, closed_at desc) where status <> 'open';
create index act_escalate on act (escalate_at) where status = 'open' and escalated_at is null;
create unique index act_step on act (tenant_id, run_id, step_key) where run_id is not null;

create table match_result (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  weights_version text not null,
  result jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create index match_result_deal on match_result (tenant_id, deal_id, id desc);

create table brief (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  run_id uuid,
  partner_ids uuid[] not null,
  content jsonb not null,
  suggestion jsonb,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create index brief_deal on brief (tenant_id, deal_id, id desc);

create table meeting (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  run_id uuid,
  title text not null,
  agenda jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  attendees jsonb not null,
  sequence integer not null default 0,
  status text not null default 'proposed' check (status in ('proposed', 'held', 'cancelled')),
  outcome text,
  next_step text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create index meeting_deal on meeting (tenant_id, deal_id);

-- What must reach the CRM. The adapter takes rows in order and marks them; a row is never sent twice for one event.
create table crm_write (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  kind text not null,
  payload jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create index crm_write_queue on crm_write (id) where status = 'queued';

create table import_batch (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  target text not null,
  file_name text not null,
  file_id uuid,
  status text not null check (status in ('uploaded', 'profiled', 'dry_running', 'dry_run', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  profile jsonb,
  mapping jsonb,
  options jsonb not null default '{}',
  totals jsonb not null default '{}',
  next_row bigint not null default 0,
  job_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  undo_until timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id)
);
create index import_batch_recent on import_batch (tenant_id, id desc);

create table import_row (
  tenant_id uuid not null,
  import_id uuid not null,
  row_number bigint not null,
  phase text not null check (phase in ('dry_run', 'run')),
  action text not null check (action in ('create', 'update', 'unchanged', 'skip', 'error')),
  record_id uuid,
  problems jsonb,
  cells jsonb,
  before jsonb,
  after_version integer,
  primary key (tenant_id, import_id, phase, row_number),
  foreign key (tenant_id, import_id) references import_batch (tenant_id, id)
);
create index import_row_action on import_row (tenant_id, import_id, phase, action, row_number);

create table import_memory (
  tenant_id uuid not null references workspace (id),
  signature text not null,
  target text not null,
  mapping jsonb not null,
  options jsonb not null,
  updated_at timestamptz not null,
  primary key (tenant_id, target, signature)
);
