export const importsEn = {
  'imports.title': 'Imports',
} as const;
