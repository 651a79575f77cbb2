import { api } from '../lib/api/index.ts';
import { t } from '../lib/i18n/i18n.ts';
import { registerSearch, type SearchHit } from '../lib/search.ts';

const PLACES = { deal: '/deals/', account: '/accounts/', partner: '/partners/' } as const;

const kinds = { deal: 'palette.kind.deal', account: 'palette.kind.account', partner: 'palette.kind.partner', person: 'palette.kind.person' } as const;

/** Four kinds stand in one list, so each says which it is. Deals carry their number as it is written everywhere else. */
function noteOf(type: keyof typeof kinds, subtitle: string | null): string {
  const rest = subtitle?.replace(/^#/, 'D-') ?? '';
  return rest === '' ? t(kinds[type]) : t('palette.kind.note', { kind: t(kinds[type]), rest });
}

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
        note: noteOf(type, subtitle),
        to: type === 'person' ? '/settings/people' : `${PLACES[type]}${id}`,
      }));
    },
  });
}
