export const ownedTables = ['conflict_case', 'conflict_party', 'conflict_entry'] as const;
