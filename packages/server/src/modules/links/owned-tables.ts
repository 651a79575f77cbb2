export const ownedTables = ['signed_link', 'received_mail'] as const;
