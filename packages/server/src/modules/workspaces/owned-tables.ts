export const ownedTables = ['workspace'] as const;
