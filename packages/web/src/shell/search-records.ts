import { api } from '../lib/api/index.ts';
import { registerSearch, type SearchHit } from '../lib/search.ts';

const PLACES = { deal: '/deals/', account: '/accounts/', partner: '/partners/' } as const;

/** The palette looks through deals, accounts, partners and people; `@` means people, `#` means deals by number. */
export function registerRecordSearch(): () => void {
  return registerSearch({
    id: 'records',
    prefixes: ['', '@', '#'],
    search: async (text, signal) => {
      if (text.trim() === '') return [];
      const { items } = await api('search.all', { query: { q: text.trim() }, signal });
      return items.map(({ type, id, title, subtitle }): SearchHit => ({
        id: `${type}:${id}`,
        label: title,
        ...(subtitle === null ? {} : { note: subtitle }),
        to: type === 'person' ? '/settings/people' : `${PLACES[type]}${id}`,
      }));
    },
  });
}
