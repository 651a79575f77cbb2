import type { Result } from '@entente/contracts';
import { partnerRoles, type PartnerRole } from '@entente/contracts/permissions';
import { newId } from '@entente/kernel';
import { buildPerson, type Person, type StartedServer, type Workspace } from '@entente/testkit';
import { clientOf, type Client } from './api.fixture.ts';

/**
 * What a partner of a workspace has to do with it, made through the API by the people whose part it is. What only this partner and the
 * vendor are to know holds its `word`; what no partner is to know holds `hush`; names both may read hold the workspace's marker alone.
 */
export type PartnerSide = {
  readonly word: string;
  readonly partnerId: string;
  readonly people: Readonly<Record<PartnerRole, Person>>;
  /** As its admin. */
  readonly api: Client;
  /** It may act for this reseller. */
  readonly resellerId: string;
  readonly member: () => Promise<string>;
  readonly draft: () => Promise<Registration>;
  /** Waits for a decision; the vendor knows the customer by another name. */
  readonly waiting: () => Promise<Registration>;
  readonly asked: () => Promise<Registration>;
  readonly declined: () => Promise<Registration>;
  readonly approved: () => Promise<Registration>;
  readonly extensionAsked: () => Promise<Registration>;
  /** Its lane next to somebody else's, with a chain that goes through both and a partner in between. */
  readonly deal: () => Promise<DealOfPartner>;
  readonly share: () => Promise<Versioned>;
  /** Another partner asks it to join; the vendor has agreed. */
  readonly invitation: () => Promise<Versioned>;
  readonly lead: () => Promise<Versioned>;
  readonly acceptedLead: () => Promise<Versioned>;
  /** Against another partner; both have given evidence, and the owner mediates. */
  readonly case: () => Promise<Versioned & { registrationIds: string[]; dealId: string }>;
  readonly lostCase: () => Promise<Versioned>;
  readonly report: () => Promise<{ id: string; row: number }>;
  readonly notification: () => Promise<string>;
  readonly hook: () => Promise<string>;
  /** A link to answer what it is asked, or to register where no registration is named. */
  readonly link: (about?: { purpose: Result<'links.create'>['purpose']; recordId: string }) => Promise<{ id: string; token: string }>;
};
type Registration = { readonly id: string; readonly version: number; readonly dealId: string | null };
type Versioned = { readonly id: string; readonly version: number };
export type DealOfPartner = { readonly id: string; readonly laneId: string; readonly handoffId: string; readonly routeId: string };

/** Partners every side meets: one nobody is to hear of, and one that wishes to be found. */
export type Neighbours = {
  readonly manager: Person;
  readonly managerApi: Client;
  readonly hidden: { readonly id: string; readonly api: Client };
  readonly friend: { readonly id: string; readonly api: Client };
};
export type Ground = {
  readonly server: StartedServer;
  readonly workspace: Workspace;
  readonly marker: string;
  readonly api: Client;
  readonly unique: () => string;
  readonly product: () => Promise<{ id: string }>;
};

/** Prices of hops nobody but their two sides reads. The first two never are of the partner's own hops. */
export const hiddenPrices = [5_151_517, 6_262_627] as const;
const ownPrice = 8_484_847;
export const hushOf = (marker: string): string => `${marker}hush`;

const must = <T>(value: T | null | undefined): T => {
  if (value === undefined || value === null) throw new Error('what was just made is not in the answer');
  return value;
};

/** Letters that no other company of the tests is like, so that nothing is taken for an imitation of it. */
const company = (): string =>
  Array.from(newId().replaceAll('-', ''))
    .map((digit) => 'bcdfghjklmnpqrst'.charAt(Number.parseInt(digit, 16)))
    .reverse()
    .slice(0, 14)
    .join('');

const createPartner = async ({ api }: Ground, name: string, types: Result<'partners.get'>['types']): Promise<string> =>
  (await api('partners.create', { body: { name, status: 'active', types, regions: ['EMEA'], countries: [], industries: [], tier: 'gold' } })).id;

const personOf = (ground: Ground, name: string, role: PartnerRole, partnerId: string): Promise<Person> =>
  buildPerson(ground.server, ground.workspace, { name, role, partnerId });

export async function buildNeighbours(ground: Ground): Promise<Neighbours> {
  const { server, workspace, marker } = ground;
  const manager = await buildPerson(server, workspace, { name: `${marker} manager`, role: 'partner_manager' });
  const hiddenId = await createPartner(ground, `${hushOf(marker)} rival`, ['reseller', 'distributor']);
  const friendId = await createPartner(ground, `${marker} friend`, ['distributor']);
  const hidden = clientOf(server, (await personOf(ground, `${hushOf(marker)} rival admin`, 'partner_admin', hiddenId)).headers);
  const friend = clientOf(server, (await personOf(ground, `${marker} friend admin`, 'partner_admin', friendId)).headers);
  await setManager(ground, hiddenId, manager);
  await setManager(ground, friendId, manager);
  await friend('portalDirectory.setMine', {
    body: { listed: true, headline: `${marker} headline`, lookingFor: null, offers: null, contactEmail: null, version: 0 },
  });
  return { manager, managerApi: clientOf(server, manager.headers), hidden: { id: hiddenId, api: hidden }, friend: { id: friendId, api: friend } };
}

async function setManager({ api }: Ground, id: string, manager: Person): Promise<void> {
  const { version } = await api('partners.get', { params: { id } });
  await api('partners.update', { params: { id }, ifVersion: version, body: { managerId: manager.memberId } });
}

/** The address of a form: the four facts every registration needs. */
export const form = (customerDomain: string) => ({
  customerDomain,
  contactEmail: `buyer@${customerDomain}`,
  // Above what rules let through, so that a person decides.
  valueBand: 'to-100k',
  closeOn: '2031-06-01',
  kind: 'sourcing' as const,
  productIds: [],
});
export const newCustomer = (): string => `${company()}.de`;

export async function buildPartnerSide(ground: Ground, neighbours: Neighbours, word: string): Promise<PartnerSide> {
  const { server, workspace, marker, api, unique } = ground;
  const { managerApi, hidden, friend } = neighbours;
  const hush = hushOf(marker);
  const partnerId = await createPartner(ground, `${word} partner`, ['reseller', 'distributor']);
  await setManager(ground, partnerId, neighbours.manager);
  const resellerId = await createPartner(ground, `${word} reseller`, ['reseller']);
  await api('partnerTies.add', { body: { distributorId: partnerId, resellerId } });
  await api('partnerTies.add', { body: { distributorId: friend.id, resellerId: partnerId, mayAct: false } });
  const people = {} as Record<PartnerRole, Person>;
  for (const role of partnerRoles) people[role] = await personOf(ground, `${word} ${role}`, role, partnerId);
  const own = clientOf(server, people.partner_admin.headers);
  await own('portalDirectory.setMine', {
    body: { listed: false, headline: `${word} headline`, lookingFor: null, offers: null, contactEmail: `hello@${word}.example`, version: 0 },
  });

  const register = (customerDomain: string, more: { draft?: boolean } = {}) =>
    own('portalRegistrations.create', {
      body: { ...form(customerDomain), companyName: `${word} ${company()}`, contactName: `${word} buyer`, story: `${word} story`, ...more },
    });
  const versionOf = async (id: string): Promise<number> => (await managerApi('registrations.get', { params: { id } })).version;
  const waiting = async (): Promise<Registration> => {
    const customer = newCustomer();
    await api('accounts.create', { body: { name: `${hush} ${company()}`, domains: [customer] } });
    const made = await register(customer);
    await api('registrations.note', { params: { id: made.id }, body: { note: `${hush} note` } });
    return { id: made.id, version: await versionOf(made.id), dealId: null };
  };
  const approve = async ({ id, version }: Versioned): Promise<Registration> => {
    const approved = await managerApi('registrations.approve', { params: { id }, ifVersion: version, body: { newDeal: true, note: `${hush} reason` } });
    return { id, version: approved.version, dealId: approved.dealId };
  };
  const approved = async (): Promise<Registration> => approve(await register(newCustomer()));

  async function deal(): Promise<DealOfPartner> {
    const { id: productId } = await ground.product();
    const account = await api('accounts.create', { body: { name: `${word} account ${unique()}` } });
    const { id } = await api('deals.create', {
      body: {
        name: `${word} deal ${unique()}`,
        accountId: account.id,
        currency: 'EUR',
        stage: 'qualified',
        ownerId: workspace.owner.memberId,
        nextStep: `${hush} next step`,
        lines: [{ productId, description: `${marker} line`, quantity: 3, unitPriceMinor: 1_000_000 }],
      },
    });
    const at = { params: { id } };
    const colleague = await colleagueOf(ground);
    await api('deals.addParticipant', { ...at, body: { partnerId: hidden.id, role: 'service', step: `${hush} step`, evidence: { kind: 'note', note: hush } } });
    const room = await api('deals.addParticipant', {
      ...at,
      body: { partnerId, role: 'resell', step: `${word} step`, evidence: { kind: 'note', note: `${hush} evidence` } },
    });
    await api('deals.addHandoff', { ...at, body: { title: `${hush} handoff`, fromPartnerId: hidden.id } });
    await api('deals.addHandoff', { ...at, body: { title: `${word} given`, fromPartnerId: hidden.id, toPartnerId: partnerId } });
    const promised = `${word} promised ${unique()}`;
    const { handoffs } = await api('deals.addHandoff', { ...at, body: { title: promised, fromPartnerId: partnerId } });
    await colleague('deals.comment', { ...at, body: { body: `${hush} comment` } });
    await colleague('deals.comment', { ...at, body: { body: `${hush} to them`, toPartnerId: hidden.id } });
    await hidden.api('portalDeals.comment', { ...at, body: { body: `${hush} of theirs` } });
    await hidden.api('portalDeals.setRecord', { ...at, body: { notes: `${hush} record`, version: 0 } });
    await api('deals.comment', { ...at, body: { body: `${word} from us`, toPartnerId: partnerId } });
    const { routeList } = await api('deals.addRoute', { ...at, body: { kind: 'resale', settles: true, chain: [hidden.id, friend.id, partnerId] } });
    const routeId = must(routeList[0]).id;
    const hop = { params: { id, childId: routeId } };
    await api('chains.setPrice', { ...hop, body: { amountMinor: hiddenPrices[0], currency: 'EUR' } });
    await hidden.api('portalDeals.setPrice', { ...hop, body: { amountMinor: hiddenPrices[1], currency: 'EUR' } });
    await own('portalDeals.setPrice', { ...hop, body: { amountMinor: ownPrice, currency: 'EUR' } });
    await own('portalDeals.setRecord', { ...at, body: { reference: word, notes: `${word} record`, amountMinor: 1, currency: 'EUR', version: 0 } });
    return {
      id,
      laneId: must(room.participants.find((one) => one.partnerId === partnerId)).id,
      handoffId: must(handoffs.find((one) => one.title === promised)).id,
      routeId,
    };
  }

  async function lead(): Promise<Versioned> {
    const { id, version } = await api('leads.create', {
      body: {
        companyName: `${word} lead ${unique()}`,
        customerDomain: newCustomer(),
        contactName: `${word} lead`,
        contactEmail: `lead${unique()}@${word}.example`,
        source: `${marker} source`,
        sourceDetail: `${hush} detail`,
        route: false,
      },
    });
    const asked = await api('leads.route', { params: { id }, ifVersion: version, body: { partnerId: hidden.id } });
    await hidden.api('portalLeads.accept', { params: { id }, ifVersion: asked.version });
    const back = await api('leads.get', { params: { id } });
    const free = await api('leads.pullBack', { params: { id }, ifVersion: back.version, body: { reason: `${hush} reason`, route: false } });
    const offered = await api('leads.route', { params: { id }, ifVersion: free.version, body: { partnerId } });
    return { id, version: offered.version };
  }
  const acceptedLead = async (): Promise<Versioned> => {
    const { id, version } = await lead();
    return own('portalLeads.accept', { params: { id }, ifVersion: version });
  };

  async function conflict(): Promise<Versioned & { registrationIds: string[]; dealId: string }> {
    const customer = company();
    const theirs = await hidden.api('portalRegistrations.create', { body: { ...form(`${customer}.com`), companyName: `${hush} ${customer}` } });
    const mine = await approve(await register(`${customer}.de`));
    const registrationIds = [mine.id, theirs.id];
    const dealId = must(mine.dealId);
    const { id } = await managerApi('cases.open', {
      body: { registrationIds, dealId, mediatorId: workspace.owner.memberId, reason: `${hush} reason` },
    });
    await api('cases.addEntry', { params: { id }, body: { kind: 'note', body: `${hush} note` } });
    await hidden.api('portalCases.addEvidence', { params: { id }, body: { body: `${hush} evidence` } });
    await own('portalCases.addEvidence', { params: { id }, body: { body: `${word} evidence` } });
    return { id, version: (await api('cases.get', { params: { id } })).version, registrationIds, dealId };
  }

  async function share(): Promise<Versioned> {
    const { id } = await deal();
    const { shares } = await own('portalDeals.share', { params: { id }, body: { toPartnerId: friend.id, role: 'integrate', message: `${word} message` } });
    return must(shares[0]);
  }

  async function invitation(): Promise<Versioned> {
    const account = await api('accounts.create', { body: { name: `${marker} account ${unique()}` } });
    const { id } = await api('deals.create', {
      body: { name: `${hush} deal`, accountId: account.id, currency: 'EUR', ownerId: workspace.owner.memberId, lines: [] },
    });
    await api('deals.addParticipant', { params: { id }, body: { partnerId: hidden.id, role: 'service' } });
    await api('deals.addParticipant', { params: { id }, body: { partnerId: friend.id, role: 'resell' } });
    // Found by its tie, for it does not wish to be listed.
    const { shares } = await friend.api('portalDeals.share', {
      params: { id },
      body: { toPartnerId: partnerId, role: 'integrate', message: `${hush} message` },
    });
    const { version } = must(shares[0]);
    return api('shares.decide', { params: { id: must(shares[0]).id }, ifVersion: version, body: { consent: true } });
  }

  async function link(about?: { purpose: Result<'links.create'>['purpose']; recordId: string }): Promise<{ id: string; token: string }> {
    const email = `link${unique()}@${word}.example`;
    const { id } = await api('links.create', { body: { purpose: 'register', partnerId, email, ...about } });
    const { rows } = await server.test.admin.query<{ text: string }>('select text_body as text from mail_message where to_address = $1', [email]);
    return { id, token: must(/\/portal\/link#([\w-]+)/.exec(rows[0]?.text ?? '')?.[1]) };
  }

  return {
    word,
    partnerId,
    people,
    api: own,
    resellerId,
    member: async () =>
      (await own('portalTeam.invite', { body: { email: `team${unique()}@${word}.example`, name: `${word} colleague`, role: 'partner_seller' } })).id,
    draft: async () => {
      const { id, version } = await register(newCustomer(), { draft: true });
      return { id, version, dealId: null };
    },
    waiting,
    asked: async () => {
      const { id, version } = await waiting();
      return managerApi('registrations.askInfo', { params: { id }, ifVersion: version, body: { question: `${word} question to you` } });
    },
    declined: async () => {
      const { id, version } = await waiting();
      const body = { reason: 'other' as const, partnerText: `${word} is not enough`, note: `${hush} note` };
      return managerApi('registrations.decline', { params: { id }, ifVersion: version, body });
    },
    approved,
    extensionAsked: async () => {
      const { id, version, dealId } = await approved();
      const asked = await own('portalRegistrations.askExtension', { params: { id }, ifVersion: version, body: { days: 10, reason: `${word} reason` } });
      return { id, version: asked.version, dealId };
    },
    deal,
    share,
    invitation,
    lead,
    acceptedLead,
    case: conflict,
    lostCase: async () => {
      const { id, version } = await conflict();
      const body = { outcome: 'second' as const, reason: `${hush} reason`, partnerText: 'The first documented meeting decides.' };
      return api('cases.rule', { params: { id }, ifVersion: version, body });
    },
    report: async () => {
      const csv = `Reseller,Product,Quantity,Amount,Currency,Sold on,Customer domain\n${word} reseller,${word} thing ${unique()},1,10,EUR,2026-01-05,${newCustomer()}\n`;
      const { id } = await own('portalReports.upload', { body: { fileName: `${word}.csv`, periodFrom: '2026-01-01', periodTo: '2026-01-31', csv } });
      const { items } = await own('portalReports.lines', { params: { id } });
      return { id, row: must(items[0]).rowNumber };
    },
    notification: () => addNotification(ground, people.partner_admin.memberId, `${word} notification`),
    hook: async () =>
      (await own('notificationHooks.add', { body: { name: `${word} room`, url: `${server.url}/rooms/${unique()}`, events: ['registration.decided'] } })).id,
    link,
  };
}

const colleagues = new Map<string, Client>();
/** Somebody of the vendor whom no partner has to do with. */
async function colleagueOf({ server, workspace, marker }: Ground): Promise<Client> {
  const known = colleagues.get(workspace.tenantId);
  if (known) return known;
  const { headers } = await buildPerson(server, workspace, { name: `${hushOf(marker)} colleague`, role: 'seller' });
  const client = clientOf(server, headers);
  colleagues.set(workspace.tenantId, client);
  return client;
}

/** Only events make notifications, never the API. */
export async function addNotification({ server, workspace }: Ground, memberId: string, title: string): Promise<string> {
  const id = newId();
  await server.test.admin.query(
    "insert into notification (tenant_id, id, member_id, event, title, body, at) values ($1, $2, $3, 'registration.decided', $4, $4, now())",
    [workspace.tenantId, id, memberId, title],
  );
  return id;
}
