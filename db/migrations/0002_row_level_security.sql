-- The second lock: every table with a tenant_id is visible only to the tenant named in the transaction. Forced, so that the
-- owner of the tables is bound as well. The application connects as entente_app, which may not bypass it.
-- A reset custom setting reads as '' and not as NULL, hence nullif.

do $$
declare
  name text;
begin
  if not exists (select from pg_roles where rolname = 'entente_app') then
    create role entente_app nologin nosuperuser nobypassrls;
  end if;
  execute format('grant entente_app to %I', current_user);
  for name in select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE'
      and c.table_name not in ('mail_message', 'outbox_event', 'play_run', 'act', 'crm_write', 'membership', 'api_key')
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  end loop;
  -- Workers and sign-in look across tenants to find whose turn it is; they say so by naming the system scope, and only these
  -- tables answer it. The rows they find are then handled under the row's own tenant.
  foreach name in array array['mail_message', 'outbox_event', 'play_run', 'act', 'crm_write', 'membership', 'api_key'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid or current_setting(''app.scope'', true) = ''system'') with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid or current_setting(''app.scope'', true) = ''system'')', name);
  end loop;
  grant usage on schema public to entente_app;
  grant select, insert, update, delete on all tables in schema public to entente_app;
  grant usage, select on all sequences in schema public to entente_app;
  -- What has happened stays as it was written.
  revoke update, delete on audit_entry from entente_app;
  revoke update on deal_stage_change from entente_app;
end
$$;
