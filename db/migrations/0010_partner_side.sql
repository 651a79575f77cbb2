-- The partner's half: programmes with their rules of engagement, registrations and the protection they give, conflict cases,
-- leads, distribution, sharing between partners, notifications, and links that let a person act without signing in.
-- Rollback: drop these tables; nothing older refers to them.

-- A moment at which something must happen. One table for all of them, so that one reader keeps every promise in time.
create table clock (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  kind text not null,
  record_id uuid not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  last_error text,
  primary key (tenant_id, id)
);
create unique index clock_once on clock (tenant_id, kind, record_id);
create index clock_due on clock (due_at, id);

-- Acts that stand for a record of another module are closed by what happens to it.
create index act_of_record on act (tenant_id, step_key) where run_id is null and status = 'open';

-- A programme: whom it is for, in order; its terms and rules live in versions that are never edited once published.
create table program (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  position integer not null,
  partner_types text[] not null default '{}',
  live_version integer,
  draft jsonb,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index program_position on program (tenant_id, position);

create table program_version (
  tenant_id uuid not null,
  program_id uuid not null,
  number integer not null,
  definition jsonb not null,
  note text,
  published_by text not null,
  published_at timestamptz not null,
  primary key (tenant_id, program_id, number),
  foreign key (tenant_id, program_id) references program (tenant_id, id)
);

-- What a changed rule would have ruled on registrations of the past.
create table rule_replay (
  tenant_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  definition jsonb not null,
  job_id uuid not null,
  totals jsonb not null default '{}',
  differences jsonb not null default '[]',
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, program_id) references program (tenant_id, id)
);

create table registration (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  number bigint not null,
  kind text not null check (kind in ('sourcing', 'service_attach', 'renewal')),
  state text not null,
  partner_id uuid not null,
  -- A distributor that registers for one of its resellers.
  acting_partner_id uuid,
  program_id uuid not null,
  company_name text not null,
  customer_domain text not null,
  domain_family text collate "C" not null,
  contact_email text not null,
  contact_name text,
  country text,
  region text,
  value_band text not null,
  amount_minor bigint not null,
  currency text not null,
  close_on date not null,
  product_ids uuid[] not null default '{}',
  story text,
  account_id uuid,
  deal_id uuid,
  -- How it came in: portal, link, mail, api, staff.
  came_by text not null,
  submitted_by text,
  submitted_by_member uuid,
  submitted_at timestamptz,
  first_submitted_at timestamptz,
  resubmissions integer not null default 0,
  -- Who has to act now: vendor, partner, nobody; and since when.
  held_by text not null default 'partner' check (held_by in ('vendor', 'partner', 'nobody')),
  holder_id uuid,
  held_since timestamptz not null,
  decide_by timestamptz,
  warned_at timestamptz,
  escalated_at timestamptz,
  needs_second boolean not null default false,
  first_approval_by uuid,
  decided_at timestamptz,
  decided_by text,
  decided_by_member uuid,
  protected_from timestamptz,
  protected_until timestamptz,
  extensions integer not null default 0,
  extension_asked_days integer,
  extension_reason text,
  partner_updated_at timestamptz,
  -- The last ruling: programme version, rule, effect, sentences, trace.
  ruling jsonb,
  partner_sentence text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, program_id) references program (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create unique index registration_number on registration (tenant_id, number);
create index registration_by_partner on registration (tenant_id, partner_id, id desc);
create index registration_by_state on registration (tenant_id, state, decide_by, id);
create index registration_by_domain on registration (tenant_id, domain_family, id);
create index registration_by_account on registration (tenant_id, account_id) where account_id is not null;
create index registration_by_deal on registration (tenant_id, deal_id) where deal_id is not null;
create index registration_expiring on registration (tenant_id, protected_until, id) where state in ('approved', 'extended');
-- Only one partner can have sourced a deal: whatever two people approve in the same instant, one of them is refused here.
create unique index registration_sourcing_once on registration (tenant_id, deal_id) where kind = 'sourcing' and state in ('approved', 'extended');

-- What happened to a registration, in words. A null partner sentence is not shown to the partner.
create table registration_event (
  tenant_id uuid not null,
  id uuid not null,
  registration_id uuid not null,
  at timestamptz not null,
  kind text not null,
  by_name text not null,
  by_side text not null check (by_side in ('vendor', 'partner', 'system')),
  partner_sentence text,
  private_note text,
  primary key (tenant_id, id),
  foreign key (tenant_id, registration_id) references registration (tenant_id, id)
);
create index registration_event_of on registration_event (tenant_id, registration_id, id);

-- A dated fact: this partner was protected on this deal from then until then.
create table protection (
  tenant_id uuid not null,
  id uuid not null,
  registration_id uuid not null,
  deal_id uuid not null,
  partner_id uuid not null,
  kind text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  ended_why text,
  granted_by text not null,
  primary key (tenant_id, id),
  check (ends_at >= starts_at),
  foreign key (tenant_id, registration_id) references registration (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create index protection_deal on protection (tenant_id, deal_id, starts_at);
create index protection_registration on protection (tenant_id, registration_id);

-- Every answer given about a customer, because asking is a way to learn what a vendor's book holds.
create table duplicate_check (
  tenant_id uuid not null,
  id uuid not null,
  partner_id uuid,
  asked_by text not null,
  at timestamptz not null,
  domain text not null,
  answer text not null check (answer in ('clear', 'needs_review', 'not_eligible')),
  candidates jsonb not null,
  took_ms integer not null,
  primary key (tenant_id, id)
);
create index duplicate_check_partner on duplicate_check (tenant_id, partner_id, at desc);

-- While somebody is away, another decides for them.
create table delegation (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  from_member_id uuid not null,
  to_member_id uuid not null,
  starts_on date not null,
  ends_on date not null,
  ended_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  check (ends_on >= starts_on)
);

create table conflict_case (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  number bigint not null,
  deal_id uuid,
  account_id uuid,
  title text not null,
  state text not null check (state in ('evidence', 'ruling', 'ruled', 'appealed', 'closed')),
  mediator_id uuid,
  appeal_mediator_id uuid,
  evidence_until timestamptz not null,
  rule_by timestamptz not null,
  ruled_at timestamptz,
  outcome jsonb,
  appeal_until timestamptz,
  appealed_at timestamptz,
  appealed_by text,
  closed_at timestamptz,
  opened_by text not null,
  opened_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create unique index conflict_case_number on conflict_case (tenant_id, number);
create index conflict_case_state on conflict_case (tenant_id, state, rule_by);

-- The sides: partners by their registration, or the vendor's own seller (both null).
create table conflict_party (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  partner_id uuid,
  registration_id uuid,
  letter text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references conflict_case (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, registration_id) references registration (tenant_id, id)
);
create unique index conflict_party_once on conflict_party (tenant_id, case_id, letter);
create index conflict_party_partner on conflict_party (tenant_id, partner_id) where partner_id is not null;

create table conflict_entry (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  party_id uuid,
  kind text not null check (kind in ('evidence', 'note', 'event')),
  -- mediators: only those who rule; party: also that side; all: both sides, without names.
  visible_to text not null check (visible_to in ('mediators', 'party', 'all')),
  body text not null,
  file_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references conflict_case (tenant_id, id),
  foreign key (tenant_id, party_id) references conflict_party (tenant_id, id),
  foreign key (tenant_id, file_id) references stored_file (tenant_id, id)
);
create index conflict_entry_of on conflict_entry (tenant_id, case_id, id);

create table lead (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  number bigint not null,
  state text not null,
  company_name text not null,
  customer_domain text,
  contact_name text,
  contact_email text,
  contact_phone text,
  country text,
  region text,
  product_id uuid,
  amount_minor bigint,
  currency text,
  story text,
  source text not null,
  source_detail text,
  account_id uuid,
  deal_id uuid,
  partner_id uuid,
  owner_id uuid,
  hops integer not null default 0,
  offered_at timestamptz,
  answer_by timestamptz,
  accepted_at timestamptz,
  contact_by timestamptz,
  contacted_at timestamptz,
  closed_at timestamptz,
  closed_reason text,
  -- Whom the last routing passed over, and why.
  passed_over jsonb not null default '[]',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create unique index lead_number on lead (tenant_id, number);
create index lead_by_state on lead (tenant_id, state, answer_by, id);
create index lead_waiting on lead (tenant_id, answer_by, id desc);
create index lead_by_partner on lead (tenant_id, partner_id, id desc) where partner_id is not null;
create index lead_by_deal on lead (tenant_id, deal_id) where deal_id is not null;

-- Each time a lead was put before a partner; refusals stay, so that it is not asked again.
create table lead_offer (
  tenant_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  partner_id uuid not null,
  hop integer not null,
  why text not null,
  offered_at timestamptz not null,
  answer_by timestamptz not null,
  -- missed: it was open to claim and another partner was first; no refusal, so it may be asked again.
  answer text check (answer in ('accepted', 'declined', 'pulled_back', 'missed')),
  answered_at timestamptz,
  answered_by text,
  reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, lead_id) references lead (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create index lead_offer_of on lead_offer (tenant_id, lead_id, hop);
create index lead_offer_partner on lead_offer (tenant_id, partner_id, offered_at desc);
create unique index lead_offer_open on lead_offer (tenant_id, lead_id, partner_id) where answer is null;
-- Many may be asked at once, one has it.
create unique index lead_offer_taken on lead_offer (tenant_id, lead_id) where answer = 'accepted';

create table lead_routing (
  tenant_id uuid not null references workspace (id),
  number integer not null,
  definition jsonb not null,
  note text,
  published_by text not null,
  published_at timestamptz not null,
  primary key (tenant_id, number)
);

-- Distribution: who sells through whom. A distributor may act for its resellers while the tie lasts.
create table partner_tie (
  tenant_id uuid not null,
  id uuid not null,
  distributor_id uuid not null,
  reseller_id uuid not null,
  may_act boolean not null default true,
  since date not null,
  until date,
  created_by text not null,
  primary key (tenant_id, id),
  check (distributor_id <> reseller_id),
  foreign key (tenant_id, distributor_id) references partner (tenant_id, id),
  foreign key (tenant_id, reseller_id) references partner (tenant_id, id)
);
create unique index partner_tie_once on partner_tie (tenant_id, distributor_id, reseller_id) where until is null;
create index partner_tie_reseller on partner_tie (tenant_id, reseller_id) where until is null;

-- What one hop of a resale chain charges the next. A null seller is the vendor, a null buyer the customer. Never updated:
-- a new price is a new row, the old one gets its end.
create table hop_price (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  route_id uuid not null,
  hop integer not null,
  seller_id uuid,
  buyer_id uuid,
  amount_minor bigint not null,
  currency text not null,
  set_by text not null,
  set_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, route_id) references deal_route (tenant_id, id),
  foreign key (tenant_id, seller_id) references partner (tenant_id, id),
  foreign key (tenant_id, buyer_id) references partner (tenant_id, id)
);
create unique index hop_price_now on hop_price (tenant_id, route_id, hop) where ended_at is null;
create index hop_price_deal on hop_price (tenant_id, deal_id);

create table sales_report (
  tenant_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  file_name text not null,
  period_from date not null,
  period_to date not null,
  totals jsonb not null default '{}',
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create index sales_report_partner on sales_report (tenant_id, partner_id, id desc);

create table sales_report_line (
  tenant_id uuid not null,
  report_id uuid not null,
  row_number integer not null,
  reseller_name text,
  customer_name text,
  customer_domain text,
  product_name text,
  deal_number bigint,
  quantity integer,
  amount_minor bigint,
  currency text,
  sold_on date,
  fingerprint text not null,
  state text not null check (state in ('matched', 'differs', 'unknown', 'duplicate', 'invalid', 'settled')),
  deal_id uuid,
  reasons jsonb not null,
  settled_by text,
  settled_note text,
  primary key (tenant_id, report_id, row_number),
  foreign key (tenant_id, report_id) references sales_report (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create index sales_report_line_print on sales_report_line (tenant_id, fingerprint);
create index sales_report_line_state on sales_report_line (tenant_id, state);

-- Partners that wish to be found by other partners.
create table partner_profile (
  tenant_id uuid not null,
  partner_id uuid not null,
  listed boolean not null default false,
  headline text,
  looking_for text,
  offers text,
  contact_email text,
  version integer not null default 1,
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, partner_id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);

create table deal_share (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  from_partner_id uuid not null,
  to_partner_id uuid not null,
  role text not null,
  message text,
  state text not null check (state in ('waiting_vendor', 'waiting_partner', 'active', 'declined', 'ended')),
  partner_sentence text,
  vendor_by text,
  vendor_at timestamptz,
  answered_by text,
  answered_at timestamptz,
  ended_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, from_partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, to_partner_id) references partner (tenant_id, id)
);
-- Once for each that asks: were it once for all, a refusal would tell one partner what another asked.
create unique index deal_share_once on deal_share (tenant_id, deal_id, from_partner_id, to_partner_id, role) where state in ('waiting_vendor', 'waiting_partner', 'active');
create index deal_share_from on deal_share (tenant_id, from_partner_id, id desc);
create index deal_share_to on deal_share (tenant_id, to_partner_id, id desc);

-- What a partner keeps for itself about a deal; nobody else reads it, the vendor included.
create table partner_record (
  tenant_id uuid not null,
  partner_id uuid not null,
  deal_id uuid not null,
  reference text,
  stage text,
  amount_minor bigint,
  currency text,
  notes text,
  version integer not null default 1,
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, partner_id, deal_id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);

create table notification (
  tenant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  event text not null,
  title text not null,
  body text not null,
  -- Where it leads, within the audience's own pages.
  path text,
  at timestamptz not null,
  read_at timestamptz,
  mailed_at timestamptz,
  dedupe_key text,
  primary key (tenant_id, id)
);
create index notification_member on notification (tenant_id, member_id, id desc);
create index notification_unread on notification (tenant_id, member_id) where read_at is null;
create index notification_unmailed on notification (tenant_id, at) where mailed_at is null;
create unique index notification_once on notification (tenant_id, member_id, dedupe_key) where dedupe_key is not null;

create table notification_preference (
  tenant_id uuid not null,
  member_id uuid not null,
  -- event → how: at_once, digest, off
  mail jsonb not null default '{}',
  digest_hour integer not null default 8 check (digest_hour between 0 and 23),
  time_zone text not null default 'UTC',
  quiet_from integer,
  quiet_to integer,
  last_digest_at timestamptz,
  primary key (tenant_id, member_id)
);

-- A chat room or other receiver of a partner or of the workspace (null): gets a message as Slack's incoming webhooks take it.
create table notification_hook (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  partner_id uuid,
  name text not null,
  url_sealed text not null,
  url_shown text not null,
  events text[] not null,
  failures integer not null default 0,
  last_error text,
  paused_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);

-- Messages that wait to be sent to a chat room; one is gone once it was sent or given up.
create table hook_message (
  tenant_id uuid not null,
  id uuid not null,
  hook_id uuid not null,
  event_id uuid not null,
  title text not null,
  body text not null,
  path text,
  attempts integer not null default 0,
  due_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, hook_id) references notification_hook (tenant_id, id) on delete cascade
);
create unique index hook_message_once on hook_message (tenant_id, hook_id, event_id);
create index hook_message_due on hook_message (due_at, id);

-- A link that lets its holder do one thing once, until a day, in the name of a partner's person.
create table signed_link (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  purpose text not null,
  partner_id uuid not null,
  email text not null,
  person_name text,
  record_id uuid,
  secret_hash bytea not null,
  expires_at timestamptz not null,
  opened_at timestamptz,
  used_at timestamptz,
  used_from text,
  revoked_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create index signed_link_partner on signed_link (tenant_id, partner_id, id desc);
create index signed_link_record on signed_link (tenant_id, record_id) where record_id is not null;
-- An answer by mail names the link, and not the workspace.
create unique index signed_link_id on signed_link (id);

-- A mail somebody answered us with, and what came of it.
create table received_mail (
  tenant_id uuid,
  id uuid primary key,
  message_id text not null,
  from_address text not null,
  to_address text not null,
  subject text not null,
  body text not null,
  link_id uuid,
  outcome text not null check (outcome in ('done', 'refused', 'ignored')),
  sentence text not null,
  at timestamptz not null
);
create unique index received_mail_once on received_mail (message_id, to_address);
create index received_mail_link on received_mail (link_id, outcome) where link_id is not null;

-- Where an answer to a mail goes, and which mail it answers itself.
alter table mail_message add column reply_to text;
alter table mail_message add column in_reply_to text;

-- For whom a comment is: the vendor's own people, every partner of the deal, or one of them (who may have written it).
alter table deal_comment add column visible_to text not null default 'workspace' check (visible_to in ('workspace', 'partners', 'partner'));
alter table deal_comment add column partner_id uuid;
alter table deal_comment add constraint deal_comment_partner check ((visible_to = 'partner') = (partner_id is not null));
alter table deal_comment add foreign key (tenant_id, partner_id) references partner (tenant_id, id);

alter table workspace add column logo_file_id uuid;
alter table workspace add column partner_greeting text;

do $$
declare
  name text;
begin
  foreach name in array array[
    'program', 'program_version', 'rule_replay', 'registration', 'registration_event', 'protection', 'duplicate_check', 'delegation',
    'conflict_case', 'conflict_party', 'conflict_entry', 'lead', 'lead_offer', 'lead_routing', 'partner_tie', 'hop_price',
    'sales_report', 'sales_report_line', 'partner_profile', 'deal_share', 'partner_record', 'notification', 'notification_preference',
    'notification_hook'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  end loop;
  -- The reader of clocks looks for whose turn it is; a link and a mail name their workspace only once they are opened.
  foreach name in array array['clock', 'signed_link', 'received_mail', 'hook_message'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid or current_setting(''app.scope'', true) = ''system'') with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid or current_setting(''app.scope'', true) = ''system'')', name);
  end loop;
  grant select, insert, update, delete on all tables in schema public to entente_app;
  revoke update, delete on audit_entry from entente_app;
  revoke update on deal_stage_change from entente_app;
  revoke update, delete on registration_event, duplicate_check, program_version, lead_routing from entente_app;
end
$$;
