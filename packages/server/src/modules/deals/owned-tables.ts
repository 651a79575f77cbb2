export const ownedTables = [
  'deal',
  'deal_line',
  'deal_participant',
  'deal_route',
  'deal_stage_change',
  'deal_committee',
  'deal_handoff',
  'deal_handoff_wait',
  'deal_comment',
  'deal_file',
  'touch',
] as const;
