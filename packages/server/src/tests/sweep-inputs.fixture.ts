import type { OperationId } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import { oneTask, type Records } from './records.fixture.ts';
import { billingInputs } from './sweep-inputs-billing.fixture.ts';
import { connectionsInputs } from './sweep-inputs-connections.fixture.ts';
import { cloudsInputs } from './sweep-inputs-clouds.fixture.ts';
import { fundsInputs } from './sweep-inputs-funds.fixture.ts';
import { incentivesInputs } from './sweep-inputs-incentives.fixture.ts';
import { ledgerInputs } from './sweep-inputs-ledger.fixture.ts';
import { meteringInputs } from './sweep-inputs-metering.fixture.ts';
import { marketplacesInputs } from './sweep-inputs-marketplaces.fixture.ts';
import { pricingInputs } from './sweep-inputs-pricing.fixture.ts';
import { subscriptionsInputs } from './sweep-inputs-subscriptions.fixture.ts';
import { partnersInputs } from './sweep-inputs-partners.fixture.ts';
import { payoutsInputs } from './sweep-inputs-payouts.fixture.ts';

/** How to call an operation on records of a workspace so that its owner succeeds. Texts of its own never hold the marker. */
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
/** The names of the operations are in the type: one that is added to the contracts without an entry here does not compile. */
type Inputs = { readonly [Id in OperationId]: Build<Id> };

const none = (): Record<never, never> => ({});
const idOf = async (record: Promise<{ id: string }>): Promise<{ params: { id: string } }> => ({ params: { id: (await record).id } });
const byId = async (id: Promise<string>): Promise<{ params: { id: string } }> => ({ params: { id: await id } });
const child = async (record: Promise<{ id: string; childId: string }>): Promise<{ params: { id: string; childId: string } }> => ({ params: await record });

/** A partner with an open conflict. */
async function conflictOf(of: Records): Promise<{ params: { id: string }; childId: string }> {
  const [{ id }, { id: accountId }] = [await of.partner(), await of.account()];
  const { accounts } = await of.api('partners.openConflict', { params: { id }, body: { accountId, reason: `${of.marker} reason` } });
  return { params: { id }, childId: accounts[0]?.id ?? '' };
}

/** A partner with somebody who can sign in, and nobody who looks after its team. */
async function personOfPartner(of: Records): Promise<{ id: string; childId: string }> {
  const { id } = await of.partner();
  const person = await of.api('partners.invitePerson', {
    params: { id },
    body: { email: `person${of.unique()}@guests.example`, name: `${of.marker} person`, role: 'partner_seller' },
  });
  return { id, childId: person.id };
}

export const inputs: Inputs = {
  'session.get': none,
  'people.list': none,
  'people.invite': async (of) => ({
    body: { email: `new${of.unique()}@guests.example`, name: 'New', role: 'partner_seller', partnerId: (await of.partner()).id },
  }),
  'people.update': async (of) => ({ ...(await byId(of.member())), body: { role: 'marketer' } }),
  'people.remove': (of) => byId(of.member()),
  'apiKeys.list': none,
  'apiKeys.create': () => ({ body: { name: 'New', role: 'seller' } }),
  'apiKeys.revoke': (of) => byId(of.apiKey()),
  'audit.list': async (of) => ({ query: { recordId: (await of.deal()).id } }),
  'views.list': () => ({ query: { list: 'deals' } }),
  'views.save': async (of) => ({ body: { id: await of.view(), list: 'deals', name: 'Renamed', definition: {}, shared: true } }),
  'views.remove': (of) => byId(of.view()),
  'mailbox.list': none,
  'partners.people': async (of) => ({ params: { id: (await personOfPartner(of)).id } }),
  'partners.invitePerson': async (of) => ({
    params: { id: (await of.partner()).id },
    body: { email: `new${of.unique()}@guests.example`, name: 'New', role: 'partner_seller' },
  }),
  'partners.setPersonRole': async (of) => ({ ...(await child(personOfPartner(of))), body: { role: 'partner_marketer' } }),
  'partners.removePerson': (of) => child(personOfPartner(of)),
  'calendar.get': none,
  'calendar.set': () => ({ body: { url: 'http://127.0.0.1:9/calendar.ics', timeZone: 'Europe/Berlin' } }),
  'calendar.remove': none,

  'deals.list': async (of) => ({ query: { accountId: (await of.deal()).accountId ?? undefined } }),
  'deals.summary': async (of) => ({ query: { ownerId: (await of.deal()).ownerId ?? undefined } }),
  'deals.get': (of) => idOf(of.deal()),
  'deals.create': async (of) => ({
    body: {
      name: 'New',
      currency: 'EUR',
      accountId: (await of.account()).id,
      ownerId: await of.member(),
      lines: [{ productId: (await of.product()).id, description: 'New', quantity: 1, unitPriceMinor: 1 }],
    },
  }),
  'deals.update': async (of) => ({
    ...(await idOf(of.deal())),
    body: { accountId: (await of.account()).id, ownerId: await of.member(), nextStep: 'Changed' },
  }),
  'deals.moveStage': async (of) => ({ ...(await idOf(of.deal())), body: { to: 'technical' } }),
  'deals.bulk': async (of) => ({ body: { ids: [(await of.deal()).id], ownerId: await of.member() } }),
  'deals.setLines': async (of) => ({
    ...(await idOf(of.deal())),
    body: { lines: [{ productId: (await of.product()).id, description: 'Other', quantity: 2, unitPriceMinor: 7 }] },
  }),
  'deals.addParticipant': async (of) => ({ ...(await idOf(of.deal())), body: { partnerId: (await of.partner()).id, role: 'service' } }),
  'deals.updateParticipant': async (of) => ({ ...(await child(of.participant())), body: { state: 'in_progress' } }),
  'deals.endParticipant': (of) => child(of.participant()),
  'deals.addRoute': async (of) => ({
    ...(await idOf(of.deal())),
    body: { kind: 'resale', ownerId: await of.member(), chain: [(await of.partner()).id] },
  }),
  'deals.updateRoute': async (of) => ({ ...(await child(of.route())), body: { state: 'accepted', ownerId: await of.member() } }),
  'deals.endRoute': (of) => child(of.route()),
  'deals.setCommitteeMember': async (of) => {
    const deal = await of.deal();
    const contact = await of.api('contacts.create', { params: { id: deal.accountId ?? '' }, body: { name: `${of.marker} buyer` } });
    return {
      params: { id: deal.id },
      body: { contactId: contact.id, role: 'champion', ownerMemberId: await of.member() },
    };
  },
  'deals.removeCommitteeMember': (of) => child(of.committeeMember()),
  'deals.addHandoff': async (of) => ({
    ...(await idOf(of.deal())),
    body: { title: 'New', fromPartnerId: (await of.partner()).id, toPartnerId: (await of.partner()).id },
  }),
  'deals.setHandoffWaits': async (of) => {
    const handoff = await of.handoff();
    const { id: toPartnerId } = await of.partner();
    const { handoffs } = await of.api('deals.addHandoff', { params: { id: handoff.id }, body: { title: `${of.marker} first`, toPartnerId } });
    return { params: handoff, body: { waitsOn: handoffs.flatMap((each) => (each.id === handoff.childId ? [] : [each.id])) } };
  },
  'deals.completeHandoff': async (of) => ({ ...(await child(of.handoff())), body: { done: true } }),
  'deals.comments': async (of) => ({ params: { id: (await of.comment()).id } }),
  'deals.comment': async (of) => ({ ...(await idOf(of.deal())), body: { body: 'New' } }),
  'deals.removeComment': (of) => child(of.comment()),
  'deals.timeline': (of) => idOf(of.deal()),
  'deals.removeFile': (of) => child(of.file()),
  'overview.get': none,

  'partners.list': none,
  'partners.get': (of) => idOf(of.partner()),
  'partners.create': async (of) => ({
    body: { name: `New ${of.unique()}`, status: 'active', types: ['si'], regions: [], countries: [], industries: [], managerId: await of.member() },
  }),
  'partners.update': async (of) => ({ ...(await idOf(of.partner())), body: { tier: 'Gold', managerId: await of.member() } }),
  'partners.setCompetency': async (of) => ({
    ...(await idOf(of.partner())),
    body: { skill: 'New', certifiedPeople: 1, productId: (await of.product()).id },
  }),
  'partners.addContact': async (of) => ({ ...(await idOf(of.partner())), body: { name: 'New', email: 'new@guests.example' } }),
  'partners.deals': async (of) => {
    const { id } = await of.participant();
    return { params: { id: (await of.api('deals.get', { params: { id } })).participants[0]?.partnerId ?? '' } };
  },

  'partners.conflicts': async (of) => ({ params: (await conflictOf(of)).params }),
  'partners.setCompetingProducts': async (of) => ({ ...(await idOf(of.partner())), body: { productIds: [(await of.product()).id] } }),
  'partners.openConflict': async (of) => ({ ...(await idOf(of.partner())), body: { accountId: (await of.account()).id, reason: 'New' } }),
  'partners.closeConflict': (of) => child(conflictOf(of).then(({ params: { id }, childId }) => ({ id, childId }))),

  'accounts.list': none,
  'accounts.get': (of) => idOf(of.account()),
  'accounts.create': async (of) => ({ body: { name: `New ${of.unique()}`, parentId: (await of.account()).id, ownerId: await of.member() } }),
  'accounts.update': async (of) => ({
    ...(await idOf(of.account())),
    body: { parentId: (await of.account()).id, ownerId: await of.member() },
  }),
  'usage.report': async (of) => ({
    body: {
      facts: [{ accountId: (await of.account()).id, productId: (await of.product()).id, metric: 'active_users', period: '2026-03', quantity: 5 }],
    },
  }),
  'usage.list': async (of) => {
    const [{ id: accountId }, { id: productId }] = [await of.account(), await of.product()];
    await of.api('usage.report', { body: { facts: [{ accountId, productId, metric: 'active_users', period: '2026-03', quantity: 5 }] } });
    return { params: { id: accountId } };
  },
  'contacts.create': async (of) => ({ ...(await idOf(of.account())), body: { name: 'New' } }),
  'products.list': none,
  'products.save': (of) => ({ body: { name: `New ${of.unique()}` } }),
  'search.all': (of) => ({ query: { q: of.marker } }),

  'acts.list': async (of) => {
    await of.act();
    return { query: { mine: 'false' } };
  },
  'acts.decide': async (of) => ({ ...(await byId(of.act())), body: { choice: 'done', partnerIds: [(await of.partner()).id] } }),
  'acts.reopen': (of) => byId(of.answeredAct()),
  'acts.assign': async (of) => ({ ...(await byId(of.act())), body: { assigneeId: await of.member() } }),
  'match.run': (of) => idOf(of.deal()),
  'match.latest': async (of) => {
    const { id } = await of.deal();
    await of.api('match.run', { params: { id } });
    return { params: { id } };
  },
  'brief.create': async (of) => ({ ...(await idOf(of.deal())), body: { partnerIds: [(await of.partner()).id] } }),
  'brief.latest': async (of) => {
    const { id } = await of.deal();
    await of.api('brief.create', { params: { id }, body: {} });
    return { params: { id } };
  },
  'meetings.propose': async (of) => ({ params: { id: (await of.participant()).id } }),
  'meetings.create': async (of) => ({
    ...(await idOf(of.deal())),
    body: {
      title: 'New',
      startsAt: '2030-01-08T10:00:00Z',
      endsAt: '2030-01-08T11:00:00Z',
      attendees: [{ name: 'Guest', email: 'guest@guests.example' }],
    },
  }),
  'meetings.list': async (of) => ({ params: { id: (await of.meeting()).dealId } }),
  'outcome.log': async (of) => {
    const { dealId, id } = await of.meeting();
    return { params: { id: dealId }, body: { outcome: 'advanced', partnerId: (await of.partner()).id, role: 'service', meetingId: id } };
  },
  'plays.list': none,
  'plays.get': (of) => byId(of.play()),
  'plays.create': () => ({ body: { name: 'New' } }),
  'plays.saveVersion': async (of) => ({ ...(await byId(of.play())), body: { definition: oneTask('New', `user:${await of.member()}`) } }),
  'plays.setStatus': async (of) => ({ ...(await byId(of.play())), body: { status: 'paused' } }),
  'plays.templates': none,
  'plays.dryRun': () => ({ body: { definition: oneTask('New'), days: 30 } }),
  'plays.start': async (of) => ({ ...(await byId(of.play())), body: { dealId: (await of.deal()).id } }),
  'runs.list': async (of) => ({ query: { dealId: (await of.run()).dealId } }),
  'runs.get': (of) => idOf(of.run()),
  'runs.cancel': async (of) => ({ ...(await idOf(of.run())), body: {} }),

  'imports.list': none,
  'imports.get': (of) => byId(of.import()),
  'imports.configure': async (of) => ({ ...(await byId(of.import())), body: { duplicateRule: 'skip' } }),
  'imports.dryRun': (of) => byId(of.import()),
  'imports.run': (of) => byId(of.import()),
  'imports.cancel': (of) => byId(of.import()),
  'imports.undo': (of) => byId(of.importDone()),
  'imports.forget': (of) => byId(of.import()),
  'imports.rows': (of) => byId(of.importDone()),
  'jobs.list': none,

  'webhooks.eventTypes': none,
  'webhooks.list': none,
  'webhooks.get': (of) => idOf(of.webhook()),
  'webhooks.create': () => ({ body: { url: 'http://127.0.0.1:9/in', description: 'New' } }),
  'webhooks.update': async (of) => ({ ...(await idOf(of.webhook())), body: { description: 'Changed' } }),
  'webhooks.setStatus': async (of) => ({ ...(await idOf(of.webhook())), body: { status: 'disabled' } }),
  'webhooks.remove': (of) => idOf(of.webhook()),
  'webhooks.rotate': async (of) => ({ ...(await idOf(of.webhook())), body: {} }),
  'webhooks.test': async (of) => ({ ...(await idOf(of.webhook())), body: {} }),
  'webhooks.deliveries': (of) => idOf(of.webhook()),
  'webhooks.delivery': (of) => child(of.webhook()),
  'webhooks.replay': async (of) => {
    const { id, childId } = await of.webhook();
    return { params: { id }, body: { what: 'one', deliveryId: childId } };
  },
  'events.list': async (of) => {
    await of.deal();
    return { query: { include: 'data', limit: 200 } };
  },

  ...billingInputs,
  ...connectionsInputs,
  ...cloudsInputs,
  ...fundsInputs,
  ...incentivesInputs,
  ...ledgerInputs,
  ...marketplacesInputs,
  ...meteringInputs,
  ...partnersInputs,
  ...payoutsInputs,
  ...pricingInputs,
  ...subscriptionsInputs,
};
