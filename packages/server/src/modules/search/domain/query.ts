/** What the words in the search box can mean. */
export type SearchText = { readonly text: string; readonly contains: string | null; readonly dealNumber: number | null; readonly prefix: string };

/** Shorter words are in too many names to be worth looking for inside them. */
const shortestInside = 3;

export function readSearch(given: string): SearchText {
  const text = given.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const escaped = text.replaceAll(/[\\%_]/g, '\\$&');
  const number = /^(?:[a-z]{1,5}-|#)?(\d{1,15})$/.exec(text)?.[1];
  return { text, prefix: `${escaped}%`, contains: text.length >= shortestInside ? `%${escaped}%` : null, dealNumber: number ? Number(number) : null };
}
