import { useState } from 'react';
import { useApi, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Select } from '../../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { wayName } from '../room/money/words.ts';
import { ChangesTable } from './changes-table.tsx';

type Row = Result<'settlement.history'>['items'][number];
type Fact = Result<'settlement.difference'>['facts'][number];

/** Two versions of the plan line by line; which two can be changed. */
export function DifferenceDialog({
  dealId,
  rows,
  first,
  onClose,
}: {
  dealId: string;
  rows: readonly Row[];
  first: { from: number; to: number };
  onClose: () => void;
}) {
  const [from, setFrom] = useState(String(first.from));
  const [to, setTo] = useState(String(first.to));
  const found = useApi('settlement.difference', { params: { id: dealId }, query: { from: Number(from), to: Number(to) } }, { keepPrevious: true });
  // Of a long history only the newest are loaded; the two that are compared can be named all the same.
  const known = [...new Set([...rows.map((row) => row.number), first.to, first.from])].toSorted((a, b) => b - a);
  const options = known.map((number) => {
    const row = rows.find((one) => one.number === number);
    return { id: String(number), label: t('settlement.version.n', { n: number }), ...(row === undefined ? {} : { note: wayName(row) }) };
  });
  const names = { from: t('settlement.version.n', { n: Number(from) }), to: t('settlement.version.n', { n: Number(to) }) };
  return (
    <Dialog title={t('settlement.differences')} isOpen onClose={onClose} size="wide">
      <div className="flex flex-col gap-5">
        <div className="grid gap-3 md:grid-cols-2">
          <Select label={t('settlement.from')} options={options} value={from} onChange={setFrom} />
          <Select label={t('settlement.to')} options={options} value={to} onChange={setTo} />
        </div>
        {found.data !== undefined ? (
          <>
            <Facts facts={found.data.facts} names={names} />
            {found.data.currency.from !== found.data.currency.to && (
              <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">{t('settlement.currencies', found.data.currency)}</p>
            )}
            <ChangesTable
              title={t('settlement.waterfall')}
              of={t('settlement.col.step')}
              changes={found.data.steps}
              currency={found.data.currency}
              from={names.from}
              to={names.to}
            />
            <ChangesTable
              title={t('settlement.group.parties')}
              of={t('settlement.party')}
              changes={found.data.parties}
              currency={found.data.currency}
              from={names.from}
              to={names.to}
            />
          </>
        ) : found.error !== null ? (
          <ErrorState compact error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <SkeletonRows rows={9} widths={[30, 20, 20, 20]} height={30} what={t('settlement.differences')} />
        )}
      </div>
    </Dialog>
  );
}

function factName(label: string): string {
  switch (label) {
    case 'Way':
      return t('settlement.way');
    case 'Currency':
      return t('deals.field.currency');
    case 'Fee':
      return t('settlement.step.fee');
    case 'Days to signature':
      return t('settlement.days.signature');
    case 'Days to cash':
      return t('settlement.days.cash');
    case 'Drawdown':
      return t('settlement.drawdown');
    default:
      return label;
  }
}

function Facts({ facts, names }: { facts: readonly Fact[]; names: { from: string; to: string } }) {
  if (facts.length === 0) return <p className="text-muted">{t('settlement.sameFacts')}</p>;
  return (
    <dl className="flex flex-col gap-2">
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt className="text-12 text-muted">{factName(fact.label)}</dt>
          <dd className="flex flex-wrap gap-x-6">
            <span>
              <span className="text-12 text-muted">{names.from}:</span> <bdi>{fact.from}</bdi>
            </span>
            <span>
              <span className="text-12 text-muted">{names.to}:</span> <bdi>{fact.to}</bdi>
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
