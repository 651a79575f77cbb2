/*
 * Adds every figure of a workspace's money once more, from what the API tells and nothing else: no code of the product, whole numbers
 * only. Returns each thing that does not add up, in words.
 */
export type Read = <T>(path: string) => Promise<T>;
type Page<Item> = { items: Item[]; nextCursor: string | null };

async function all<Item>(read: Read, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page<Item> = await read<Page<Item>>(
      `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
const big = (value: number): bigint => BigInt(value);
const total = <Item>(items: readonly Item[], of: (item: Item) => number): bigint => items.reduce((sum, item) => sum + big(of(item)), 0n);
const by = <Item>(items: readonly Item[], key: (item: Item) => string, of: (item: Item) => number): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const item of items) sums.set(key(item), (sums.get(key(item)) ?? 0n) + big(of(item)));
  return sums;
};

type Invoice = {
  id: string;
  number: string | null;
  netMinor: number;
  taxMinor: number;
  totalMinor: number;
  creditedMinor: number;
  paidMinor: number;
  writtenOffMinor: number;
  openMinor: number;
};
type InvoiceDetail = Omit<Invoice, 'lines'> & { lines: { netMinor: number; taxMinor: number }[]; taxes: { netMinor: number; taxMinor: number }[] };
type Receipt = { id: string; currency: string; netMinor: number; taxMinor: number; feeMinor: number; reverses: string | null };
type ReceiptDetail = Receipt & { lines: { netMinor: number; taxMinor: number; feeMinor: number }[] };
type Split = { id: string; receiptId: string; currency: string; netMinor: number; feeMinor: number; partnersMinor: number; state: string };
type SplitDetail = Split & { parts: { party: string; partnerId: string | null; amountMinor: number }[] };
type Earning = { id: string; kind: string; key: string; state: string; partnerId: string; currency: string; amountMinor: number; payoutId: string | null };
type Payout = { id: string; partnerId: string; currency: string; state: string; amountMinor: number; earnedMinor: number; takenBackMinor: number };
type Entry = { transactionId: string; purpose: string; party: string | null; currency: string; amountMinor: number };

export async function reAdd(read: Read): Promise<string[]> {
  const wrong: string[] = [];
  const same = (what: string, left: bigint, right: bigint): void => {
    if (left !== right) wrong.push(`${what}: ${left} is not ${right}`);
  };

  for (const { id } of await all<Invoice>(read, '/invoices')) {
    const invoice = await read<InvoiceDetail>(`/invoices/${id}`);
    const name = invoice.number ?? 'a draft';
    same(
      `${name}, net of its lines`,
      total(invoice.lines, ({ netMinor }) => netMinor),
      big(invoice.netMinor),
    );
    same(
      `${name}, tax of its lines`,
      total(invoice.lines, ({ taxMinor }) => taxMinor),
      big(invoice.taxMinor),
    );
    same(`${name}, net and tax`, big(invoice.netMinor) + big(invoice.taxMinor), big(invoice.totalMinor));
    if (invoice.number !== null) {
      same(
        `${name}, tax by rate`,
        total(invoice.taxes, ({ taxMinor }) => taxMinor),
        big(invoice.taxMinor),
      );
      same(
        `${name}, what is open`,
        big(invoice.totalMinor) - big(invoice.creditedMinor) - big(invoice.paidMinor) - big(invoice.writtenOffMinor),
        big(invoice.openMinor),
      );
    }
  }

  const receipts = new Map<string, ReceiptDetail>();
  for (const { id } of await all<Receipt>(read, '/receipts')) {
    const receipt = await read<ReceiptDetail>(`/receipts/${id}`);
    receipts.set(id, receipt);
    for (const part of ['netMinor', 'taxMinor', 'feeMinor'] as const)
      same(
        `receipt ${id}, ${part}`,
        total(receipt.lines, (line) => line[part]),
        big(receipt[part]),
      );
  }

  const shares = new Map<string, bigint>();
  for (const row of await all<Split>(read, '/splits')) {
    if (row.state === 'held') continue;
    const split = await read<SplitDetail>(`/splits/${row.id}`);
    same(
      `split ${row.id}, its parts`,
      total(split.parts, ({ amountMinor }) => amountMinor),
      big(receipts.get(row.receiptId)?.netMinor ?? 0),
    );
    const partners = split.parts.filter(({ partnerId }) => partnerId !== null);
    same(
      `split ${row.id}, what partners have`,
      total(partners, ({ amountMinor }) => amountMinor),
      big(split.partnersMinor),
    );
    for (const [key, amount] of by(
      partners,
      ({ partnerId }) => `${partnerId} ${split.currency}`,
      ({ amountMinor }) => amountMinor,
    ))
      shares.set(key, (shares.get(key) ?? 0n) + amount);
  }

  const earnings = await all<Earning>(read, '/earnings');
  const earned = by(
    earnings.filter(({ kind }) => kind === 'split'),
    ({ partnerId, currency }) => `${partnerId} ${currency}`,
    ({ amountMinor }) => amountMinor,
  );
  for (const key of new Set([...shares.keys(), ...earned.keys()])) same(`shares of ${key}`, earned.get(key) ?? 0n, shares.get(key) ?? 0n);

  const payouts = await all<Payout>(read, '/payouts');
  const LIVE = new Set(['ready', 'released', 'sent', 'paid']);
  for (const payout of payouts.filter(({ state }) => LIVE.has(state))) {
    const lines = earnings.filter(({ payoutId }) => payoutId === payout.id);
    same(
      `payout ${payout.id}, its lines`,
      total(lines, ({ amountMinor }) => amountMinor),
      big(payout.amountMinor),
    );
    same(
      `payout ${payout.id}, earned less taken back`,
      big(payout.earnedMinor) - (payout.takenBackMinor < 0 ? -big(payout.takenBackMinor) : big(payout.takenBackMinor)),
      big(payout.amountMinor),
    );
  }

  const months = await all<{ month: string }>(read, '/ledger/periods');
  const entries = (await Promise.all(months.map(({ month }) => all<Entry>(read, `/ledger/entries?period=${month}`)))).flat();
  for (const [key, sum] of by(
    entries,
    ({ transactionId, currency }) => `transaction ${transactionId} in ${currency}`,
    ({ amountMinor }) => amountMinor,
  ))
    same(key, sum, 0n);
  const balances = by(
    entries,
    ({ purpose, party, currency }) => `${purpose} ${party ?? ''} ${currency}`,
    ({ amountMinor }) => amountMinor,
  );
  const owed = by(
    earnings.filter(({ state }) => state !== 'cancelled' && state !== 'paid'),
    ({ partnerId, currency }) => `${partnerId} ${currency}`,
    ({ amountMinor }) => amountMinor,
  );
  const partners = new Set(earnings.map(({ partnerId, currency }) => `${partnerId} ${currency}`));
  for (const key of partners) {
    const booked = ['partner_accrued', 'partner_payable', 'payout_clearing'].reduce((sum, purpose) => sum - (balances.get(`${purpose} ${key}`) ?? 0n), 0n);
    same(`what the ledger owes ${key}`, booked, owed.get(key) ?? 0n);
  }
  const cash = by(
    entries.filter(({ purpose }) => purpose === 'cash'),
    ({ currency }) => currency,
    ({ amountMinor }) => amountMinor,
  );
  const came = by(
    [...receipts.values()],
    ({ currency }) => currency,
    ({ netMinor, taxMinor, feeMinor }) => netMinor + taxMinor - feeMinor,
  );
  const paid = by(
    payouts.filter(({ state }) => state === 'paid'),
    ({ currency }) => currency,
    ({ amountMinor }) => amountMinor,
  );
  for (const currency of cash.keys()) same(`the bank in ${currency}`, cash.get(currency) ?? 0n, (came.get(currency) ?? 0n) - (paid.get(currency) ?? 0n));
  return wrong;
}
