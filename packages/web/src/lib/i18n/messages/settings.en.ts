export const settingsEn = {
  'settings.title': 'Settings',
} as const;
