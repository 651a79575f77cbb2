/** Where the command palette looks. A screen's area adds a source; the palette asks those that fit the prefix. */
export type SearchHit = { id: string; label: string; note?: string; to: string };
export type SearchPrefix = '' | '@' | '#';
export type SearchSource = { id: string; prefixes: readonly SearchPrefix[]; search: (text: string, signal: AbortSignal) => Promise<readonly SearchHit[]> };

const sources = new Map<string, SearchSource>();

export function registerSearch(source: SearchSource): () => void {
  sources.set(source.id, source);
  return () => sources.delete(source.id);
}

export async function searchAll(prefix: SearchPrefix, text: string, signal: AbortSignal): Promise<readonly SearchHit[]> {
  const asked = [...sources.values()].filter((source) => source.prefixes.includes(prefix));
  const answers = await Promise.allSettled(asked.map((source) => source.search(text, signal)));
  // One source that is down must not hide what the others found.
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

const KEY = 'entente.recents';

export function recents(): readonly SearchHit[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((hit): hit is SearchHit => typeof hit?.to === 'string' && typeof hit?.label === 'string') : [];
  } catch {
    return [];
  }
}

/** Record pages call this, so that the palette offers them first. */
export function rememberRecent(hit: SearchHit): void {
  localStorage.setItem(KEY, JSON.stringify([hit, ...recents().filter((entry) => entry.to !== hit.to)].slice(0, 8)));
}
