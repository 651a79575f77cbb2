export const ownedTables = ['user', 'session', 'authAccount', 'verification', 'twoFactor', 'passkey', 'membership', 'api_key', 'saved_view'] as const;
