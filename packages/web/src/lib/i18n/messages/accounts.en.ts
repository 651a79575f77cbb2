export const accountsEn = {
  'accounts.title': 'Accounts',
} as const;
