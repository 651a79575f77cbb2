import { useMemo } from 'react';
import { Download } from 'lucide-react';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { type CsvColumn, csvOf, everyPage } from '../../../lib/csv.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { Select } from '../../../ui/select.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { listSums } from '../../disbursements/sums.ts';
import { PartnerPicker } from '../../partners/kit/pickers.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { useSaving } from '../kit/save-file.ts';
import { SumsFoot } from '../kit/sums-foot.tsx';
import { none, PayeeLink } from './badges.tsx';
import { type PaperDocument, today } from './words.ts';

const ALL = 'all';
const columnsOfFile: readonly CsvColumn<PaperDocument>[] = [
  ['number', (one) => one.number],
  ['kind', (one) => one.kind],
  ['corrects', (one) => one.corrects ?? ''],
  ['issued_on', (one) => one.issuedOn, 'plain'],
  ['partner', (one) => one.partnerName],
  ['amount', (one) => decimalText(one.amountMinor, one.currency), 'plain'],
  ['currency', (one) => one.currency],
  ['language', (one) => one.language],
  ['id', (one) => one.id],
];

function useColumns(get: (document: PaperDocument) => void): readonly GridColumn<PaperDocument>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<PaperDocument>[] => [
      {
        id: 'number',
        header: t('payouts.document'),
        size: 150,
        hideable: false,
        card: 'title',
        cell: (one) => <bdi className="font-medium">{one.number}</bdi>,
      },
      {
        id: 'kind',
        header: t('payouts.kind'),
        size: 150,
        card: 'meta',
        cell: (one) => <Badge tone={one.kind === 'invoice' ? 'neutral' : 'warn'}>{t(`payouts.document.${one.kind}`)}</Badge>,
      },
      { id: 'partner', header: t('work.partner'), size: 200, card: 'meta', cell: (one) => <PayeeLink partnerId={one.partnerId} name={one.partnerName} /> },
      { id: 'issuedOn', header: t('payouts.issuedOn'), size: 120, card: 'meta', cell: (one) => <DateText date={one.issuedOn} /> },
      { id: 'corrects', header: t('payouts.corrects'), size: 140, card: 'none', cell: (one) => (one.corrects === null ? none : <bdi>{one.corrects}</bdi>) },
      { id: 'language', header: t('payouts.language'), size: 110, card: 'none', cell: (one) => t(`payouts.language.${one.language}`) },
      { id: 'amount', header: t('payouts.amount'), size: 130, align: 'end', card: 'end', cell: (one) => <ExactMoney value={one} /> },
      {
        id: 'pdf',
        header: t('payouts.pdf'),
        size: 70,
        hideable: false,
        card: 'meta',
        cell: (one) => (
          <IconButton size="compact" label={t('payouts.pdf.of', { number: one.number })} onPress={() => get(one)}>
            <Download size={15} strokeWidth={1.75} aria-hidden />
          </IconButton>
        ),
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** Self-billing invoices and their credit notes, numbered without a gap. */
export function DocumentsTab() {
  const url = useUrlState();
  const { saving, save } = useSaving();
  const year = url.text('year');
  const query = { year: year === undefined ? undefined : Number(year), partnerId: url.text('partner') };
  const list = useApiPages('payouts.documents', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const get = (one: PaperDocument) => void save(() => callApi('payouts.documentPdf', { params: { id: one.id } }));
  const layout = useGridLayout('payouts.documents', useColumns(get));
  useRowKeys();
  const thisYear = Number(today().slice(0, 4));
  const narrowed = year !== undefined || query.partnerId !== undefined;
  async function everything() {
    const rows = await everyPage((cursor) => callApi('payouts.documents', { query: { ...query, limit: 200, cursor } }));
    return { fileName: 'self-billing-documents.csv', mediaType: 'text/csv', text: csvOf(columnsOfFile, rows) };
  }
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <Select
          label={t('payouts.year')}
          hideLabel
          options={[
            { id: ALL, label: t('payouts.year.all') },
            ...Array.from({ length: 5 }, (_, back) => String(thisYear - back)).map((id) => ({ id, label: id })),
          ]}
          value={year ?? ALL}
          onChange={(id) => url.set({ year: id === ALL ? undefined : id })}
          className="w-36"
        />
        <div className="w-56">
          <PartnerPicker label={t('work.partner')} hideLabel value={query.partnerId ?? null} onChange={(id) => url.set({ partner: id ?? undefined })} />
        </div>
        {query.partnerId !== undefined && (
          <Button size="compact" onPress={() => url.set({ partner: undefined })}>
            {t('ui.filter.remove', { filter: t('work.partner') })}
          </Button>
        )}
        <span className="flex-1" />
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isPending={saving}
          isDisabled={list.rows.length === 0}
          onPress={() => void save(everything)}
        >
          {t('payouts.export')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('payouts.tab.documents')}
        layout={layout}
        rows={list.rows}
        rowId={(one) => one.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          narrowed ? (
            <EmptyState
              title={t('work.noMatch')}
              action={<Button onPress={() => url.set({ year: undefined, partner: undefined })}>{t('payouts.showAll')}</Button>}
            />
          ) : (
            <EmptyState title={t('payouts.documents.none')} detail={t('payouts.documents.none.detail')} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={get}
      />
      {list.rows.length > 0 && (
        <SumsFoot words={t(list.hasMore ? 'payouts.documents.loaded' : 'payouts.documents.count', { n: list.rows.length })} sums={listSums(list.rows)} />
      )}
    </>
  );
}
