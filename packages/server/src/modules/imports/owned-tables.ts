export const ownedTables = ['import_batch', 'import_row', 'import_memory'] as const;
