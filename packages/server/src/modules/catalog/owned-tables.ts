export const ownedTables = ['product'] as const;
