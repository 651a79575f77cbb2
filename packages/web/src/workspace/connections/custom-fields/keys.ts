import type { Result } from '@entente/contracts/client';

export type CustomField = Result<'customFields.list'>['items'][number];
export const fieldTypes = ['text', 'long_text', 'number', 'money', 'date', 'yes_no', 'choice', 'choices'] as const;

/** "Renewal date (EMEA)" → "renewal_date_emea": the key as the interface takes it. */
export const keyOfLabel = (label: string): string =>
  label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 41)
    .replace(/_+$/, '');

export const isKey = (key: string): boolean => /^[a-z][a-z0-9_]{1,40}$/.test(key);
export const choicesOfText = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
