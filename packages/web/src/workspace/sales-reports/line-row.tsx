import { Link } from '@tanstack/react-router';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { Line } from './report-screen.tsx';

const tones: Readonly<Record<Line['state'], Tone>> = {
  matched: 'ok',
  differs: 'warn',
  unknown: 'warn',
  duplicate: 'neutral',
  invalid: 'bad',
  settled: 'accent',
};

/** What the distributor says was sold, what was found of it, and why. */
export function LineRow({ line, onSettle }: { line: Line; onSettle?: () => void }) {
  const open = line.state === 'differs' || line.state === 'unknown' || line.state === 'invalid';
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0">
      <span className="num w-8 shrink-0 text-12 text-muted" title={t('distribution.line.row', { n: line.rowNumber })}>
        {line.rowNumber}
      </span>
      <div className="min-w-56 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <bdi className="font-medium">{line.customerName ?? line.customerDomain ?? t('distribution.line.noCustomer')}</bdi>
          {line.resellerName !== null && (
            <span className="text-muted">
              {t('distribution.line.by')} <bdi>{line.resellerName}</bdi>
            </span>
          )}
        </p>
        <p className="flex flex-wrap gap-x-2 text-12 text-muted">
          {line.productName !== null && <bdi>{line.productName}</bdi>}
          {line.quantity !== null && <bdi className="num">× {formatNumber(line.quantity)}</bdi>}
          {line.soldOn !== null && <DateText date={line.soldOn} />}
        </p>
        {line.reasons.length > 0 && (
          <ul className="mt-1 flex flex-col gap-0.5">
            {line.reasons.map((reason, index) => (
              <li key={`${reason.code}${index}`}>
                <bdi>{reason.sentence}</bdi>
              </li>
            ))}
          </ul>
        )}
        {line.settledNote !== null && (
          <p className="mt-1 text-muted">
            <bdi>{line.settledBy}</bdi>: <bdi>{line.settledNote}</bdi>
          </p>
        )}
      </div>
      <span className="flex flex-col items-end gap-1 max-md:items-start">
        <span className="flex items-center gap-2">
          <Badge tone={tones[line.state]}>{t(`distribution.line.${line.state}`)}</Badge>
          {line.amountMinor !== null && line.currency !== null && (
            <span className="font-medium">
              <Money value={{ amountMinor: line.amountMinor, currency: line.currency }} />
            </span>
          )}
        </span>
        {line.dealId !== null && (
          <Link to="/deals/$dealId" params={{ dealId: line.dealId }} className="link text-12">
            {`D-${line.dealNumber ?? ''}`}
          </Link>
        )}
        {open && onSettle && (
          <Button size="compact" onPress={onSettle}>
            {t('distribution.line.settle')}
          </Button>
        )}
      </span>
    </li>
  );
}
