export const ownedTables = ['registration', 'registration_event', 'protection', 'duplicate_check', 'delegation'] as const;
