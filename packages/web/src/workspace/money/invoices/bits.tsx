import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { sumsOf } from './amounts.ts';
import { type InvoiceRow, invoiceTones, type Payment, paymentTones } from './words.ts';

export const none = <span className="text-muted">–</span>;
export const InvoiceState = ({ state }: { state: InvoiceRow['state'] }) => <Badge tone={invoiceTones[state]}>{t(`invoices.state.${state}`)}</Badge>;
export const PaymentState = ({ state }: { state: Payment['state'] }) => <Badge tone={paymentTones[state]}>{t(`invoices.payment.${state}`)}</Badge>;

export function InvoiceLink({ id, onGo, children }: { id: string; onGo?: () => void; children: ReactNode }) {
  return (
    <Link to="/money/invoices/$invoiceId" params={{ invoiceId: id }} onClick={onGo} className="link">
      <bdi>{children}</bdi>
    </Link>
  );
}

export function AccountLink({ id, name }: { id: string | null; name: string | null }) {
  if (id === null) return none;
  return (
    <Link to="/accounts/$accountId" params={{ accountId: id }} className="link">
      <bdi>{name}</bdi>
    </Link>
  );
}

export function DealLink({ of }: { of: { dealId: string | null; dealNumber: number | null; dealName?: string | null } }) {
  if (of.dealId === null) return none;
  const words = of.dealName
    ? t('invoices.dealNamed', { number: of.dealNumber ?? 0, name: of.dealName })
    : t('invoices.dealNumber', { number: of.dealNumber ?? 0 });
  return (
    <Link to="/deals/$dealId" params={{ dealId: of.dealId }} className="link">
      <bdi>{words}</bdi>
    </Link>
  );
}

/** To another view of this area, with what it is narrowed to. */
export function ViewLink({ search, onGo, children }: { search: Record<string, string | undefined>; onGo?: () => void; children: ReactNode }) {
  return (
    <Link to="/money/invoices" search={search} onClick={onGo} className="link">
      {children}
    </Link>
  );
}

export function FilterChips({ chips }: { chips: readonly { key: string; words: string }[] }) {
  const url = useUrlState();
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {chips.map((chip) => (
        <li key={chip.key} className="flex h-7 items-center rounded-control border border-line-strong ps-2 text-12">
          <bdi>{chip.words}</bdi>
          <button
            type="button"
            aria-label={t('ui.filter.remove', { filter: chip.words })}
            onClick={() => url.set({ [chip.key]: undefined, open: undefined })}
            className="grid size-6 place-items-center text-muted hover:text-text"
          >
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Under a list: what a column comes to, in each currency. */
export function ColumnSums<Row extends { currency: string }>({
  rows,
  columns,
}: {
  rows: readonly Row[];
  columns: readonly { label: string; read: (row: Row) => number }[];
}) {
  const sums = columns.map(({ label, read }) => ({
    label,
    of: new Map(sumsOf(rows.map((row) => ({ currency: row.currency, amountMinor: read(row) }))).map((sum) => [sum.currency, sum.amountMinor])),
  }));
  const currencies = [...new Set(rows.map((row) => row.currency))].toSorted();
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1 font-medium">
      {currencies.map((currency) => (
        <li key={currency} className="flex flex-wrap gap-x-4">
          {sums.map(({ label, of }) => (
            <span key={label} className="flex gap-2">
              <span className="font-normal text-muted">{t('invoices.sumIn', { what: label, currency })}</span>
              <ExactMoney value={{ currency, amountMinor: of.get(currency) ?? 0 }} />
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
