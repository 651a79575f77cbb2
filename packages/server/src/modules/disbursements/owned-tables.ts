export const ownedTables = ['billing_source', 'billing_import', 'billing_line', 'billing_match', 'disbursement'] as const;
