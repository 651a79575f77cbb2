export const ownedTables = [
  'connection',
  'connection_object',
  'field_mapping',
  'outside_view',
  'view_history',
  'sync_task',
  'sync_inbox',
  'view_conflict',
  'sync_failure',
  'sync_log',
  'drift_audit',
] as const;
