export const inboxEn = {
  'inbox.title': 'Inbox',
} as const;
