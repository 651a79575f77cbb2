import type { Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { buildPerson, buildWorkspace, type StartedServer, type Workspace } from '@entente/testkit';
import { clientOf, type Client } from './api.fixture.ts';
import { buildBilling, type BillingRecords } from './billing-records.fixture.ts';
import { addSynced, type SyncedThere } from './connection-records.fixture.ts';
import { addCosell, cloudConnection, type SharedThere } from './cosell-records.fixture.ts';
import { fundRecords, type FundRecords } from './fund-records.fixture.ts';
import { incentiveRecords, type IncentiveRecords } from './incentive-records.fixture.ts';
import { addSale, addSent, type SoldThere } from './market-records.fixture.ts';
import { addMarket, type MarketRecords } from './marketplace-records.fixture.ts';
import { addNotification, buildNeighbours, buildPartnerSide, hushOf, newCustomer, type Ground, type PartnerSide } from './partner-records.fixture.ts';
import { buildPayouts, type PayoutRecords } from './payout-records.fixture.ts';

/**
 * Records of one workspace, made by its owner through the API. Each call makes a new one with all it hangs on, so that an
 * operation may change or end what it is given. Every name holds the workspace's marker: an answer that holds it holds its data.
 * Partners have no part in them, so names hold the word no partner is to read; what partners have to do with is in `mine`.
 */
export type Records = {
  readonly workspace: Workspace;
  readonly marker: string;
  readonly api: Client;
  readonly unique: () => string;
  /** Somebody else of the vendor, for what one person makes and another decides. */
  readonly second: () => Promise<Client>;
  readonly account: () => Promise<Result<'accounts.get'>>;
  readonly contact: () => Promise<{ accountId: string; id: string }>;
  readonly partner: () => Promise<Result<'partners.get'>>;
  readonly product: () => Promise<Result<'products.save'>>;
  readonly deal: () => Promise<Result<'deals.get'>>;
  readonly member: () => Promise<string>;
  readonly view: () => Promise<string>;
  readonly apiKey: () => Promise<string>;
  readonly participant: () => Promise<Child>;
  readonly route: () => Promise<Child>;
  readonly committeeMember: () => Promise<Child>;
  readonly handoff: () => Promise<Child>;
  readonly comment: () => Promise<Child>;
  readonly file: () => Promise<Child>;
  /** The bytes behind it, which a case names as evidence. */
  readonly storedFile: () => Promise<string>;
  readonly meeting: () => Promise<{ dealId: string; id: string }>;
  /** Live, with one task for the owner of the deal. */
  readonly play: () => Promise<string>;
  /** Under way, waiting for its task. */
  readonly run: () => Promise<Result<'runs.get'>>;
  /** Open, and given to nobody's step but a run's. */
  readonly act: () => Promise<string>;
  /** An answered act that may be taken back. */
  readonly answeredAct: () => Promise<string>;
  /** Uploaded and mapped, not yet run. */
  readonly import: () => Promise<string>;
  /** Imported and done. */
  readonly importDone: () => Promise<string>;
  /** Published once, with a draft waiting; serves nobody. */
  readonly program: () => Promise<Result<'programs.get'>>;
  readonly replay: () => Promise<Child>;
  /** Somebody neutral who may mediate. */
  readonly mediator: () => Promise<string>;
  readonly delegation: () => Promise<string>;
  readonly tie: () => Promise<Result<'partnerTies.add'>>;
  readonly distributor: () => Promise<string>;
  readonly notification: () => Promise<string>;
  readonly hook: () => Promise<string>;
  /** An endpoint with a message that was tried. */
  readonly webhook: () => Promise<{ id: string; childId: string; version: number }>;
  readonly lead: () => Promise<Result<'leads.get'>>;
  /** A deal of ours that was sold at a marketplace, and entitles its buyer to use it. */
  readonly sale: () => Promise<SoldThere>;
  /** A marketplace by definition, with one of each of its records. */
  readonly market: () => Promise<MarketRecords>;
  /** A deal of ours that is shared with a cloud, and an invitation from there. */
  readonly cosell: () => Promise<SharedThere>;
  /** The same, with all that keeping both sides the same leaves behind. */
  readonly synced: () => Promise<SyncedThere>;
  readonly customField: () => Promise<string>;
  readonly dealWithFacts: () => Promise<Result<'deals.get'>>;
  /** What was metered until now counts. */
  readonly rollUp: () => Promise<void>;
  readonly billing: BillingRecords;
  readonly payouts: PayoutRecords;
  readonly incentives: IncentiveRecords;
  readonly funds: FundRecords;
  /** The partner whose records these are, and another one of the same workspace, whose are none of its business. */
  readonly mine: () => Promise<PartnerSide>;
  readonly other: () => Promise<PartnerSide>;
};
/** The same workspace, seen from the other partner. */
export const fromTheOther = (records: Records): Records => ({ ...records, mine: records.other, other: records.mine });
/** A record that hangs on a deal, as its address names it. */
type Child = { id: string; childId: string };

export const oneTask = (name: string, assignee = 'deal_owner'): Record<string, unknown> => ({
  name,
  purpose: name,
  trigger: { on: ['deal.stage_moved'] },
  condition: 'deal.stage == "technical"',
  kpis: [],
  steps: [{ id: 'task', kind: 'assign', title: name, assignee, clockHours: 24, escalateTo: 'admin', detail: name, next: null }],
});

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('what was just made is not in the answer');
  return value;
};

export async function buildRecords(server: StartedServer, name: string, marker: string): Promise<Records> {
  const workspace = await buildWorkspace(server, `${name} ${marker}`);
  const { owner, tenantId } = workspace;
  const api = clientOf(server, owner.headers);
  let made = 0;
  const unique = (): string => `${(made += 1)}`;
  const hush = hushOf(marker);
  const named = (what: string): string => `${hush} ${what} ${unique()}`;

  const account = async () => {
    const { id } = await api('accounts.create', { body: { name: named('account'), industry: named('industry'), domains: [`${hush}${unique()}.example`] } });
    return api('accounts.get', { params: { id } });
  };
  const contact = async (accountId?: string) => {
    const on = accountId ?? (await account()).id;
    const { id } = await api('contacts.create', {
      params: { id: on },
      body: { name: named('contact'), email: `c${unique()}@${hush}.example`, title: named('title') },
    });
    return { accountId: on, id };
  };
  const partner = (types: Result<'partners.get'>['types'] = ['si']) =>
    api('partners.create', {
      body: {
        name: named('partner'),
        domain: `p${unique()}.${hush}.example`,
        status: 'active',
        types,
        regions: ['EMEA'],
        countries: [],
        industries: [],
      },
    });
  // Partners choose among products.
  const product = () =>
    api('products.save', { body: { name: `${marker} product ${unique()}`, family: named('family'), listPriceMinor: 100, currency: 'EUR' } });
  const deal = async () => {
    const { id: accountId } = await account();
    const { id: productId } = await product();
    return api('deals.create', {
      body: {
        name: named('deal'),
        accountId,
        currency: 'EUR',
        stage: 'qualified',
        ownerId: owner.memberId,
        nextStep: named('next step'),
        lines: [{ productId, description: named('line'), quantity: 1, unitPriceMinor: 5_000_000 }],
      },
    });
  };
  const child = async (change: (dealId: string) => Promise<readonly { id: string }[]>): Promise<Child> => {
    const { id } = await deal();
    return { id, childId: must((await change(id)).at(-1)).id };
  };
  const play = async () => {
    const { id } = await api('plays.create', { body: { name: named('play') } });
    await api('plays.saveVersion', { params: { id }, body: { definition: oneTask(named('task')) } });
    await api('plays.setStatus', { params: { id }, body: { status: 'live' } });
    return id;
  };
  const run = async () => api('plays.start', { params: { id: await play() }, body: { dealId: (await deal()).id } });
  const upload = async () => {
    const form = new FormData();
    form.set('target', 'account');
    form.set('file', new Blob([`Account name\n${named('imported account')}\n`]), `${marker}.csv`);
    const answer = await fetch(`${server.url}/api/v1/imports`, { method: 'POST', headers: owner.headers, body: form });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as Result<'imports.get'>).id;
  };
  const file = async () => {
    const { id } = await deal();
    const form = new FormData();
    form.set('file', new Blob([marker]), `${marker}.txt`);
    const answer = await fetch(`${server.url}/api/v1/deals/${id}/files`, { method: 'POST', headers: owner.headers, body: form });
    if (!answer.ok) throw new Error(await answer.text());
    return { id, childId: ((await answer.json()) as { id: string }).id };
  };
  const invite = async (word: string, role: 'seller' | 'alliance_manager') =>
    (await api('people.invite', { body: { email: `m${unique()}@${word}.example`, name: `${word} member ${unique()}`, role } })).id;
  const member = () => invite(hush, 'seller');
  const program = async () => {
    const made = await api('programs.create', { body: { name: named('programme'), partnerTypes: ['hyperscaler'] } });
    const params = { id: made.id };
    const live = await api('programs.publish', { params, ifVersion: made.version, body: { note: named('note') } });
    if (live.live === null) throw new Error('it was not published');
    return api('programs.saveDraft', { params, ifVersion: live.version, body: { definition: live.live } });
  };
  const cosell = async () => addCosell(server, tenantId, api, { name: named('cosell'), deal: await deal() });
  const ground: Ground = { server, workspace, marker, api, unique, product };
  const neighbours = once(() => buildNeighbours(ground));
  const billing = buildBilling({ ...ground, partner: () => partner() });

  return {
    workspace,
    marker,
    api,
    unique,
    second: once(async () => clientOf(server, (await buildPerson(server, workspace, { name: `${hush} second`, role: 'admin' })).headers)),
    account,
    contact: () => contact(),
    partner: () => partner(),
    product,
    deal,
    member,
    view: async () => (await api('views.save', { body: { list: 'deals', name: named('view'), definition: { q: marker }, shared: true } })).id,
    apiKey: async () => (await api('apiKeys.create', { body: { name: named('key'), role: 'seller' } })).id,
    participant: () =>
      child(async (id) => {
        const { id: partnerId } = await partner();
        return (await api('deals.addParticipant', { params: { id }, body: { partnerId, role: 'influence', step: named('step') } })).participants;
      }),
    route: () => child(async (id) => (await api('deals.addRoute', { params: { id }, body: { kind: 'referral', externalSystem: named('system') } })).routeList),
    committeeMember: () =>
      child(async (id) => {
        const { accountId } = await api('deals.get', { params: { id } });
        const { id: contactId } = await contact(accountId ?? undefined);
        return (await api('deals.setCommitteeMember', { params: { id }, body: { contactId, role: 'champion' } })).committee;
      }),
    handoff: () =>
      child(async (id) => {
        const { id: toPartnerId } = await partner();
        return (await api('deals.addHandoff', { params: { id }, body: { title: named('handoff'), toPartnerId } })).handoffs;
      }),
    comment: () => child(async (id) => [await api('deals.comment', { params: { id }, body: { body: named('comment') } })]),
    file,
    async storedFile() {
      const { rows } = await server.test.admin.query<{ id: string }>('select file_id as id from deal_file where id = $1', [(await file()).childId]);
      return must(rows[0]).id;
    },
    meeting: async () => {
      const { id: dealId } = await deal();
      const { id } = await api('meetings.create', {
        params: { id: dealId },
        body: {
          title: named('meeting'),
          startsAt: '2030-01-07T10:00:00Z',
          endsAt: '2030-01-07T11:00:00Z',
          attendees: [{ name: named('guest'), email: `guest@${hush}.example` }],
        },
      });
      return { dealId, id };
    },
    play,
    run,
    act: async () => must((await run()).acts[0]).id,
    async answeredAct() {
      // Only an act without a step of a play behind it can be taken back; such acts are opened by the system, never by the API.
      const id = newId();
      await server.test.admin.query(
        "insert into act (tenant_id, id, kind, title, deal_id, status, outcome, opened_at, closed_at, closed_by) values ($1, $2, 'reminder', $3, $4, 'done', 'dismiss', now(), now(), $3)",
        [tenantId, id, named('reminder'), (await deal()).id],
      );
      return id;
    },
    import: upload,
    async importDone() {
      const id = await upload();
      await api('imports.run', { params: { id } });
      await jobsAtRest(server);
      return id;
    },
    program,
    async replay() {
      const { id, live } = await program();
      if (live === null) throw new Error('it was not published');
      const { id: childId } = await api('programs.replay', { params: { id }, body: { definition: live } });
      await jobsAtRest(server);
      return { id, childId };
    },
    // Whoever decides on a partner's case is known to it by name.
    mediator: () => invite(marker, 'alliance_manager'),
    delegation: async () =>
      (await api('delegations.create', { body: { fromId: await member(), toId: await member(), startsOn: '2030-01-01', endsOn: '2030-01-09' } })).id,
    tie: async () => api('partnerTies.add', { body: { distributorId: (await partner(['distributor'])).id, resellerId: (await partner()).id } }),
    distributor: async () => (await partner(['distributor'])).id,
    cosell,
    synced: async () => addSynced(server, tenantId, api, await cosell(), named('synced')),
    async customField() {
      const { key } = await api('customFields.set', {
        params: { key: `field_${unique()}` },
        body: { label: named('field'), type: 'text', choices: [], active: true },
      });
      return key;
    },
    async dealWithFacts() {
      const made = await deal();
      await api('deals.setFacts', { params: { id: made.id }, body: { set: { business_problem: named('problem') } } });
      return made;
    },
    market: async () => addMarket(server, tenantId, api, { name: named, deal, productId: (await product()).id, partnerId: (await partner()).id }),
    sale: async () => {
      const name = named('marketplace');
      const { id: connectionId } = await api('connections.create', { body: await cloudConnection(name) });
      return addSale(server, tenantId, { name, connectionId, dealId: (await deal()).id, productId: (await product()).id, at: new Date() });
    },
    notification: () => addNotification(ground, owner.memberId, named('notification')),
    hook: async () =>
      (await api('notificationHooks.add', { body: { name: named('room'), url: `${server.url}/rooms/${unique()}`, events: ['registration.waiting'] } })).id,
    webhook: async () => {
      const { id, version } = await api('webhooks.create', { body: { url: `${server.url}/hooks/${unique()}`, description: named('webhook') } });
      return { id, version, childId: (await api('webhooks.test', { params: { id }, body: {} })).id };
    },
    lead: () =>
      api('leads.create', {
        body: {
          companyName: named('lead'),
          customerDomain: newCustomer(),
          contactEmail: `lead${unique()}@${hush}.example`,
          source: named('source'),
          route: false,
        },
      }),
    async rollUp() {
      await server.app.modules.money.subscriptions.rollUp(tenantId);
    },
    billing,
    payouts: buildPayouts({ ...ground, partner: () => partner(), billing }),
    incentives: incentiveRecords({ ...ground, partner: () => partner() }),
    funds: fundRecords(server, tenantId, api, unique),
    mine: once(async () => buildPartnerSide(ground, await neighbours(), `${marker}one`)),
    other: once(async () => buildPartnerSide(ground, await neighbours(), `${marker}two`)),
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

/** Imports go on after their answer; waits until none is under way. */
export async function jobsAtRest(server: StartedServer): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    // What the worker reads at its leisure is not waited for: it does not run here.
    const { rows } = await server.test.admin.query("select 1 from job_progress where status in ('waiting', 'running') and kind <> 'backfill' limit 1");
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('an import did not come to an end');
}

/** One of everything, so that every list has something to show and every table something to lose. */
export async function makeOneOfEach(records: Records, server: StartedServer): Promise<void> {
  const { api } = records;
  const { id: dealId } = await records.deal();
  await api('match.run', { params: { id: dealId } });
  await api('brief.create', { params: { id: dealId }, body: {} });
  await api('outcome.log', { params: { id: dealId }, body: { outcome: 'advanced', note: `${records.marker} outcome`, nextStep: `${records.marker} next` } });
  await api('people.invite', { body: { email: `invited@${records.marker}.example`, name: `${records.marker} invited`, role: 'auditor' } });
  for (const make of [records.contact, records.member, records.view, records.apiKey, records.participant, records.route, records.committeeMember]) await make();
  for (const make of [records.handoff, records.comment, records.file, records.meeting, records.run, records.answeredAct, records.importDone]) await make();
  const partner = await records.partner();
  await api('partners.setCompetency', { params: { id: partner.id }, body: { skill: `${records.marker} skill`, certifiedPeople: 2 } });
  await api('partners.addContact', { params: { id: partner.id }, body: { name: `${records.marker} rep`, email: `rep@${records.marker}.example` } });
  const [product, account, handoff] = [await records.product(), await records.account(), await records.handoff()];
  await api('partners.setCompetingProducts', { params: { id: partner.id }, body: { productIds: [product.id] } });
  await api('partners.openConflict', { params: { id: partner.id }, body: { accountId: account.id, reason: `${records.marker} reason` } });
  const used = { accountId: account.id, productId: product.id, metric: 'active_users', period: '2026-03', quantity: 5 };
  await api('usage.report', { body: { facts: [used] } });
  const waits = { title: `${records.marker} second`, toPartnerId: partner.id, waitsOn: [handoff.childId] };
  await api('deals.addHandoff', { params: { id: handoff.id }, body: waits });
  await makeOneOfEachOfOutside(records, server);
  await makeOneOfEachOfPartners(records);
}

async function makeOneOfEachOfOutside({ api, marker, workspace, ...records }: Records, server: StartedServer): Promise<void> {
  for (const make of [records.customField, records.dealWithFacts]) await make();
  const [shared, market, sold] = [await records.synced(), await records.market(), await records.sale()];
  await api('clouds.submit', { params: { id: shared.viewId }, body: {} });
  await api('eligibility.list');
  await api('listings.setEligibility', {
    params: { id: market.listingId },
    body: { items: [{ programme: `${marker} programme`, percentBp: 10_000, decidedOn: 'invoice', fromOn: '2026-01-01', untilOn: null, source: marker }] },
  });
  await api('metering.report', {
    body: {
      records: [
        { key: `${marker} usage`, entitlement: sold.entitlementId, dimension: 'requests', at: new Date(Date.now() - 3_600_000).toISOString(), quantity: '5' },
      ],
    },
  });
  const csv = `Key;Type;Amount;Currency;Date;Agreement;Buyer\n1;Sale;5,00;EUR;2026-03-01;unknown;${marker} buyer\n2;Payout;5,00;EUR;2026-03-02;;${marker} buyer\n`;
  await api('disbursements.upload', { body: { marketplace: sold.marketplace, fileName: `${marker}.csv`, csv } });
  await addSent(server, workspace.tenantId, sold, { id: market.offerId, marketplaceId: market.marketplaceId });
}

async function makeOneOfEachOfPartners(records: Records): Promise<void> {
  const { api, marker } = records;
  for (const make of [records.program, records.replay, records.delegation, records.tie, records.notification, records.hook, records.webhook, records.lead])
    await make();
  const routing = await api('leadRouting.get');
  await api('leadRouting.publish', { body: { definition: routing.definition, note: `${marker} note` } });
  await api('notifications.setPreferences', { body: await api('notifications.preferences') });
  await api('registrations.check', { body: { customerDomain: newCustomer() } });
  for (const side of [await records.mine(), await records.other()]) {
    for (const make of [side.draft, side.waiting, side.asked, side.declined, side.extensionAsked, side.deal]) await make();
    for (const make of [side.share, side.invitation, side.lead, side.acceptedLead, side.lostCase, side.report]) await make();
    for (const make of [side.notification, side.hook, side.case, side.link]) await make();
  }
}
