-- Marketplaces: listings of products, private offers with their resale chains, agreements, entitlements, and what counts towards a
-- customer's commitment to a cloud. A connection is named by its id alone: it belongs to another module.
-- Rollback: drop these tables in reverse order; nothing else refers to them.

create table marketplace (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  -- Which adapter speaks to it; a configured one is moved by hand or by file, after its own definition.
  kind text not null check (kind in ('aws', 'microsoft', 'google', 'configured')),
  name text not null,
  connection_id uuid,
  -- The partner that runs it: its participant role on a deal is marketplace, never source.
  operator_id uuid,
  definition jsonb,
  -- Dated: [{from, bands: [{fromMinor, basisPoints}], …}]; the latest that has begun holds.
  fee_table jsonb not null default '[]',
  swept_at timestamptz,
  sweep_error text,
  sweep_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  retired_at timestamptz,
  primary key (tenant_id, id),
  check ((kind = 'configured') = (definition is not null)),
  foreign key (tenant_id, operator_id) references partner (tenant_id, id)
);
create unique index marketplace_name on marketplace (tenant_id, lower(name)) where retired_at is null;
create index marketplace_connection on marketplace (tenant_id, connection_id) where connection_id is not null;
create index marketplace_sweep on marketplace (tenant_id, sweep_at) where sweep_at is not null;

create table listing (
  tenant_id uuid not null,
  id uuid not null,
  marketplace_id uuid not null,
  product_id uuid not null,
  external_product_id text not null,
  external_offer_id text,
  external_product_code text,
  status text not null check (status in ('draft', 'in_review', 'limited', 'public', 'restricted')),
  name text not null,
  currency text,
  price_minor bigint,
  -- [{key, name, unit, priceMinor}]
  dimensions jsonb not null default '[]',
  -- What the marketplace shows, and where that differs: [{field, ours, theirs, sentence}].
  seen jsonb,
  drift jsonb not null default '[]',
  checked_at timestamptz,
  check_error text,
  check_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, marketplace_id) references marketplace (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create unique index listing_external on listing (tenant_id, marketplace_id, external_product_id);
create index listing_product on listing (tenant_id, product_id);
create index listing_check on listing (tenant_id, check_at) where check_at is not null;

-- Whether purchases of a listing count towards a commitment programme, and when: never a constant of a cloud.
create table listing_eligibility (
  tenant_id uuid not null,
  id uuid not null,
  listing_id uuid not null,
  programme text not null,
  percent_bp integer not null check (percent_bp between 0 and 10000),
  -- Which day decides: of the invoice, of the activation or of the purchase.
  decided_on text not null check (decided_on in ('invoice', 'activation', 'purchase')),
  -- Kinds of offer that do not count, such as those through a reseller.
  excluded_kinds text[] not null default '{}',
  from_on date not null,
  until_on date,
  source text not null,
  noted_by text not null,
  noted_at timestamptz not null,
  primary key (tenant_id, id),
  check (until_on is null or until_on >= from_on),
  foreign key (tenant_id, listing_id) references listing (tenant_id, id)
);
create index listing_eligibility_listing on listing_eligibility (tenant_id, listing_id);

create table cloud_commitment (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  programme text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  remaining_minor bigint check (remaining_minor >= 0),
  -- How much of the commitment marketplace purchases may fill, and how much they have filled already.
  cap_bp integer check (cap_bp between 0 and 10000),
  cap_used_minor bigint not null default 0 check (cap_used_minor >= 0),
  from_on date not null,
  until_on date not null,
  source text not null,
  noted_by text not null,
  noted_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check (until_on >= from_on),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create index cloud_commitment_account on cloud_commitment (tenant_id, account_id);

create table resale_authorization (
  tenant_id uuid not null,
  id uuid not null,
  marketplace_id uuid not null,
  listing_id uuid not null,
  deal_id uuid,
  -- The authorisation it passes on; the vendor issues those without one.
  parent_id uuid,
  issuer_partner_id uuid,
  reseller_partner_id uuid not null,
  reseller_account text not null,
  name text not null,
  description text,
  usage text not null check (usage in ('one_time', 'until', 'open')),
  until_on date,
  buyer_account text,
  currency text not null,
  -- What the reseller pays to its issuer.
  wholesale_minor bigint not null check (wholesale_minor >= 0),
  -- What the issuer added to what it pays itself; 0 for the vendor.
  markup_bp integer not null default 0,
  term_months integer,
  lines jsonb not null,
  instalments jsonb not null default '[]',
  eula jsonb not null,
  state text not null check (state in ('draft', 'sending', 'active', 'used', 'restricted')),
  external_id text,
  sent_by_connection uuid,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check ((usage = 'until') = (until_on is not null)),
  check ((parent_id is null) = (issuer_partner_id is null)),
  foreign key (tenant_id, marketplace_id) references marketplace (tenant_id, id),
  foreign key (tenant_id, listing_id) references listing (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, parent_id) references resale_authorization (tenant_id, id),
  foreign key (tenant_id, issuer_partner_id) references partner (tenant_id, id),
  foreign key (tenant_id, reseller_partner_id) references partner (tenant_id, id)
);
create unique index resale_authorization_external on resale_authorization (tenant_id, marketplace_id, external_id) where external_id is not null;
create index resale_authorization_deal on resale_authorization (tenant_id, deal_id);
create index resale_authorization_parent on resale_authorization (tenant_id, parent_id) where parent_id is not null;

create table offer (
  tenant_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  -- The deal's route it is sold by; a route's state follows it.
  route_id uuid not null,
  marketplace_id uuid not null,
  listing_id uuid not null,
  kind text not null check (kind in ('private', 'channel', 'replacement')),
  -- Who sells to the buyer: null is the vendor.
  seller_partner_id uuid,
  authorization_id uuid,
  replaces_agreement text,
  name text not null,
  description text,
  buyer_account text,
  currency text not null,
  amount_minor bigint not null,
  markup_bp integer,
  term_months integer,
  starts_on date,
  lines jsonb not null,
  instalments jsonb not null default '[]',
  eula jsonb not null,
  expires_on date,
  -- Fields of a configured marketplace.
  fields jsonb not null default '{}',
  -- What it is to us; `state` is the marketplace's own word for it.
  phase text not null check (phase in ('draft', 'sending', 'released', 'accepted', 'expired', 'withdrawn')),
  state text not null,
  external_id text,
  sent_by_connection uuid,
  sent_at timestamptz,
  released_at timestamptz,
  accepted_at timestamptz,
  closed_at timestamptz,
  problem text,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check ((kind = 'channel') = (seller_partner_id is not null)),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, route_id) references deal_route (tenant_id, id),
  foreign key (tenant_id, marketplace_id) references marketplace (tenant_id, id),
  foreign key (tenant_id, listing_id) references listing (tenant_id, id),
  foreign key (tenant_id, authorization_id) references resale_authorization (tenant_id, id),
  foreign key (tenant_id, seller_partner_id) references partner (tenant_id, id)
);
create unique index offer_external on offer (tenant_id, marketplace_id, external_id) where external_id is not null;
create index offer_deal on offer (tenant_id, deal_id);
create index offer_authorization on offer (tenant_id, authorization_id) where authorization_id is not null;
create index offer_buyer on offer (tenant_id, marketplace_id, buyer_account) where phase = 'released';

-- What was asked of a marketplace and is not answered at once. The token is kept before the call is made: whatever becomes of the
-- process, the same question is asked again under the same token, and a failed one under a new.
create table offer_operation (
  tenant_id uuid not null,
  id uuid not null,
  marketplace_id uuid not null,
  connection_id uuid not null,
  subject_type text not null check (subject_type in ('offer', 'authorization')),
  subject_id uuid not null,
  action text not null check (action in ('publish', 'authorize', 'resell', 'withdraw', 'restrict', 'extend')),
  token text not null,
  input jsonb not null default '{}',
  state text not null check (state in ('reserved', 'pending', 'done', 'failed')),
  handle jsonb,
  poll_at timestamptz,
  attempts integer not null default 0,
  issues jsonb not null default '[]',
  sentence text,
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, marketplace_id) references marketplace (tenant_id, id)
);
create unique index offer_operation_token on offer_operation (tenant_id, token);
create unique index offer_operation_one on offer_operation (tenant_id, subject_id) where finished_at is null;
create index offer_operation_subject on offer_operation (tenant_id, subject_id, id desc);
create index offer_operation_due on offer_operation (tenant_id, poll_at) where finished_at is null;

create table agreement (
  tenant_id uuid not null,
  id uuid not null,
  marketplace_id uuid not null,
  external_id text not null,
  external_offer_id text,
  external_authorization_id text,
  external_product_id text,
  offer_id uuid,
  deal_id uuid,
  listing_id uuid,
  status text not null check (status in ('active', 'archived', 'cancelled', 'expired', 'renewed', 'replaced', 'rolled_back', 'superseded', 'terminated')),
  buyer_account text,
  seller_account text,
  currency text,
  amount_minor bigint,
  accepted_at timestamptz,
  starts_at timestamptz,
  -- Null: without an end.
  ends_at timestamptz,
  end_behaviour text check (end_behaviour in ('renew', 'replace', 'expire')),
  replaces_external_id text,
  initial_external_id text,
  renewal_deal_id uuid,
  -- The last moment it changed at the marketplace that we know of: older news changes nothing.
  news_at timestamptz not null,
  seen_at timestamptz not null,
  matched_by text,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, marketplace_id) references marketplace (tenant_id, id),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, renewal_deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, listing_id) references listing (tenant_id, id)
);
create unique index agreement_external on agreement (tenant_id, marketplace_id, external_id);
create index agreement_deal on agreement (tenant_id, deal_id) where deal_id is not null;
create index agreement_offer on agreement (tenant_id, offer_id) where offer_id is not null;
create index agreement_open_end on agreement (tenant_id, ends_at) where status = 'active';

create table entitlement (
  tenant_id uuid not null,
  id uuid not null,
  agreement_id uuid not null,
  marketplace_id uuid not null,
  -- A licence, a subscription, an entitlement: what usage is reported under.
  external_id text not null,
  external_product_code text,
  buyer_account text,
  -- [{key, quantity, unit}]
  dimensions jsonb not null default '[]',
  state text not null check (state in ('pending', 'active', 'suspended', 'ended')),
  starts_at timestamptz,
  ends_at timestamptz,
  activated_at timestamptz,
  news_at timestamptz not null,
  seen_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, agreement_id) references agreement (tenant_id, id),
  foreign key (tenant_id, marketplace_id) references marketplace (tenant_id, id)
);
create unique index entitlement_external on entitlement (tenant_id, marketplace_id, external_id);
create index entitlement_agreement on entitlement (tenant_id, agreement_id);

-- News of a marketplace, each kept once. One that names what we do not know yet waits until we do.
create table marketplace_notice (
  tenant_id uuid not null,
  id uuid not null,
  marketplace_id uuid not null,
  dedupe_key text not null,
  kind text not null,
  external_offer_id text,
  external_agreement_id text,
  external_entitlement_id text,
  at timestamptz not null,
  received_at timestamptz not null,
  notice jsonb not null,
  state text not null check (state in ('parked', 'done', 'ignored')),
  sentence text,
  settled_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, marketplace_id) references marketplace (tenant_id, id)
);
create unique index marketplace_notice_once on marketplace_notice (tenant_id, marketplace_id, dedupe_key);
create index marketplace_notice_parked on marketplace_notice (tenant_id, marketplace_id, at) where state = 'parked';

do $$
declare
  name text;
begin
  foreach name in array array['marketplace', 'listing', 'listing_eligibility', 'cloud_commitment', 'resale_authorization', 'offer', 'offer_operation', 'agreement', 'entitlement', 'marketplace_notice'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
end
$$;
