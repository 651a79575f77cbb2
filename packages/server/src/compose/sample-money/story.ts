import { newId } from '@entente/kernel';
import type { OutboxEvent } from '../../platform/events/outbox.ts';
import type { Scene } from './scene.ts';
import { METER, type Suite } from './suite.ts';

export type Cast = {
  readonly account: { readonly id: string; readonly name: string };
  /** Who brought the deal and delivers it: somebody of theirs can sign in. */
  readonly partnerId: string;
  readonly influencerId: string;
};

/** A suite that was quoted, won, invoiced and paid, so that the first partner statement can be opened at once. Gives the deal. */
export async function sellSuite(scene: Scene, suite: Suite, cast: Cast): Promise<string> {
  const began = scene.as('maker', scene.day(-130));
  const deal = await began('deals.create', {
    body: {
      name: `${cast.account.name}: Harbour suite`,
      accountId: cast.account.id,
      currency: 'EUR',
      closeOn: scene.day(-100),
      stage: 'qualified',
      lines: [],
      nextStep: null,
    },
  });
  const taking: [string, 'source' | 'service' | 'influence' | 'technology'][] = [
    [cast.partnerId, 'source'],
    [cast.partnerId, 'service'],
    [cast.influencerId, 'influence'],
    ...suite.vendorIds.map((id): [string, 'technology'] => [id, 'technology']),
  ];
  for (const [partnerId, role] of taking)
    await began('deals.addParticipant', {
      params: { id: deal.id },
      body: { partnerId, role, since: scene.day(-130), evidence: { kind: 'agreement', note: 'Named in the order' } },
    });
  await began('deals.addRoute', { params: { id: deal.id }, body: { kind: 'direct', settles: true, chain: [] } });
  const billed = await scene.as('maker', scene.day(-120))('invoices.saveProfile', {
    params: { id: cast.account.id },
    body: {
      party: {
        legalName: cast.account.name,
        street: 'Kaistrasse 12',
        city: 'Bremen',
        postalCode: '28195',
        country: 'DE',
        taxId: null,
        legalId: null,
        email: null,
        peppol: null,
      },
      orderNumber: 'PO-48213',
      language: 'en',
    },
  });
  if (billed.accountId !== cast.account.id) throw new Error('the billing profile is of another account');
  await quoteAndWin(scene, suite, deal.id);
  await meter(scene, deal.id);
  await invoiceAndPay(scene, cast, deal.id);
  return deal.id;
}

async function quoteAndWin(scene: Scene, suite: Suite, dealId: string): Promise<void> {
  const call = scene.as('maker', scene.day(-118));
  const quote = await call('quotes.create', {
    body: {
      dealId,
      name: 'Harbour suite, one year',
      expiresOn: scene.day(-90),
      request: {
        currency: 'EUR',
        region: null,
        partnerId: null,
        competitive: false,
        selections: [{ kind: 'bundle', bundleId: suite.bundleId, quantity: 1, optionalProductIds: [], termMonths: 12, discount: null, discountReason: null }],
        discount: { kind: 'percent', percent: '4' },
        discountReason: 'First customer in the Baltic',
        fx: null,
        terms: null,
      },
    },
  });
  let state = await call('quotes.submit', { params: { id: quote.id }, body: {} }, quote.version);
  for (const { id: approvalId, state: open } of state.approvals)
    if (open === 'waiting') state = await scene.as('approver', scene.day(-117))('quotes.approve', { params: { id: quote.id, approvalId }, body: {} });
  state = await call('quotes.send', { params: { id: quote.id }, body: {} }, state.version);
  await scene.as('maker', scene.day(-105))(
    'quotes.accept',
    { params: { id: quote.id }, body: { acceptedBy: 'Head of port operations', evidence: 'Signed order of the customer' } },
    state.version,
  );
  const won = scene.as('maker', scene.day(-100));
  for (const to of ['technical', 'business', 'committed', 'won'] as const) {
    const { version } = await won('deals.get', { params: { id: dealId } });
    await won('deals.moveStage', { params: { id: dealId }, body: { to } }, version);
  }
  await won('subscriptions.takeOrder', { params: { id: dealId } });
}

/** Three months of messages, every few hours. */
async function meter(scene: Scene, dealId: string): Promise<void> {
  const call = scene.as('maker', scene.today);
  const { items } = await call('subscriptions.list', { query: { dealId, sort: '-created', limit: 50 } });
  const details = await Promise.all(items.map(({ id }) => call('subscriptions.get', { params: { id } })));
  const subject = details.flatMap((one) => one.items).find((item) => item.meterKey === METER)?.subject;
  if (!subject) throw new Error('the order has nothing that is metered');
  const start = Date.parse(`${scene.day(-99)}T00:00:00Z`);
  const events = Array.from({ length: 90 * 6 }, (_, index) => ({
    id: `sample-${index}`,
    meter: METER,
    subject,
    at: new Date(start + index * 4 * 3_600_000).toISOString(),
    // Busier by day than by night, and the same on every machine.
    quantity: String(140 + ((index % 6) * 90 + ((index * 37) % 110))),
  }));
  await call('meters.ingest', { body: { events } });
}

async function invoiceAndPay(scene: Scene, cast: Cast, dealId: string): Promise<void> {
  const { subscriptions } = scene.modules.money;
  // Month by month, as it would have been charged.
  for (const days of [-99, -68, -38, -8]) {
    await subscriptions.rollUp(scene.tenantId);
    await subscriptions.chargeDue(scene.context('maker', scene.day(days)));
  }
  const issued = await scene.as('maker', scene.today)('invoices.run', { body: { until: scene.day(-95), accountId: cast.account.id, issue: false } });
  const draft = issued.made[0];
  if (!draft || draft.obstacle !== null) throw new Error(`the first invoice could not be made: ${draft?.obstacle ?? 'nothing was charged'}`);
  const invoice = await scene.as('maker', scene.day(-95))('invoices.get', { params: { id: draft.invoiceId } });
  const billed = await scene.as('maker', scene.day(-95))('invoices.issue', { params: { id: invoice.id }, body: {} }, invoice.version);
  const payment = await scene.as('maker', scene.day(-62))('payments.record', {
    body: {
      accountId: cast.account.id,
      currency: 'EUR',
      amountMinor: billed.totalMinor,
      receivedOn: scene.day(-62),
      reference: billed.number,
      note: null,
      oldestFirst: false,
      applyTo: [{ invoiceId: billed.id, amountMinor: billed.totalMinor }],
    },
  });
  await followed(scene, dealId, (await scene.as('maker', scene.today)('payments.get', { params: { id: payment.id } })).receiptIds);
}

/** What would follow by itself once the product runs; here it is needed at once. The same event again changes nothing. */
async function followed(scene: Scene, dealId: string, receiptIds: readonly string[]): Promise<void> {
  const at = new Date(Date.parse(`${scene.day(-62)}T10:00:00Z`)).toISOString();
  const events = receiptIds.map((recordId): OutboxEvent => ({
    tenantId: scene.tenantId,
    id: newId(),
    type: 'receipt.recorded',
    recordType: 'receipt',
    recordId,
    dealId,
    payload: {},
    at,
  }));
  await scene.modules.money.onEvents(events);
}

/** The first payout: what is owed goes through a run that one person makes and another releases. */
export async function payOut(scene: Scene): Promise<void> {
  const made = scene.as('maker', scene.today);
  const run = await made('payoutRuns.create', { body: { name: 'First payout', until: scene.today, currency: null, partnerIds: [] } });
  await made('payoutRuns.collect', { params: { id: run.id } });
  const collected = await settled(scene, run.id, ({ progress }) => progress.doing === null);
  const ready = await made('payoutRuns.ready', { params: { id: run.id } }, collected.version);
  if (ready.contentHash === null) throw new Error('the run holds nothing to release');
  await scene.as('approver', scene.today)('payoutRuns.release', { params: { id: run.id }, body: { contentHash: ready.contentHash, payOn: scene.day(3) } });
  await settled(scene, run.id, ({ state, progress }) => state === 'released' && progress.doing === null);
}

/** One line is disputed, so that there is a clock to see. */
export async function disputeOne(scene: Scene, partnerId: string): Promise<void> {
  const call = scene.as('maker', scene.today);
  const { items } = await call('earnings.list', { query: { partnerId, kind: 'split', sort: 'earned', limit: 1 } });
  const line = items[0];
  if (line)
    await call('disputes.open', {
      body: { earningId: line.id, reason: 'The order names eight per cent for delivery, and this line has six.', expectedMinor: null },
    });
}

async function settled(scene: Scene, id: string, done: (run: { state: string; version: number; progress: { doing: string | null } }) => boolean) {
  for (const end = Date.now() + 60_000; ;) {
    await scene.modules.money.work(scene.tenantId);
    const run = await scene.as('maker', scene.today)('payoutRuns.get', { params: { id } });
    if (done(run)) return run;
    if (Date.now() > end) throw new Error('the first payout did not come to its end');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
