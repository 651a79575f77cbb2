export const ownedTables = ['notification', 'notification_preference', 'notification_hook', 'hook_message'] as const;
