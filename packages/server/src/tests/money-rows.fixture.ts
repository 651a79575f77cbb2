import { operationEntries } from '@entente/contracts';
import type { StartedServer } from '@entente/testkit';
import { systemContext } from '../platform/system-actor.ts';
import { send, type LooseInput } from './api.fixture.ts';
import { budgetBody, fundTerms } from './fund-records.fixture.ts';
import type { Records } from './records.fixture.ts';
import { inputs } from './sweep-inputs.fixture.ts';

const areas = new Set([
  'ledger',
  'pricing',
  'quotes',
  'settlement',
  'subscriptions',
  'charges',
  'grants',
  'outcomes',
  'meters',
  'invoices',
  'creditNotes',
  'payments',
  'splits',
  'incentives',
  'funds',
  'fundRequests',
  'fundClaims',
  'fundExtensions',
  'earnings',
  'disputes',
  'payees',
  'payoutRuns',
  'payouts',
]);

/** Everything that can be done with money, done once: each act leaves its rows behind, and so do the worker's rounds. */
export async function useMoney(records: Records, server: StartedServer): Promise<void> {
  const { owner, tenantId } = records.workspace;
  for (const [id, { method }] of operationEntries()) {
    if (method === 'GET' || !areas.has(id.split('.')[0] ?? '')) continue;
    const input: LooseInput = await inputs[id](records);
    const { status, text } = await send(server, owner.headers, id, input);
    if (status >= 500) throw new Error(`${id}: ${status} ${text}`);
  }
  await inputs['meters.rejections'](records);
  await useUpCredit(records);
  await accrueFund(records);
  await takePayout(records, server);
  await server.app.modules.money.work(tenantId);
}

const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A month that is over was metered in every way, and a gift paid for it. */
async function useUpCredit({ api, marker, unique, ...records }: Records): Promise<void> {
  const { id: dealId, accountId } = await records.deal();
  const subject = `${marker} subject ${unique()}`;
  const items = [];
  const at = `${dayIn(-38)}T10:00:00Z`;
  for (const aggregation of ['sum', 'unique', 'time_weighted'] as const) {
    const key = `month-${unique()}`;
    const { id: meterId } = await api('meters.create', { body: { key, aggregation, name: `${marker} ${aggregation}`, unit: 'calls' } });
    items.push({ kind: 'usage' as const, description: `${marker} ${aggregation}`, price: { kind: 'unit' as const, unitPrice: '10' }, meterId, subject });
    const value = aggregation === 'unique' ? { value: marker } : {};
    await api('meters.ingest', { body: { events: [{ id: `${marker} ${key}`, meter: key, subject, at, quantity: '5', ...value }] } });
  }
  const gift = { source: 'gift' as const, description: `${marker} gift`, granted: '1000', grantedOn: dayIn(-60) };
  await api('grants.add', { body: { key: `${marker} gift ${unique()}`, accountId: accountId ?? '', kind: 'money', currency: 'EUR', ...gift } });
  await api('subscriptions.create', {
    body: {
      key: `${marker} metered ${unique()}`,
      name: `${marker} metered`,
      accountId: accountId ?? '',
      dealId,
      currency: 'EUR',
      timeZone: 'UTC',
      anchorDay: 1,
      billingMonths: 1,
      timing: 'arrears',
      proration: 'day',
      termMonths: 12,
      startsOn: dayIn(-40),
      items,
    },
  });
  await records.rollUp();
  await api('charges.runNow', {});
}

/** Part of what a customer paid is set aside for whoever delivers. */
async function accrueFund({ api, marker, unique, billing }: Records): Promise<void> {
  const policy = { ...fundTerms, accrual: { shareBp: 200, roles: ['service' as const] } };
  await api('funds.createBudget', { body: { ...budgetBody(`${marker} co-op ${unique()}`), kind: 'accrued', policy } });
  await billing.split();
}

/** What a marketplace paid out becomes a receipt, which only the worker sees to. */
async function takePayout(records: Records, server: StartedServer): Promise<void> {
  const { tenantId } = records.workspace;
  const { marketplace, agreementId, dealId } = await records.sale();
  const csv = `Key;Type;Amount;Currency;Date;Agreement;Buyer\n${records.unique()};Sale;5,00;EUR;2026-03-01;unknown;${records.marker} buyer\n`;
  await records.api('disbursements.upload', { body: { marketplace, fileName: 'report.csv', csv } });
  const { rows } = await server.test.admin.query<{ line: string; place: string }>(
    `select l.id as line, a.marketplace_id as place from billing_line l join agreement a on a.tenant_id = l.tenant_id and a.id = $2 where l.tenant_id = $1 order by l.id desc limit 1`,
    [tenantId, agreementId],
  );
  const { line: billingLineId = '', place: marketplaceId = '' } = rows[0] ?? {};
  const paid = { marketplaceId, marketplace, agreementId, dealId, accountId: null, currency: 'EUR', paidOn: dayIn(-1) };
  const entries = [{ billingLineId, part: 'net' as const, back: false, amountMinor: 500 }];
  const products = [{ productId: null, vendorId: null, description: `${records.marker} product`, weight: 1 }];
  const { invoices } = server.app.modules.money;
  await server.test.db.inTenant(tenantId, (tx) =>
    invoices.recordMarketplaceReceipt(tx, systemContext(tenantId, marketplace, new Date()), { ...paid, entries, products }),
  );
}
