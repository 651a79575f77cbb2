import { useDeferredValue, useState } from 'react';
import { useApi } from '../../lib/api/index.ts';
import { Choose, TextInput } from '../kit/fields.tsx';
import { Failed } from '../kit/states.tsx';
import { t } from '../text.ts';
import type { DealRow } from './model.ts';

const MOST = 100;
const LONG = 20;

/** One of our deals. A search stands above it where they are many. */
export function DealChoice({
  value,
  onChange,
  status,
  fits,
  none,
  error,
}: {
  value: string;
  onChange: (id: string) => void;
  status?: 'open';
  fits: (deal: DealRow) => boolean;
  /** Said where none of them fits. */ none: string;
  error?: string;
}) {
  const [q, setQ] = useState('');
  const search = useDeferredValue(q).trim();
  const deals = useApi(
    'portalDeals.list',
    { query: { limit: MOST, ...(status ? { status } : {}), ...(search === '' ? {} : { q: search }) } },
    { keepPrevious: true },
  );
  // What was chosen, or named by the address, stays to be chosen while one searches for another.
  const known = useApi('portalDeals.get', { params: { id: value } }, { enabled: value !== '' });
  if (deals.error && !deals.data) return <Failed error={deals.error} onRetry={() => void deals.refetch()} />;
  const listed = deals.data?.items.filter(fits) ?? [];
  const kept = value !== '' && !listed.some(({ id }) => id === value) && known.data ? [known.data] : [];
  const searches = q !== '' || (deals.data?.items.length ?? 0) > LONG;
  return (
    <div className="flex flex-col gap-2">
      {searches && <TextInput label={t('portal.incentives.deal.search')} type="search" value={q} onChange={setQ} />}
      <Choose
        label={t('portal.incentives.deal')}
        choices={[...kept, ...listed].map(({ id, number, name }) => ({ id, label: t('portal.incentives.deal.named', { number, name }) }))}
        value={value}
        onChange={onChange}
        emptyLabel={deals.data === undefined ? t('ui.loading', { what: t('portal.nav.deals') }) : t('portal.incentives.deal.choose')}
        note={deals.data !== undefined && listed.length === 0 ? none : undefined}
        error={error}
        aria-busy={deals.data === undefined}
        required
      />
    </div>
  );
}
