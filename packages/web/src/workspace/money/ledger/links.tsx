import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Transaction } from './words.ts';

type Search = Record<string, string | undefined>;

/** To another view of the books, with what it is narrowed to. */
export function LedgerLink({ search, children, className = 'link' }: { search: Search; children: ReactNode; className?: string }) {
  return (
    <Link to="/money/ledger" search={search} className={className}>
      {children}
    </Link>
  );
}

export const ledgerHref = (search: Search): string => {
  const known = Object.entries(search).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/money/ledger?${new URLSearchParams(known).toString()}`;
};

/** Within a sentence it is underlined: there the colour alone does not tell it apart. */
export function TransactionLink({ id, underlined = false, children }: { id: string; underlined?: boolean; children: ReactNode }) {
  return (
    <Link to="/money/ledger/transactions/$transactionId" params={{ transactionId: id }} className={underlined ? 'link underline underline-offset-2' : 'link'}>
      {children}
    </Link>
  );
}

export function DealLink({ of }: { of: Pick<Transaction, 'dealId' | 'dealNumber' | 'dealName'> }) {
  if (of.dealId === null) return <span className="text-muted">–</span>;
  return (
    <Link to="/deals/$dealId" params={{ dealId: of.dealId }} className="link">
      <bdi>{of.dealNumber === null ? t('ledger.deal') : t('ledger.dealNamed', { number: of.dealNumber, name: of.dealName ?? '' })}</bdi>
    </Link>
  );
}
