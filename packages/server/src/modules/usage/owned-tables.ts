export const ownedTables = ['usage_record', 'usage_line', 'usage_batch', 'usage_sender', 'usage_allowance'] as const;
