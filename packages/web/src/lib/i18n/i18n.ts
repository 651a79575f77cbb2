import { setupI18n } from '@lingui/core';
import { useSyncExternalStore } from 'react';
import { compile } from './compile.ts';
import type { MessageId } from './messages/en.ts';

export type { MessageId } from './messages/en.ts';
export type LocaleId = 'en' | 'ar';
export const locales: readonly { id: LocaleId; name: string; dir: 'ltr' | 'rtl' }[] = [
  { id: 'en', name: 'English', dir: 'ltr' },
  { id: 'ar', name: 'العربية', dir: 'rtl' },
];

const KEY = 'entente.locale';
export const i18n = setupI18n();
// Each text that is not compiled already is compiled once, on first use.
const compiled = new Map<string, ReturnType<typeof compile>>();
i18n.setMessagesCompiler((text) => {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const made = compile(text);
  compiled.set(text, made);
  return made;
});

/** Each page brings its own words: the partner's does not load the workspace's. Called once, before the first text is drawn. */
type Catalogue = { en: Readonly<Record<string, string>>; ar: () => Promise<Readonly<Record<string, string>>> };
let arabic: Catalogue['ar'] | undefined;
export function setCatalogue(catalogue: Catalogue): void {
  arabic = catalogue.ar;
  i18n.loadAndActivate({ locale: 'en', messages: { ...catalogue.en } });
}
i18n.on('missing', ({ id, locale }) => console.error(`No text for ${id} in ${locale}`));

const listeners = new Set<() => void>();
let current: LocaleId = 'en';

export const direction = (): 'ltr' | 'rtl' => locales.find((entry) => entry.id === current)?.dir ?? 'ltr';
export const currentLocale = (): LocaleId => current;

/** The text for an id; values are filled in by ICU rules, never by joining strings. */
export function t(id: MessageId, values?: Record<string, string | number>): string {
  return i18n._(id, values);
}

export async function setLocale(next: LocaleId): Promise<void> {
  if (next === 'ar' && next !== current) {
    i18n.load('ar', { ...(await arabic?.()) });
  }
  i18n.activate(next);
  current = next;
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next;
  document.documentElement.dir = direction();
  for (const listener of listeners) listener();
}

/** The stored choice, else the browser's first language that is offered. */
export async function startLocale(): Promise<void> {
  const wanted = [localStorage.getItem(KEY), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  const offered = wanted.map((tag) => locales.find((entry) => entry.id === tag)?.id).find((id) => id !== undefined);
  await setLocale(offered ?? 'en');
}

export function useLocaleId(): LocaleId {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
