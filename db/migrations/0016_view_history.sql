-- What a field of a deal's outside record was before, as the other side keeps it.
-- Rollback: drop the table, and the two indexes and columns of outside_view; nothing else refers to them.

alter table outside_view
  -- Their change up to which the record's history was read; null: not read yet.
  add column history_to timestamptz,
  add column history_read_at timestamptz,
  -- Why it could not be read, for people.
  add column history_sentence text;
-- Work that is left: a change since the history was read, and histories that were never read.
create index outside_view_history_changed on outside_view (tenant_id, connection_id, id)
  where kind = 'deal' and outside_id is not null and status <> 'gone' and history_to < outside_modified_at;
create index outside_view_history_never on outside_view (tenant_id, connection_id, id)
  where kind = 'deal' and outside_id is not null and status <> 'gone' and history_to is null and outside_modified_at is not null;

create table view_history (
  tenant_id uuid not null,
  id uuid not null,
  view_id uuid not null,
  -- Theirs for this change: reading it again adds nothing.
  source_id text not null,
  outside_field text not null,
  -- Their values, as they had them; what they mean in our words is told when it is read.
  old jsonb,
  new jsonb,
  at timestamptz not null,
  who text,
  primary key (tenant_id, id),
  foreign key (tenant_id, view_id) references outside_view (tenant_id, id)
);
create unique index view_history_once on view_history (tenant_id, view_id, source_id);
create index view_history_newest on view_history (tenant_id, view_id, at, id);

alter table view_history enable row level security;
alter table view_history force row level security;
create policy tenant on view_history using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- The past does not change; it goes with its connection.
grant select, insert, delete on view_history to entente_app;
