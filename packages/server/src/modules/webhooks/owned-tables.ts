export const ownedTables = ['webhook_endpoint', 'webhook_message', 'webhook_attempt'] as const;
