export const partnersEn = {
  'partners.title': 'Partners',
} as const;
