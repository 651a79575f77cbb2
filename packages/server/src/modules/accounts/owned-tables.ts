export const ownedTables = ['account', 'account_domain', 'contact', 'account_tie', 'usage_fact'] as const;
