import type { OperationId, Result } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with subscriptions and meters; see sweep-inputs.fixture.ts. */
type Area = 'subscriptions' | 'charges' | 'grants' | 'outcomes' | 'meters';
export type SubscriptionsOperation = Extract<OperationId, `${Area}.${string}`>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in SubscriptionsOperation]: Build<Id> };

const HOUR = 3_600_000;
const instantIn = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
const dayIn = (days: number): string => instantIn(days * 24).slice(0, 10);
const window = () => ({ from: instantIn(-24), to: instantIn(24) });
const price = { kind: 'unit' as const, unitPrice: '10' };
type Versioned = { readonly id: string; readonly version: number };
const at = async (record: Promise<{ id: string }>): Promise<{ params: { id: string } }> => ({ params: { id: (await record).id } });
const on = async (record: Promise<Versioned>): Promise<{ params: { id: string }; ifVersion: number }> => {
  const { id, version } = await record;
  return { params: { id }, ifVersion: version };
};
const named = (of: Records, what: string): string => `${of.marker} ${what} ${of.unique()}`;

const terms = {
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  anchorDay: 1,
  billingMonths: 1,
  timing: 'advance' as const,
  proration: 'day' as const,
  termMonths: 12,
};
const itemOf = (description: string) => ({ kind: 'recurring' as const, description, price });
async function subscription(of: Records): Promise<Result<'subscriptions.create'>> {
  const { id: dealId, accountId } = await of.deal();
  if (accountId === null) throw new Error('its deal has no account');
  return of.api('subscriptions.create', {
    body: { key: named(of, 'key'), name: named(of, 'subscription'), accountId, dealId, ...terms, startsOn: dayIn(-40), items: [itemOf(named(of, 'item'))] },
  });
}
export async function charged(of: Records): Promise<Result<'charges.list'>['items'][number]> {
  const { id } = await subscription(of);
  await of.api('charges.runNow', {});
  const [charge] = (await of.api('charges.list', { query: { subscriptionId: id } })).items;
  if (!charge) throw new Error('what is due was not charged');
  return charge;
}
const grantBody = (accountId: string, text: string, key: string) => ({
  key,
  accountId,
  kind: 'money' as const,
  currency: 'EUR',
  source: 'gift' as const,
  description: text,
  granted: '1000',
});
async function granted(of: Records): Promise<string> {
  const { id } = await of.account();
  await of.api('grants.add', { body: grantBody(id, named(of, 'grant'), named(of, 'key')) });
  return id;
}
const outcomeBody = (subscriptionId: string, text: string) => ({ subscriptionId, description: text, amountMinor: 500, evidence: [{ label: text }] });
const outcome = async (of: Records): Promise<Result<'outcomes.propose'>> =>
  of.api('outcomes.propose', { body: outcomeBody((await subscription(of)).id, named(of, 'outcome')) });
const meterBody = (key: string, name: string) => ({ key, aggregation: 'sum' as const, name, unit: `${name} calls` });
const meter = (of: Records): Promise<Result<'meters.create'>> => {
  const number = of.unique();
  return of.api('meters.create', { body: meterBody(`meter-${number}`, `${of.marker} meter ${number}`) });
};
const eventOf = (of: Records, key: string) => ({ id: named(of, 'event'), meter: key, subject: `${of.marker} subject`, at: instantIn(-1), quantity: '5' });
async function used(of: Records): Promise<{ id: string; key: string }> {
  const { id, key } = await meter(of);
  await of.api('meters.ingest', { body: { events: [eventOf(of, key)] } });
  await of.rollUp();
  return { id, key };
}
/** Of a subscription that is charged by what is used. */
async function running(of: Records): Promise<{ id: string }> {
  const [{ id: meterId, key }, { id, version }] = [await meter(of), await subscription(of)];
  const item = { kind: 'usage' as const, description: named(of, 'usage'), price, meterId, subject: `${of.marker} subject` };
  const { id: changed } = await of.api('subscriptions.change', { params: { id }, ifVersion: version, body: { kind: 'add', item } });
  await of.api('meters.ingest', { body: { events: [eventOf(of, key)] } });
  await of.rollUp();
  return { id: changed };
}

export const subscriptionsInputs: Inputs = {
  'subscriptions.list': async (of) => {
    await subscription(of);
    return {};
  },
  'subscriptions.get': (of) => at(subscription(of)),
  'subscriptions.create': async (of) => ({
    body: { key: `new ${of.unique()}`, name: 'New', accountId: (await of.account()).id, ...terms, startsOn: dayIn(1), items: [itemOf('New')] },
  }),
  // Nobody has won it.
  'subscriptions.takeOrder': (of) => at(of.deal()),
  'subscriptions.previewChange': async (of) => ({ ...(await at(subscription(of))), body: { kind: 'add', item: itemOf('New') } }),
  'subscriptions.change': async (of) => ({ ...(await on(subscription(of))), body: { kind: 'add', item: itemOf('New') } }),
  'subscriptions.pause': async (of) => ({ ...(await on(subscription(of))), body: { reason: 'New' } }),
  'subscriptions.resume': async (of) => {
    const { id, version } = await subscription(of);
    return { ...(await on(of.api('subscriptions.pause', { params: { id }, ifVersion: version, body: { reason: named(of, 'reason') } }))), body: {} };
  },
  'subscriptions.cancel': async (of) => ({ ...(await on(subscription(of))), body: { reason: 'New' } }),
  'subscriptions.renew': async (of) => ({ ...(await on(subscription(of))), body: {} }),
  'subscriptions.openRenewal': (of) => at(subscription(of)),
  'subscriptions.schedule': (of) => at(subscription(of)),
  'charges.list': async (of) => {
    const { accountId } = await charged(of);
    return { query: { accountId } };
  },
  'charges.get': (of) => at(charged(of)),
  'charges.totals': async (of) => {
    await charged(of);
    return {};
  },
  'charges.export': async (of) => {
    await charged(of);
    return {};
  },
  'charges.runNow': async (of) => {
    await subscription(of);
    return {};
  },
  'grants.list': async (of) => ({ query: { accountId: await granted(of) } }),
  'grants.add': async (of) => ({ body: grantBody((await of.account()).id, 'New', `new ${of.unique()}`) }),
  'outcomes.list': async (of) => {
    await outcome(of);
    return {};
  },
  'outcomes.propose': async (of) => ({ body: outcomeBody((await subscription(of)).id, 'New') }),
  'outcomes.accept': async (of) => ({ ...(await on(outcome(of))), body: { side: 'us' } }),
  'outcomes.dispute': async (of) => ({ ...(await on(outcome(of))), body: { reason: 'New' } }),
  'outcomes.withdraw': async (of) => ({ ...(await on(outcome(of))), body: { reason: 'New' } }),
  'meters.list': async (of) => {
    await meter(of);
    return { query: { q: of.marker } };
  },
  'meters.get': (of) => at(meter(of)),
  'meters.create': (of) => ({ body: meterBody(`new-${of.unique()}`, 'New') }),
  'meters.update': async (of) => ({ ...(await on(meter(of))), body: { name: 'Renamed', unit: 'calls' } }),
  'meters.ingest': async (of) => ({
    body: { events: [{ id: `new ${of.unique()}`, meter: (await meter(of)).key, subject: 'New', at: instantIn(-1), quantity: '1' }] },
  }),
  'meters.import': async (of) => ({
    body: { lines: JSON.stringify({ id: `new ${of.unique()}`, meter: (await meter(of)).key, subject: 'New', at: instantIn(-1), quantity: '1' }) },
  }),
  'meters.rejections': async (of) => {
    await of.api('meters.ingest', { body: { events: [eventOf(of, 'nothing-of-this-name')] } });
    return {};
  },
  'meters.usage': async (of) => ({ ...(await at(used(of))), query: window() }),
  'meters.subjects': async (of) => ({ ...(await at(used(of))), query: window() }),
  'meters.rate': () => ({ body: { price, quantity: '3', currency: 'EUR' } }),
  'meters.running': (of) => at(running(of)),
};
