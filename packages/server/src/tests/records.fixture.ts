import type { Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { buildWorkspace, type StartedServer, type Workspace } from '@entente/testkit';
import { clientOf, type Client } from './api.fixture.ts';

/**
 * Records of one workspace, made by its owner through the API. Each call makes a new one with all it hangs on, so that an
 * operation may change or end what it is given. Every name holds the workspace's marker: an answer that holds it holds its data.
 */
export type Records = {
  readonly workspace: Workspace;
  readonly marker: string;
  readonly api: Client;
  readonly unique: () => string;
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
};
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
  const named = (what: string): string => `${marker} ${what} ${unique()}`;

  const account = async () => {
    const { id } = await api('accounts.create', { body: { name: named('account'), industry: named('industry'), domains: [`${marker}${unique()}.example`] } });
    return api('accounts.get', { params: { id } });
  };
  const contact = async (accountId?: string) => {
    const on = accountId ?? (await account()).id;
    const { id } = await api('contacts.create', {
      params: { id: on },
      body: { name: named('contact'), email: `c${unique()}@${marker}.example`, title: named('title') },
    });
    return { accountId: on, id };
  };
  const partner = () =>
    api('partners.create', {
      body: {
        name: named('partner'),
        domain: `p${unique()}.${marker}.example`,
        status: 'active',
        types: ['si'],
        regions: ['EMEA'],
        countries: [],
        industries: [],
      },
    });
  const product = () => api('products.save', { body: { name: named('product'), family: named('family'), listPriceMinor: 100, currency: 'EUR' } });
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

  return {
    workspace,
    marker,
    api,
    unique,
    account,
    contact: () => contact(),
    partner,
    product,
    deal,
    member: async () => (await api('people.invite', { body: { email: `m${unique()}@${marker}.example`, name: named('member'), role: 'seller' } })).id,
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
    meeting: async () => {
      const { id: dealId } = await deal();
      const { id } = await api('meetings.create', {
        params: { id: dealId },
        body: {
          title: named('meeting'),
          startsAt: '2030-01-07T10:00:00Z',
          endsAt: '2030-01-07T11:00:00Z',
          attendees: [{ name: named('guest'), email: `guest@${marker}.example` }],
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
  };
}

/** Imports go on after their answer; waits until none is under way. */
export async function jobsAtRest(server: StartedServer): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const { rows } = await server.test.admin.query("select 1 from job_progress where status in ('waiting', 'running') limit 1");
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('an import did not come to an end');
}

/** One of everything, so that every list has something to show and every table something to lose. */
export async function makeOneOfEach(records: Records): Promise<void> {
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
}
