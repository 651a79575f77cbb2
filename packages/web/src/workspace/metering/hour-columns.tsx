import { useMemo } from 'react';
import { Link } from '@tanstack/react-router';
import { t, useLocaleId } from '../../lib/i18n/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import type { GridColumn } from '../../ui/data-grid/data-grid.tsx';
import { Quantity } from './quantity-text.tsx';
import { formatHour, type Line, stateTones } from './words.ts';

export function LineStateBadge({ state }: { state: Line['state'] }) {
  return <Badge tone={stateTones[state]}>{t(`metering.state.${state}`)}</Badge>;
}

export function DealLink({ line }: { line: Pick<Line, 'dealId' | 'dealNumber' | 'dealName'> }) {
  if (line.dealId === null) return <span className="text-muted">{t('metering.unmatched')}</span>;
  return (
    <Link to="/deals/$dealId" params={{ dealId: line.dealId }} className="link">
      <bdi>{t('metering.dealNamed', { number: line.dealNumber ?? 0, name: line.dealName ?? '' })}</bdi>
    </Link>
  );
}

/** Once a person has given an hour up, their reason says more than what the marketplace had said before. */
function noteOf(line: Line): string {
  const settled = line.settledReason === null ? '' : t('metering.settled', { name: line.settledBy ?? '', reason: line.settledReason });
  return line.state === 'written_off' ? settled : (line.sentence ?? settled);
}

export function useHourColumns(): readonly GridColumn<Line>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Line>[] => [
      {
        id: 'entitlement',
        header: t('metering.entitlement'),
        size: 250,
        hideable: false,
        card: 'title',
        cell: (line) => <bdi title={line.entitlementName}>{line.entitlementName}</bdi>,
      },
      { id: 'state', header: t('metering.state'), size: 110, card: 'meta', cell: (line) => <LineStateBadge state={line.state} /> },
      { id: 'hour', header: t('metering.hour'), size: 150, card: 'meta', cell: (line) => <bdi className="num text-muted">{formatHour(line.hour)}</bdi> },
      { id: 'dimension', header: t('metering.dimension'), size: 110, card: 'meta', cell: (line) => <bdi>{line.dimension}</bdi> },
      { id: 'quantity', header: t('metering.quantity'), size: 100, align: 'end', card: 'end', cell: (line) => <Quantity value={line.quantity} /> },
      { id: 'deal', header: t('metering.deal'), size: 180, card: 'none', cell: (line) => <DealLink line={line} /> },
      {
        id: 'note',
        header: t('metering.note'),
        size: 240,
        card: 'none',
        cell: (line) => (
          <bdi className="text-muted" title={noteOf(line)}>
            {noteOf(line)}
          </bdi>
        ),
      },
      { id: 'product', header: t('metering.product'), size: 160, card: 'none', defaultHidden: true, cell: (line) => <bdi>{line.productName ?? '–'}</bdi> },
      { id: 'buyer', header: t('metering.buyer'), size: 160, card: 'none', defaultHidden: true, cell: (line) => <bdi>{line.buyerName ?? '–'}</bdi> },
      { id: 'marketplace', header: t('metering.marketplace'), size: 140, card: 'none', defaultHidden: true, cell: (line) => <bdi>{line.marketplace}</bdi> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}
