import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createIds, seededRandom } from '../../core/ids.ts';
import { createEventBus } from '../../core/event-bus.ts';
import { Faults } from '../../core/faults.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { createAwsAccounts } from '../wire/index.ts';
import { payInvoices, refundInvoice, runInvoices } from './billing.ts';
import { runDisbursement } from './disbursement.ts';
import type { Marketplace } from './context.ts';
import type { FeedRow } from './feed-row.ts';
import type { Agreement } from './model.ts';
import { decimal } from './money.ts';
import { emptyStore } from './store.ts';
import { hourOf, UsageStore } from './usage-store.ts';

const at = '2026-11-15T12:00:00.000Z';
function marketplace(): Marketplace {
  const faults = new Faults(seededRandom(1));
  const clock = new VirtualClock({ real: () => Date.parse(at) });
  const world = { clock, faults, ids: createIds(), events: createEventBus({ faults, now: () => clock.now(), newId: () => 'subscription' }) };
  return { world, accounts: createAwsAccounts(), store: emptyStore(), usage: new UsageStore(), before: new Map() };
}
const agreement = (id: string, sellers: string[], currency: string, rates: string[]): Agreement => ({
  id,
  initialAgreementId: id,
  intent: 'NEW',
  status: 'ACTIVE',
  offerId: 'offer-1',
  productId: 'prod-1',
  acceptor: '000000000042',
  sellers,
  acceptanceTime: at,
  startTime: at,
  endTime: '2027-11-15T12:00:00.000Z',
  lastUpdateTime: at,
  licenseArn: `arn:${id}`,
  currency,
  value: '0.00',
  terms: [],
  grants: {},
  rates: { requests: rates },
  autoRenew: false,
  renewable: false,
  isRenewal: false,
});

const total = (rows: readonly FeedRow[]): bigint => rows.reduce((sum, { amount }) => sum + decimal(amount), 0n);
const cents = fc.integer({ min: 1, max: 99_999_999 }).map((value) => (value / 100).toFixed(2));
const step = fc.oneof(
  fc.record({ kind: fc.constant('charge' as const), amount: cents, agreement: fc.nat(2) }),
  fc.record({ kind: fc.constant('meter' as const), quantity: fc.integer({ min: 1, max: 5000 }), agreement: fc.nat(2) }),
  fc.record({ kind: fc.constant('invoice' as const) }),
  fc.record({ kind: fc.constant('pay' as const) }),
  fc.record({ kind: fc.constant('refund' as const), share: fc.integer({ min: 1, max: 100 }), which: fc.nat(50) }),
  fc.record({ kind: fc.constant('disburse' as const) }),
);

test('whatever happens: each disbursement and its lines sum to zero, nobody is paid twice, and the chain adds up', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.constantFrom('0', '3', '1.25', '17.5'),
      fc.constantFrom('aws' as const, 'seller' as const),
      (steps, percent, taxRemittedBy) => {
        const place = marketplace();
        Object.assign(place.store.settings, { listingFeePercent: percent, resellerFeePercent: percent, taxPercent: percent, taxRemittedBy });
        const agreements = [
          agreement('a0', ['1'], 'USD', ['0.0123']),
          agreement('a1', ['2', '1'], 'USD', ['0.02', '0.0171']),
          agreement('a2', ['3', '2', '1'], 'JPY', ['7', '5.5', '3.25']),
        ];
        for (const one of agreements) place.store.agreements.set(one.id, one);
        steps.forEach((what, index) => {
          if (what.kind === 'charge') {
            const one = agreements[what.agreement]!;
            const amount = one.currency === 'JPY' ? String(Math.ceil(Number(what.amount))) : what.amount;
            place.store.charges.set(`ch-${index}`, {
              id: `ch-${index}`,
              agreementId: one.id,
              time: at,
              currency: one.currency,
              gross: one.sellers.map(() => amount),
            });
          } else if (what.kind === 'meter')
            place.usage.record(agreements[what.agreement]!.licenseArn, 'requests', hourOf(Date.parse(at)) + index, what.quantity);
          else if (what.kind === 'invoice') runInvoices(place);
          else if (what.kind === 'pay') payInvoices(place, {});
          else if (what.kind === 'disburse') runDisbursement(place);
          else {
            const open = [...place.store.invoices.values()].filter(
              ({ type, id }) => type === 'INVOICE' && ![...place.store.invoices.values()].some(({ originalInvoiceId }) => originalInvoiceId === id),
            );
            const invoice = open[what.which % Math.max(1, open.length)];
            const whole = decimal(invoice?.gross[0] ?? '0');
            const part = invoice?.currency === 'JPY' || what.share === 100 ? undefined : ((Number(whole / 1_000_000n) * what.share) / 10_000).toFixed(2);
            if (invoice !== undefined && whole > 0n && part !== '0.00') refundInvoice(place, invoice.id, part);
          }
        });
        const { feed } = place.store;
        for (const payment of feed.filter(({ transaction_type: type }) => type === 'DISBURSEMENT')) {
          const lines = feed.filter((row) => row.disbursement_billing_event_id === payment.billing_event_id);
          assert.equal(total([payment, ...lines]), 0n);
          assert.ok(lines.length > 0 && lines.every(({ account, currency }) => account === payment.account && currency === payment.currency));
        }
        const parents = feed
          .filter(({ action, transaction_type: type }) => action === 'DISBURSED' && type !== 'DISBURSEMENT')
          .map((row) => row.parent_billing_event_id);
        assert.equal(new Set(parents).size, parents.length);
        // What one seller owes upstream is what the next one is owed.
        for (const account of ['1', '2', '3']) {
          const received = feed.filter(
            (row) =>
              row.action === 'INVOICED' &&
              row.to_account_id === account &&
              row.account === account &&
              row.from_account_id !== '000000000042' &&
              row.transaction_type.startsWith('SELLER_REV'),
          );
          const owed = feed.filter(
            (row) => row.action === 'INVOICED' && row.to_account_id === account && row.account !== account && row.transaction_type.startsWith('SELLER_REV'),
          );
          assert.equal(total(received) + total(owed), 0n);
        }
        assert.equal(new Set(feed.map((row) => row.billing_event_id)).size, feed.length);
      },
    ),
    { numRuns: 60 },
  );
});
