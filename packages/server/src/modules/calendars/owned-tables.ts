export const ownedTables = ['calendar_feed', 'busy_time'] as const;
