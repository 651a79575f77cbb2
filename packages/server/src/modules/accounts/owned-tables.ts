export const ownedTables = ['account', 'account_domain', 'contact', 'account_tie'] as const;
