-- What things cost: price books, bundles, which products go together, margins of partners. And quotes: what was offered to a buyer,
-- version by version, with the arithmetic of the day it was made.
-- Rollback: drop these tables; nothing older refers to them.

-- What selling needs to know of a product besides the catalogue.
create table product_commerce (
  tenant_id uuid not null references workspace (id),
  product_id uuid not null,
  -- Who makes it; null: ourselves.
  vendor_id uuid,
  charge_type text not null check (charge_type in ('one_off', 'recurring', 'usage')),
  meter_key text,
  tax_category text not null,
  unit_label text not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (tenant_id, product_id),
  foreign key (tenant_id, product_id) references product (tenant_id, id) on delete cascade,
  foreign key (tenant_id, vendor_id) references partner (tenant_id, id),
  check ((charge_type = 'usage') or meter_key is null)
);

create table price_book (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  currency text not null,
  -- Null only where it says so: everywhere, everyone. A list is never empty.
  everywhere boolean not null,
  regions text[],
  everyone boolean not null,
  tiers text[],
  effective_from date not null,
  effective_to date,
  -- Tried in this order, the first that has a price decides.
  position integer not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint price_book_order unique (tenant_id, position) deferrable initially deferred,
  check (everywhere = (regions is null) and coalesce(cardinality(regions), 1) > 0),
  check (everyone = (tiers is null) and coalesce(cardinality(tiers), 1) > 0),
  check (effective_to is null or effective_to > effective_from)
);
create unique index price_book_name on price_book (tenant_id, lower(name));

-- A product has one price for a term in a book (null: any term); the price has versions that follow each other.
create table price_entry (
  tenant_id uuid not null,
  id uuid not null,
  book_id uuid not null,
  product_id uuid not null,
  term_months integer check (term_months > 0),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, book_id) references price_book (tenant_id, id),
  foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create unique index price_entry_once on price_entry (tenant_id, book_id, product_id, coalesce(term_months, 0));
create index price_entry_product on price_entry (tenant_id, product_id);

create table price_entry_version (
  tenant_id uuid not null,
  entry_id uuid not null,
  version integer not null,
  per text not null check (per in ('once', 'month', 'year', 'term')),
  model jsonb not null,
  effective_from date not null,
  effective_to date,
  note text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, entry_id, version),
  foreign key (tenant_id, entry_id) references price_entry (tenant_id, id),
  -- Ending on the day it begins, it never held.
  check (effective_to is null or effective_to >= effective_from)
);
create unique index price_entry_version_from on price_entry_version (tenant_id, entry_id, effective_from) where effective_to is null or effective_to > effective_from;

-- Bundles, rules of compatibility and margin rules: a record with dated versions of one document.
create table pricing_document (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  kind text not null check (kind in ('bundle', 'compatibility', 'margin')),
  name text not null,
  position integer not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint pricing_document_order unique (tenant_id, kind, position) deferrable initially deferred
);
create unique index pricing_document_name on pricing_document (tenant_id, kind, lower(name));
create table pricing_document_version (
  tenant_id uuid not null,
  document_id uuid not null,
  version integer not null,
  definition jsonb not null,
  effective_from date not null,
  effective_to date,
  note text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, document_id, version),
  foreign key (tenant_id, document_id) references pricing_document (tenant_id, id),
  -- Ending on the day it begins, it never held.
  check (effective_to is null or effective_to >= effective_from)
);
create unique index pricing_document_version_from on pricing_document_version (tenant_id, document_id, effective_from) where effective_to is null or effective_to > effective_from;

-- Which quotes need whose approval: the same shape, owned by quotes.
create table quote_rule (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  kind text not null check (kind = 'approval'),
  name text not null,
  position integer not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint quote_rule_order unique (tenant_id, kind, position) deferrable initially deferred
);
create unique index quote_rule_name on quote_rule (tenant_id, kind, lower(name));
create table quote_rule_version (
  tenant_id uuid not null,
  document_id uuid not null,
  version integer not null,
  definition jsonb not null,
  effective_from date not null,
  effective_to date,
  note text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, document_id, version),
  foreign key (tenant_id, document_id) references quote_rule (tenant_id, id),
  -- Ending on the day it begins, it never held.
  check (effective_to is null or effective_to >= effective_from)
);
create unique index quote_rule_version_from on quote_rule_version (tenant_id, document_id, effective_from) where effective_to is null or effective_to > effective_from;

create table quote (
  tenant_id uuid not null references workspace (id),
  id uuid not null,
  number bigint not null,
  deal_id uuid not null,
  account_id uuid,
  name text not null,
  state text not null check (state in ('draft', 'waiting_approval', 'approved', 'sent', 'accepted', 'declined', 'expired', 'withdrawn', 'superseded')),
  -- The version people work on, or that was sent last.
  quote_version integer not null,
  -- Of that version, for lists.
  currency text not null,
  list_minor bigint not null,
  net_minor bigint not null,
  ours_minor bigint not null,
  partner_id uuid,
  expires_on date not null,
  author_id text not null,
  author_name text not null,
  copied_from uuid,
  sent_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  -- Why it was declined or withdrawn; how acceptance is known.
  closing_note text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deal (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, partner_id) references partner (tenant_id, id)
);
create unique index quote_number on quote (tenant_id, number);
create unique index quote_accepted_once on quote (tenant_id, deal_id) where state = 'accepted';
create index quote_deal on quote (tenant_id, deal_id, id desc);
create index quote_state on quote (tenant_id, state, id desc);
create index quote_partner on quote (tenant_id, partner_id, id desc) where partner_id is not null;

-- A version is written over while it is a draft; from the moment it is sent it never changes.
create table quote_version (
  tenant_id uuid not null,
  quote_id uuid not null,
  number integer not null,
  -- What was asked: selections, discounts, partner, region, terms.
  request jsonb not null,
  -- What that came to: lines, totals, margin, allocation, explanations, rule versions.
  priced jsonb not null,
  priced_on date not null,
  made_by_id text not null,
  made_by_name text not null,
  made_at timestamptz not null,
  sent_at timestamptz,
  accepted_at timestamptz,
  primary key (tenant_id, quote_id, number),
  foreign key (tenant_id, quote_id) references quote (tenant_id, id)
);

create table quote_approval (
  tenant_id uuid not null,
  id uuid not null,
  quote_id uuid not null,
  quote_version integer not null,
  rule_id uuid not null,
  rule_version integer not null,
  rule_name text not null,
  approver_role text not null,
  reason text not null,
  state text not null check (state in ('waiting', 'approved', 'rejected', 'void')),
  decided_by_id text,
  decided_by_name text,
  decided_at timestamptz,
  note text,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, quote_id, quote_version) references quote_version (tenant_id, quote_id, number)
);
create unique index quote_approval_once on quote_approval (tenant_id, quote_id, quote_version, rule_id) where state in ('waiting', 'approved');
create index quote_approval_of on quote_approval (tenant_id, quote_id, id);

do $$
declare
  name text;
begin
  foreach name in array array[
    'product_commerce', 'price_book', 'price_entry', 'price_entry_version', 'pricing_document', 'pricing_document_version',
    'quote_rule', 'quote_rule_version', 'quote', 'quote_version', 'quote_approval'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to entente_app', name);
  end loop;
  -- What a version said stays; only where it ends may still be written.
  revoke update, delete on price_entry_version, pricing_document_version, quote_rule_version from entente_app;
  grant update (effective_to) on price_entry_version, pricing_document_version, quote_rule_version to entente_app;
  revoke delete on quote, quote_version, quote_approval from entente_app;
end
$$;
