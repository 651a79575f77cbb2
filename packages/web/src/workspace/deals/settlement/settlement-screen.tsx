import { useState } from 'react';
import { useParams } from '@tanstack/react-router';
import { Download, Plus, SlidersHorizontal } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { callApi, useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, PageBody, PageHeader } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { usePhone } from '../../../ui/use-media.ts';
import { useSaving } from '../../money/kit/save-file.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { dealNumber } from '../list/columns.tsx';
import { OutOfDate } from '../room/money/section.tsx';
import { Waterfall } from '../room/money/waterfall.tsx';
import { type Candidate, wayKey, wayName } from '../room/money/words.ts';
import { AddWayDialog } from './add-way-dialog.tsx';
import { ChooseDialog } from './choose-dialog.tsx';
import { HistoryCard } from './history-card.tsx';
import { PricedFrom } from './priced-from.tsx';
import { RefusedWays } from './refused-ways.tsx';
import type { Way } from './rows.tsx';
import { TermsDialog } from './terms-dialog.tsx';
import { useWays } from './use-ways.ts';
import { WayActs } from './way-head.tsx';
import { WayCards, WaysTable } from './ways.tsx';
import { WhatIfDialog } from './what-if-dialog.tsx';

type Open = { kind: 'add' } | { kind: 'terms' } | { kind: 'choose'; candidate: Candidate } | { kind: 'what-if'; way: Way } | null;

/** Every way to settle one deal beside the others, and the one that was chosen. */
export function SettlementScreen() {
  const { dealId = '' } = useParams({ strict: false });
  if (useCan('quotes:read')) return <Screen key={dealId} dealId={dealId} />;
  return (
    <>
      <PageHeader title={t('settlement.title')} crumbs={[{ label: t('deals.title'), to: '/deals' }]} />
      <PageBody>
        <EmptyState title={t('settlement.noRight')} detail={t('money.none.detail')} />
      </PageBody>
    </>
  );
}

function Screen({ dealId }: { dealId: string }) {
  const [open, setOpen] = useState<Open>(null);
  const phone = usePhone();
  const url = useUrlState();
  const found = useWays(dealId);
  const plan = useApi('settlement.plan', { params: { id: dealId } });
  const mayWrite = useCan('settlement:write');
  const { saving, save } = useSaving();
  const { compared, options, ways, refused, candidates } = found;
  const close = () => setOpen(null);
  const exportCsv = () => void save(() => callApi('settlement.export', { params: { id: dealId }, body: candidates === undefined ? {} : { candidates } }));
  useRegisterActions(
    () => [
      { id: 'settlement.add', label: 'settlement.add', scope: 'record', shortcut: 'n', run: () => setOpen({ kind: 'add' }) },
      { id: 'settlement.terms', label: 'settlement.terms', scope: 'record', run: () => setOpen({ kind: 'terms' }) },
      { id: 'settlement.csv', label: 'settlement.csv', scope: 'record', run: exportCsv },
    ],
    [dealId, candidates?.length],
  );

  const crumbs = [
    { label: t('deals.title'), to: '/deals' },
    ...(compared === undefined ? [] : [{ label: dealNumber(compared.dealNumber), to: `/deals/${dealId}` }]),
    { label: t('settlement.title') },
  ];
  const acts = (way: Way) => (
    <WayActs
      way={way}
      mayChoose={mayWrite && plan.data !== undefined}
      onChoose={() => {
        if (way.candidate !== null) setOpen({ kind: 'choose', candidate: way.candidate });
      }}
      onWhatIf={() => setOpen({ kind: 'what-if', way })}
      onShow={() => {
        if (way.candidate === null) return;
        url.set({ show: wayKey(way.candidate) });
        document.getElementById('waterfall')?.scrollIntoView({ block: 'start' });
      }}
    />
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader
        title={compared?.dealName ?? t('settlement.title')}
        crumbs={crumbs}
        actions={
          <>
            <Button icon={<SlidersHorizontal size={14} aria-hidden />} onPress={() => setOpen({ kind: 'terms' })}>
              {t('settlement.terms')}
            </Button>
            <Button icon={<Download size={14} aria-hidden />} isPending={saving} isDisabled={compared === undefined} onPress={exportCsv}>
              {t('settlement.csv')}
            </Button>
            <Button kind="primary" icon={<Plus size={14} aria-hidden />} onPress={() => setOpen({ kind: 'add' })}>
              {t('settlement.add')}
            </Button>
          </>
        }
        facts={compared === undefined ? undefined : <PricedFrom of={compared.pricedFrom} />}
      />
      <PageBody>
        <div className="flex flex-col gap-4">
          {found.error !== null && <ErrorState compact={compared !== undefined} error={found.error} onRetry={found.refetch} />}
          {compared === undefined && found.error === null && <SkeletonRows rows={14} widths={[16, 18, 18, 18, 18]} what={t('settlement.ways')} />}
          {plan.data !== undefined && <OutOfDate plan={plan.data} />}
          {compared !== undefined && (
            <>
              {plan.data?.number === 0 && <p className="text-muted">{t('settlement.none')}</p>}
              {!mayWrite && <p className="text-muted">{t('settlement.readOnly')}</p>}
              {ways.length > 0 ? phone ? <WayCards ways={ways} acts={acts} /> : <WaysTable ways={ways} acts={acts} /> : null}
              <RefusedWays options={refused} />
              <ShownWaterfall ways={ways} shown={url.text('show')} onShow={(key) => url.set({ show: key })} />
              <HistoryCard dealId={dealId} />
            </>
          )}
        </div>
      </PageBody>
      {open?.kind === 'add' && <AddWayDialog onAdd={found.add} onClose={close} />}
      {open?.kind === 'terms' && <TermsDialog onClose={close} />}
      {open?.kind === 'what-if' && <WhatIfDialog dealId={dealId} way={open.way} onClose={close} />}
      {open?.kind === 'choose' && plan.data !== undefined && (
        <ChooseDialog
          plan={plan.data}
          candidate={open.candidate}
          options={options}
          onReload={() => {
            found.refetch();
            void plan.refetch();
          }}
          onClose={close}
        />
      )}
    </div>
  );
}

/** The waterfall of one way: the one that was asked for, else the chosen, else the first. */
function ShownWaterfall({ ways, shown, onShow }: { ways: readonly Way[]; shown: string | undefined; onShow: (key: string) => void }) {
  const named = ways.flatMap((way) => (way.candidate === null ? [] : [{ way, key: wayKey(way.candidate) }]));
  const current = named.find(({ key }) => key === shown) ?? named.find(({ way }) => way.chosen) ?? named[0];
  if (current === undefined) return null;
  const { way } = current;
  return (
    <div id="waterfall">
      <Card
        title={t('settlement.waterfall')}
        flush
        actions={
          <Select
            label={t('settlement.way')}
            hideLabel
            options={named.map(({ way: one, key }) => ({ id: key, label: wayName(one) }))}
            value={current.key}
            onChange={onShow}
            className="w-80 max-w-[60vw]"
          />
        }
      >
        <Waterfall key={current.key} steps={way.money.steps} currency={way.currency} name={wayName(way)} />
      </Card>
    </div>
  );
}
