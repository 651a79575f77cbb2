import { useMemo, useState } from 'react';
import { ArrowLeftRight, FileUp, Plus } from 'lucide-react';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { usePausedText } from '../../../ui/use-paused-text.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { dayIn } from '../kit/months.ts';
import { DayBox } from './day-box.tsx';
import { ImportRates } from './import-rates.tsx';
import { RateDrawer } from './rate-drawer.tsx';
import type { Rate } from './words.ts';

const CODE = /^[A-Z]{3}$/;
const file: readonly CsvColumn<Rate>[] = [
  ['from', (row) => row.from],
  ['to', (row) => row.to],
  ['rate', (row) => row.rate, 'plain'],
  ['day', (row) => row.day],
  ['source', (row) => row.source],
  ['added_by', (row) => row.createdBy],
  ['added_at', (row) => row.at],
];

function CurrencyBox({ label, value, onChange }: { label: string; value: string | undefined; onChange: (code: string | undefined) => void }) {
  const [typed, setTyped] = usePausedText(value ?? '', (text) => {
    const code = text.trim().toUpperCase();
    onChange(CODE.test(code) ? code : undefined);
  });
  return <TextField label={label} hideLabel placeholder={label} maxLength={3} value={typed} onChange={setTyped} className="w-28" />;
}

/** Exchange rates by day. The latest of a day counts; none is ever changed. */
export function RatesTab() {
  const url = useUrlState();
  const locale = useLocaleId();
  const mayWrite = useCan('ledger:write');
  const [open, setOpen] = useState<'add' | 'import'>();
  const code = (key: string) => {
    const text = url.text(key);
    return text !== undefined && CODE.test(text) ? text : undefined;
  };
  const query = { from: code('from'), to: code('to'), day: dayIn(url.text('day')) };
  const list = useApiPages('ledger.rates', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const narrowed = Object.values(query).some((value) => value !== undefined);
  const clear = () => url.set({ from: undefined, to: undefined, day: undefined });
  const columns = useMemo(
    (): readonly GridColumn<Rate>[] => [
      { id: 'day', header: t('ledger.day'), size: 120, hideable: false, card: 'meta', cell: (row) => <DateText date={row.day} /> },
      { id: 'pair', header: t('ledger.pair'), size: 140, card: 'title', cell: (row) => <bdi>{t('ledger.pairOf', { from: row.from, to: row.to })}</bdi> },
      {
        id: 'rate',
        header: t('ledger.rate'),
        size: 140,
        align: 'end',
        card: 'end',
        cell: (row) => (
          <bdi dir="ltr" className="num">
            {row.rate}
          </bdi>
        ),
      },
      { id: 'source', header: t('ledger.source'), size: 200, card: 'meta', cell: (row) => <bdi>{row.source}</bdi> },
      { id: 'by', header: t('ledger.addedBy'), size: 160, card: 'none', cell: (row) => <bdi>{row.createdBy}</bdi> },
      { id: 'at', header: t('ledger.addedAt'), size: 150, card: 'none', cell: (row) => <InstantText at={row.at} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
  const add = (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('add')}>
      {t('ledger.addRate')}
    </Button>
  );
  return (
    <>
      <MoneyList
        id="ledger.rates"
        label={t('ledger.tab.rates')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        filters={
          <>
            <CurrencyBox label={t('ledger.from')} value={query.from} onChange={(from) => url.set({ from })} />
            <CurrencyBox label={t('ledger.to')} value={query.to} onChange={(to) => url.set({ to })} />
            <DayBox label={t('ledger.day')} value={query.day} onChange={(day) => url.set({ day })} />
            {narrowed && (
              <Button kind="quiet" size="compact" onPress={clear}>
                {t('ui.filter.clear')}
              </Button>
            )}
            {add}
            <Button icon={<FileUp size={16} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('import')}>
              {t('ledger.importRates')}
            </Button>
            {!mayWrite && <span className="text-12 text-muted">{t('ledger.mayNot')}</span>}
          </>
        }
        empty={
          narrowed ? (
            <EmptyState title={t('ledger.rates.noneSo')} action={<Button onPress={clear}>{t('ui.filter.clear')}</Button>} />
          ) : (
            <EmptyState icon={<ArrowLeftRight size={18} aria-hidden />} title={t('ledger.rates.none')} detail={t('ledger.rates.none.detail')} />
          )
        }
        file={{
          name: 'exchange-rates.csv',
          columns: file,
          all: () => everyPage((cursor) => callApi('ledger.rates', { query: { ...query, limit: 200, cursor } })),
        }}
      />
      {open === 'add' && <RateDrawer onClose={() => setOpen(undefined)} />}
      {open === 'import' && <ImportRates onClose={() => setOpen(undefined)} />}
    </>
  );
}
