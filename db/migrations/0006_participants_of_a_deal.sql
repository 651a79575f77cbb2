-- Who takes part in a deal is asked by every deal room and after every write; the unique index serves only those who still do.
-- Rollback: drop the index.
create index deal_participant_deal on deal_participant (tenant_id, deal_id);
