export const ownedTables = [] as const;
