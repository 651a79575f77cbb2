-- The open deals nobody is on yet: few among all, and asked for as a view of their own. Arrays are no index conditions under
-- row-level security, but what an index leaves out need not be asked of it.
-- Rollback: drop the index.
create index deal_open_alone on deal (tenant_id, updated_at, id) where status = 'open' and partner_ids = '{}';
