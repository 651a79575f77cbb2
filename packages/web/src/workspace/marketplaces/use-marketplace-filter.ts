import { t } from '../../lib/i18n/i18n.ts';
import type { FilterChip } from '../../ui/filter-bar.tsx';
import type { MenuGroup } from '../../ui/menu.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { useMarketplaces } from './use-marketplaces.ts';

/** The filter that all lists share: which marketplace. */
export function useMarketplaceFilter(): { marketplaceId: string | undefined; chips: FilterChip[]; group: MenuGroup } {
  const url = useUrlState();
  const marketplaceId = url.text('marketplaceId');
  const rows = useMarketplaces().data?.items ?? [];
  const set = (id: string | undefined) => url.set({ marketplaceId: id });
  return {
    marketplaceId,
    chips:
      marketplaceId === undefined
        ? []
        : [
            {
              id: 'marketplace',
              field: t('marketplaces.marketplace'),
              words: rows.find((entry) => entry.id === marketplaceId)?.name ?? t('marketplaces.one'),
              onRemove: () => set(undefined),
            },
          ],
    group: {
      id: 'marketplace',
      title: t('marketplaces.marketplace'),
      items: rows.map((entry) => ({ id: entry.id, label: entry.name, isSelected: entry.id === marketplaceId, onAction: () => set(entry.id) })),
    },
  };
}
