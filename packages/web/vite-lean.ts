import { pathToFileURL } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

/** Makes what the browser loads smaller, without a difference in what it does. */

const CATALOGUE = /\/src\/lib\/i18n\/messages\/[\w-]+\.(?:en|ar)\.ts$/;
const COMPILER = /\/src\/lib\/i18n\/compile\.ts$/;

/** Texts are compiled here, so that no browser has to load a compiler for them. What is only text stays text. */
export const compiledMessages = (): Plugin => ({
  name: 'compiled-messages',
  enforce: 'pre',
  async load(id) {
    if (COMPILER.test(id)) return 'export const compile = (text) => [text];';
    if (!CATALOGUE.test(id)) return null;
    // Named by the time as well: a server that watches must not be given what it was given before.
    const catalogues = (await import(`${pathToFileURL(id).href}?${Date.now()}`)) as Record<string, Record<string, string>>;
    return Object.entries(catalogues)
      .map(
        ([name, texts]) => `export const ${name} = ${JSON.stringify(Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, compiled(text)])))};`,
      )
      .join('\n');
  },
});

function compiled(text: string): unknown {
  const parts = compileMessage(text);
  return parts.length === 1 && parts[0] === text ? text : parts;
}

/** Component libraries bring their few words in dozens of languages; these are ours. */
const LANGUAGES = new Set(['en-US', 'ar-AE']);
const WORDS = /\/react-(?:aria|stately)[^?]*\/intl\/.*\/([a-z]{2}-[A-Z]{2})\.m?js$/;

export const ownLanguages = (): Plugin => ({
  name: 'own-languages',
  enforce: 'pre',
  load: (id) => (LANGUAGES.has(WORDS.exec(id)?.[1] ?? 'en-US') ? null : 'export default {};'),
});
