export const dealsEn = {
  'deals.title': 'Deals',
} as const;
