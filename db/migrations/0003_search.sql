-- Names that can be sorted and found. Under forced row-level security only leakproof operators may be index conditions: = and <
-- on text are, lower(), like and everything on arrays are not. Names therefore get a plain column to compare, and their words a
-- table in which "begins with" is a range. Rollback: drop search_word, the name_key columns and fold_name; recreate the indexes
-- of names over lower(name).

-- The one form in which names are compared: without case, accents and marks, punctuation as one blank. The ranges are spelled
-- out because classes of characters depend on the locale of the database; platform/db/name-key.ts has the same ones for what
-- people type. The cut keeps the longest key an index entry.
create function fold_name(given text) returns text language sql immutable strict parallel safe as $$
  select case
    when octet_length(given) = char_length(given)
      then left(btrim(regexp_replace(lower(replace(given, '''', '') collate "default"), '[^a-z0-9]+', ' ', 'g')), 400)
    else left(btrim(regexp_replace(
      translate(replace(replace(replace(
        regexp_replace(lower(normalize(given, nfkd) collate "default"),
          '[''\u00ad\u02bc\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2019\u202a-\u202e\u2060-\u2064\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]', '', 'g'),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øłđıς', 'oldiσ'),
      '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u1680\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d\u30a0\u30fb\ufffc\ufffd\U0001f000-\U0001faff]+', ' ', 'g')), 400)
  end
$$;

alter table account add column name_key text collate "C" not null generated always as (fold_name(name)) stored;
alter table partner add column name_key text collate "C" not null generated always as (fold_name(name)) stored;
alter table product add column name_key text collate "C" not null generated always as (fold_name(name)) stored;
alter table contact add column name_key text collate "C" not null generated always as (fold_name(name)) stored;
alter table "user" add column name_key text collate "C" not null generated always as (fold_name(name)) stored;
-- A deal is also found by its account.
alter table deal add column name_key text collate "C" not null generated always as (fold_name(name || ' ' || coalesce(account_name, ''))) stored;

drop index account_by_name;
create index account_by_name on account (tenant_id, name_key, id);
drop index partner_by_name;
create index partner_by_name on partner (tenant_id, name_key, id);
create index product_by_name on product (tenant_id, name_key, id);
create index contact_by_name on contact (tenant_id, name_key, id);
create index contact_by_email on contact (tenant_id, email) where email is not null;
create index partner_contact_by_email on partner_contact (tenant_id, email);

-- Domains are looked up by how they begin, which is a range only in the order of "C".
alter table account_domain alter column domain type text collate "C";
alter table partner alter column domain type text collate "C";
create index partner_by_domain on partner (tenant_id, domain) where domain is not null;

-- The array was never an index condition, and writing it cost more than all other indexes of a deal together.
drop index deal_by_partner;
-- Whether a participation has ended is answered by the index itself.
drop index deal_participant_partner;
create index deal_participant_partner on deal_participant (tenant_id, partner_id, deal_id) include (until);

-- One row a word of a name. Written beside the record in its transaction by platform/db/search-words.ts.
create table search_word (
  tenant_id uuid not null,
  kind text not null,
  word text collate "C" not null,
  record_id uuid not null,
  primary key (tenant_id, kind, word, record_id)
);

-- Forced security binds whoever migrates as well, unless that is a superuser.
alter table account no force row level security;
alter table partner no force row level security;
alter table deal no force row level security;
insert into search_word (tenant_id, kind, word, record_id)
select distinct tenant_id, 'account', unnest(string_to_array(name_key, ' ')), id from account where name_key <> '';
insert into search_word (tenant_id, kind, word, record_id)
select distinct tenant_id, 'partner', unnest(string_to_array(name_key, ' ')), id from partner where name_key <> '';
insert into search_word (tenant_id, kind, word, record_id)
select distinct tenant_id, 'deal', unnest(string_to_array(name_key, ' ')), id from deal where name_key <> '';
alter table account force row level security;
alter table partner force row level security;
alter table deal force row level security;

alter table search_word enable row level security;
alter table search_word force row level security;
create policy tenant on search_word using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on search_word to entente_app;
