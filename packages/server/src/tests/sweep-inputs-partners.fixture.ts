import type { OperationId } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import { form, newCustomer, type PartnerSide } from './partner-records.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with partners; see sweep-inputs.fixture.ts. */
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Area =
  | 'programs'
  | 'registrations'
  | 'delegations'
  | 'cases'
  | 'leads'
  | 'leadRouting'
  | 'partnerTies'
  | 'chains'
  | 'salesReports'
  | 'shares'
  | 'links'
  | 'notifications'
  | 'notificationHooks'
  | 'branding'
  | `portal${string}`;
/** What a partner reads of money stands with the money. */
type MoneyOfPartners = `portal${'Money' | 'Funds' | 'Incentives' | 'Settlement'}.${string}`;
export type PartnersOperation = Exclude<Extract<OperationId, `${Area}.${string}`>, MoneyOfPartners>;
type Inputs = { readonly [Id in PartnersOperation]: Build<Id> };
type Versioned = { readonly id: string; readonly version: number };

const none = (): Record<never, never> => ({});
const at = async (record: Promise<{ id: string }>): Promise<{ params: { id: string } }> => ({ params: { id: (await record).id } });
const on = async (record: Promise<Versioned>): Promise<{ params: { id: string }; ifVersion: number }> => {
  const { id, version } = await record;
  return { params: { id }, ifVersion: version };
};
const byId = async (id: Promise<string>): Promise<{ params: { id: string } }> => ({ params: { id: await id } });
const partnerText = 'This is what the partner reads.';

const side = (make: (mine: PartnerSide) => Promise<{ id: string }>) => async (of: Records) => at(make(await of.mine()));
const sideOn = (make: (mine: PartnerSide) => Promise<Versioned>, of: Records) => of.mine().then((mine) => on(make(mine)));

async function draftOf(of: Records) {
  const { id, version, draft } = await of.program();
  if (draft === null) throw new Error('it has no draft');
  return { params: { id }, ifVersion: version, body: { definition: draft } };
}
async function routingOf(of: Records) {
  const { definition } = await of.api('leadRouting.get');
  const route = {
    id: 'new',
    name: 'New',
    when: { countries: [], regions: [], productIds: [(await of.product()).id], sources: [], minAmountMinor: null, currency: null },
    among: { partnerTypes: [], minTier: null, partnerIds: [(await of.partner()).id], mustCoverTerritory: false, mustKnowProduct: false },
    choose: 'named' as const,
    enabled: true,
  };
  return { ...definition, routes: [...definition.routes.filter(({ id }) => id !== 'new'), route] };
}
const csv = 'Product,Quantity,Amount,Currency,Sold on,Customer domain\nNew,1,10,EUR,2026-01-05,nobody-knows-them.de\n';

export const partnersInputs: Inputs = {
  'programs.list': none,
  'programs.get': (of) => at(of.program()),
  'programs.version': async (of) => ({ params: { id: (await of.program()).id, number: '1' } }),
  'programs.create': () => ({ body: { name: 'New', partnerTypes: ['hyperscaler'] } }),
  'programs.update': async (of) => ({ ...(await on(of.program())), body: { name: 'Renamed' } }),
  'programs.saveDraft': draftOf,
  'programs.discardDraft': (of) => on(of.program()),
  'programs.publish': async (of) => ({ ...(await on(of.program())), body: { note: 'New' } }),
  'programs.try': async (of) => ({ ...(await at(of.program())), body: { registrationId: (await (await of.mine()).waiting()).id } }),
  'programs.replay': async (of) => {
    const { params, body } = await draftOf(of);
    return { params, body };
  },
  'programs.replayResult': async (of) => ({ params: await of.replay() }),

  'registrations.list': none,
  'registrations.summary': none,
  'registrations.get': side((mine) => mine.waiting()),
  'registrations.check': async (of) => ({ body: { customerDomain: newCustomer(), companyName: 'New', partnerId: (await of.mine()).partnerId } }),
  'registrations.create': async (of) => ({
    body: { ...form(newCustomer()), partnerId: (await of.mine()).partnerId, dealId: (await of.deal()).id, productIds: [(await of.product()).id] },
  }),
  'registrations.approve': async (of) => ({
    ...(await sideOn((mine) => mine.waiting(), of)),
    body: { ...(await dealWithAccount(of)), note: 'New' },
  }),
  'registrations.decline': async (of) => ({ ...(await sideOn((mine) => mine.waiting(), of)), body: { reason: 'other', partnerText } }),
  'registrations.askInfo': async (of) => ({ ...(await sideOn((mine) => mine.waiting(), of)), body: { question: partnerText } }),
  'registrations.undo': (of) => sideOn((mine) => mine.declined(), of),
  'registrations.extend': async (of) => ({ ...(await sideOn((mine) => mine.approved(), of)), body: { days: 10 } }),
  'registrations.refuseExtension': async (of) => ({ ...(await sideOn((mine) => mine.extensionAsked(), of)), body: { partnerText } }),
  'registrations.revoke': async (of) => ({ ...(await sideOn((mine) => mine.approved(), of)), body: { partnerText } }),
  'registrations.assign': async (of) => ({
    ...(await sideOn((mine) => mine.waiting(), of)),
    // Who holds it is told to the partner by name: somebody it may hear of.
    body: { memberId: of.workspace.owner.memberId },
  }),
  'registrations.note': async (of) => ({ ...(await at((await of.mine()).waiting())), body: { note: 'New' } }),
  'registrations.bulkDecide': async (of) => ({
    body: { ids: [(await (await of.mine()).waiting()).id], decision: 'decline', reason: 'other', partnerText },
  }),
  'registrations.ofDeal': async (of) => ({ params: { id: (await (await of.mine()).approved()).dealId ?? '' } }),
  'delegations.list': none,
  'delegations.create': async (of) => ({ body: { fromId: await of.member(), toId: await of.member(), startsOn: '2030-02-01', endsOn: '2030-02-03' } }),
  'delegations.end': (of) => byId(of.delegation()),

  'cases.list': none,
  'cases.get': side((mine) => mine.case()),
  'cases.open': async (of) => {
    const [mine, other] = [await (await of.mine()).approved(), await (await of.other()).waiting()];
    return { body: { registrationIds: [mine.id, other.id], dealId: mine.dealId, mediatorId: await of.mediator(), reason: 'New' } };
  },
  'cases.addEntry': async (of) => ({ ...(await at((await of.mine()).case())), body: { kind: 'note', body: 'New', fileId: await of.storedFile() } }),
  'cases.assign': async (of) => ({ ...(await sideOn((mine) => mine.case(), of)), body: { mediatorId: await of.mediator() } }),
  'cases.rule': async (of) => ({ ...(await sideOn((mine) => mine.case(), of)), body: { outcome: 'first', reason: 'It was the first.', partnerText } }),
  'cases.close': async (of) => ({ ...(await sideOn((mine) => mine.case(), of)), body: { reason: 'New' } }),

  'leads.list': none,
  'leads.summary': none,
  'leads.get': (of) => at(of.lead()),
  'leads.create': async (of) => ({ body: { companyName: 'New', source: 'Website', productId: (await of.product()).id, route: false } }),
  'leads.update': async (of) => ({ ...(await on(of.lead())), body: { productId: (await of.product()).id, story: 'New' } }),
  'leads.route': async (of) => ({ ...(await on(of.lead())), body: { partnerId: (await of.partner()).id } }),
  'leads.pullBack': async (of) => ({ ...(await sideOn((mine) => mine.lead(), of)), body: { reason: 'New', route: false } }),
  'leads.take': (of) => on(of.lead()),
  'leads.convert': async (of) => {
    const lead = await of.lead();
    const taken = await of.api('leads.take', { params: { id: lead.id }, ifVersion: lead.version });
    return { params: { id: lead.id }, ifVersion: taken.version, body: { dealId: (await of.deal()).id } };
  },
  'leads.close': async (of) => ({ ...(await on(of.lead())), body: { reason: 'New' } }),
  'leadRouting.get': none,
  'leadRouting.publish': async (of) => ({ body: { definition: await routingOf(of) } }),
  'leadRouting.try': async (of) => ({ body: { leadId: (await of.lead()).id, definition: await routingOf(of) } }),

  'partnerTies.list': none,
  'partnerTies.add': async (of) => ({ body: { distributorId: await of.distributor(), resellerId: (await of.partner()).id } }),
  'partnerTies.end': (of) => at(of.tie()),
  'chains.ofDeal': side((mine) => mine.deal()),
  'chains.setPrice': async (of) => {
    const { id, routeId } = await (await of.mine()).deal();
    return { params: { id, childId: routeId }, body: { amountMinor: 7, currency: 'EUR' } };
  },
  'salesReports.list': none,
  'salesReports.lines': side((mine) => mine.report()),
  'salesReports.settle': async (of) => {
    const { id, row } = await (await of.mine()).report();
    return { params: { id, row: String(row) }, body: { dealId: (await of.deal()).id, note: 'New' } };
  },
  'shares.list': none,
  'shares.decide': async (of) => ({ ...(await sideOn((mine) => mine.share(), of)), body: { consent: true } }),

  'links.list': none,
  'links.create': async (of) => {
    const mine = await of.mine();
    return { body: { purpose: 'answer', partnerId: mine.partnerId, email: 'new@guests.example', recordId: (await mine.asked()).id } };
  },
  'links.revoke': side((mine) => mine.link()),
  'links.open': async (of) => ({ body: { token: (await (await of.mine()).link()).token } }),
  'links.check': async (of) => ({ body: { token: (await (await of.mine()).link()).token, customerDomain: newCustomer() } }),
  'links.use': async (of) => {
    const { token } = await (await of.mine()).link();
    const customerDomain = newCustomer();
    return {
      body: { token, verb: 'register', fields: { customerDomain, contactEmail: `buyer@${customerDomain}`, valueBand: 'to-100k', closeOn: '2031-06-01' } },
    };
  },

  'notifications.list': none,
  'notifications.read': async (of) => ({ body: { ids: [await of.notification()] } }),
  'notifications.preferences': none,
  'notifications.setPreferences': async (of) => ({ body: { ...(await of.api('notifications.preferences')), digestHour: 9 } }),
  'notificationHooks.list': none,
  // Nobody listens there, which the room then says.
  'notificationHooks.add': () => ({ body: { name: 'New', url: 'http://127.0.0.1:9/room', events: ['lead.late'] } }),
  'notificationHooks.test': (of) => byId(of.hook()),
  'notificationHooks.remove': (of) => byId(of.hook()),
  'branding.get': none,
  'branding.set': () => ({ body: { brandColor: '#336699', greeting: 'New' } }),

  'portal.home': none,
  'portal.registerForm': none,
  'portal.check': async (of) => ({ body: { customerDomain: newCustomer(), forPartnerId: (await of.mine()).resellerId } }),
  'portalRegistrations.list': none,
  'portalRegistrations.get': side((mine) => mine.waiting()),
  'portalRegistrations.create': async (of) => {
    const mine = await of.mine();
    return { body: { ...form(newCustomer()), productIds: [(await of.product()).id], dealId: (await mine.deal()).id } };
  },
  'portalRegistrations.edit': async (of) => ({ ...(await sideOn((mine) => mine.draft(), of)), body: { story: 'New', productIds: [(await of.product()).id] } }),
  'portalRegistrations.submit': (of) => sideOn((mine) => mine.draft(), of),
  'portalRegistrations.withdraw': async (of) => ({ ...(await sideOn((mine) => mine.waiting(), of)), body: { reason: 'New' } }),
  'portalRegistrations.answer': async (of) => ({ ...(await sideOn((mine) => mine.asked(), of)), body: { answer: 'New' } }),
  'portalRegistrations.report': async (of) => ({ ...(await at((await of.mine()).approved())), body: { note: 'New' } }),
  'portalRegistrations.askExtension': async (of) => ({ ...(await sideOn((mine) => mine.approved(), of)), body: { days: 10, reason: 'New' } }),
  'portalDeals.list': none,
  'portalDeals.get': side((mine) => mine.deal()),
  'portalDeals.setLane': async (of) => {
    const { id, laneId } = await (await of.mine()).deal();
    return { params: { id, childId: laneId }, body: { state: 'in_progress', step: 'New' } };
  },
  'portalDeals.comment': async (of) => ({ ...(await at((await of.mine()).deal())), body: { body: 'New' } }),
  'portalDeals.handoffDone': async (of) => {
    const { id, handoffId } = await (await of.mine()).deal();
    return { params: { id, childId: handoffId } };
  },
  'portalDeals.setRecord': async (of) => ({ ...(await at((await of.mine()).deal())), body: { notes: 'New', version: 1 } }),
  'portalDeals.share': async (of) => {
    const mine = await of.mine();
    // Only a tie makes it known: it does not wish to be found.
    return { ...(await at(mine.deal())), body: { toPartnerId: mine.resellerId, role: 'technology' } };
  },
  'portalDeals.setPrice': async (of) => {
    const { id, routeId } = await (await of.mine()).deal();
    return { params: { id, childId: routeId }, body: { amountMinor: 9, currency: 'EUR' } };
  },
  'portalShares.list': none,
  'portalShares.answer': async (of) => ({ ...(await sideOn((mine) => mine.invitation(), of)), body: { accept: true } }),
  'portalLeads.list': none,
  'portalLeads.accept': (of) => sideOn((mine) => mine.lead(), of),
  'portalLeads.decline': async (of) => ({ ...(await sideOn((mine) => mine.lead(), of)), body: { reason: 'New' } }),
  'portalLeads.contacted': async (of) => ({ ...(await sideOn((mine) => mine.acceptedLead(), of)), body: { note: 'New' } }),
  'portalLeads.convert': async (of) => ({ ...(await sideOn((mine) => mine.acceptedLead(), of)), body: { valueBand: 'to-100k', closeOn: '2031-06-01' } }),
  'portalCases.list': none,
  'portalCases.get': side((mine) => mine.lostCase()),
  'portalCases.addEvidence': async (of) => ({ ...(await at((await of.mine()).case())), body: { body: 'New' } }),
  'portalCases.appeal': async (of) => ({ ...(await sideOn((mine) => mine.lostCase(), of)), body: { reason: 'It was not looked at.' } }),
  'portalTeam.list': none,
  'portalTeam.invite': (of) => ({ body: { email: `new${of.unique()}@guests.example`, name: 'New', role: 'partner_seller' } }),
  'portalTeam.update': async (of) => ({ ...(await byId((await of.mine()).member())), body: { role: 'partner_marketer' } }),
  'portalTeam.remove': async (of) => byId((await of.mine()).member()),
  'portalDirectory.list': none,
  'portalDirectory.mine': none,
  'portalDirectory.setMine': async (of) => {
    const { version } = await (await of.mine()).api('portalDirectory.mine');
    return { body: { listed: false, headline: 'New', lookingFor: null, offers: null, contactEmail: null, version } };
  },
  'portalReports.list': none,
  'portalReports.upload': () => ({ body: { fileName: 'New.csv', periodFrom: '2026-01-01', periodTo: '2026-01-31', csv } }),
  'portalReports.lines': side((mine) => mine.report()),
};

async function dealWithAccount(of: Records): Promise<{ dealId: string; accountId: string }> {
  const { id, accountId } = await of.deal();
  return { dealId: id, accountId: accountId ?? '' };
}
