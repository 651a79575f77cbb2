import { X } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';

/** The partner and the budget a list is narrowed to, from the address. */
export function useNarrowed() {
  const url = useUrlState();
  return { partnerId: url.text('partner'), budgetId: url.text('budget') };
}

/** Narrowing in words, each of which can be taken away. */
export function Narrowed() {
  const url = useUrlState();
  const { partnerId, budgetId } = useNarrowed();
  const partner = useApi('partners.get', { params: { id: partnerId ?? '' } }, { enabled: partnerId !== undefined, staleTime: 60_000 });
  const budget = useApi('funds.budget', { params: { id: budgetId ?? '' } }, { enabled: budgetId !== undefined, staleTime: 60_000 });
  const chips = [
    ...(partnerId === undefined ? [] : [{ key: 'partner', words: partner.data?.name ?? t('work.partner') }]),
    ...(budgetId === undefined ? [] : [{ key: 'budget', words: budget.data?.name ?? t('funds.budget') }]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {chips.map((chip) => (
        <li key={chip.key} className="flex h-7 items-center rounded-control border border-line-strong ps-2 text-12">
          <bdi>{chip.words}</bdi>
          <button
            type="button"
            aria-label={t('ui.filter.remove', { filter: chip.words })}
            onClick={() => url.set({ [chip.key]: undefined })}
            className="grid size-6 place-items-center text-muted hover:text-text"
          >
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
