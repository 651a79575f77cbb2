import { lastDayOf } from '../kit/months.ts';

export type Place = { readonly to: string; readonly search: Readonly<Record<string, string>> };
const books = (search: Record<string, string>): Place => ({ to: '/money/ledger', search });

/** Checks of other areas, by the first word of their key. */
const areas: Readonly<Record<string, string>> = {
  quotes: '/money/quotes',
  subscriptions: '/money/subscriptions',
  usage: '/money/subscriptions',
  claims: '/money/funds',
  invoices: '/money/invoices',
  splits: '/money/splits',
  incentives: '/money/incentives',
  rebates: '/money/incentives',
  fund: '/money/funds',
  funds: '/money/funds',
  payouts: '/money/payouts',
};
const places: Readonly<Record<string, Place>> = {
  'invoices.drafts': { to: '/money/invoices', search: { state: 'draft' } },
  'invoices.unmatched': { to: '/money/invoices', search: { tab: 'payments', state: 'unmatched' } },
};

/** Where what an item of the checklist counts can be seen and settled. */
export function placeOfItem(key: string, month: string): Place | null {
  const [kind, rest] = [key.split(':', 1)[0] ?? '', key.slice(key.indexOf(':') + 1)];
  const asOf = lastDayOf(month);
  if (kind === 'control') return books({ tab: 'reconciliation', asOf, control: rest });
  if (kind === 'check') {
    const area = areas[rest.split(/[.:_-]/, 1)[0] ?? ''];
    return places[rest] ?? (area === undefined ? null : { to: area, search: {} });
  }
  if (key === 'earlier') return books({ tab: 'periods' });
  if (key === 'sealed') return books({ tab: 'transactions', period: month });
  if (key === 'trial' || key === 'figures') return books({ tab: 'trial', period: month });
  if (key === 'balances') return books({ tab: 'reconciliation', asOf });
  if (key === 'cash') return books({ purpose: 'cash', asOf });
  if (key === 'late') return books({ tab: 'transactions', late: 'true', period: month });
  return null;
}

/** The records another area keeps of the party of a control account. */
export function placeOfRecords(purposes: readonly string[], party: string | null): Place | null {
  const own = (key: string): Record<string, string> => (party === null ? {} : { [key]: party });
  if (purposes.some((purpose) => purpose.startsWith('customer_'))) return { to: '/money/invoices', search: own('account') };
  if (purposes.includes('deferred_revenue')) return { to: '/money/invoices', search: {} };
  if (purposes.includes('marketplace_receivable')) return { to: '/disbursements', search: {} };
  if (purposes.includes('fund_liability')) return { to: '/money/funds', search: own('partner') };
  if (purposes.includes('rebate_accrual')) return { to: '/money/incentives', search: own('partner') };
  if (purposes.some((purpose) => purpose.startsWith('partner_') || purpose === 'payout_clearing'))
    return { to: party === null ? '/money/payouts' : `/money/payouts/payees/${party}`, search: {} };
  return null;
}

/** The area in which the fact that caused a transaction is kept. */
export function placeOfCause(cause: string): Place | null {
  const [kind = '', id = ''] = cause.split(':');
  const found = causes[kind];
  if (found === undefined) return null;
  return { to: typeof found === 'function' ? found(id) : found, search: {} };
}
const causes: Readonly<Record<string, string | ((id: string) => string)>> = {
  invoice: (id) => `/money/invoices/${id}`,
  'write-off': (id) => `/money/invoices/${id}`,
  payment: '/money/invoices',
  application: '/money/invoices',
  unapply: '/money/invoices',
  refund: '/money/invoices',
  marketplace: '/disbursements',
  earning: '/money/payouts',
  payout: '/money/payouts',
  rebate: '/money/incentives',
  fund: '/money/funds',
};
