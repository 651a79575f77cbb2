export const playsEn = {
  'plays.title': 'Plays',
} as const;
