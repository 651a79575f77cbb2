import { isRole, scopesOfRole } from '@entente/contracts/permissions';
import type { OperationId, Parsed, Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Actor, Context } from '../platform/context.ts';
import type { Database } from '../platform/db/database.ts';
import type { Modules } from './modules.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
type Person = { readonly id: string; readonly name: string; readonly role: string; readonly partnerId: string | null };
type Customer = { readonly domain: string; readonly name: string };

/** Customers no book holds yet: what partners bring. */
const NEW_CUSTOMERS: readonly Customer[] = [
  { domain: 'heliosgrid.com', name: 'Helios Grid' },
  { domain: 'bluefjordfoods.com', name: 'Bluefjord Foods' },
  { domain: 'tessellaretail.com', name: 'Tessella Retail' },
  { domain: 'orionfreightlines.com', name: 'Orion Freightlines' },
  { domain: 'marlowbank.com', name: 'Marlow Bank' },
  { domain: 'cedarclinics.com', name: 'Cedar Clinics' },
  { domain: 'auroramobility.com', name: 'Aurora Mobility' },
  { domain: 'northgatelabs.com', name: 'Northgate Labs' },
  { domain: 'verdantseeds.com', name: 'Verdant Seeds' },
  { domain: 'quarrystone.com', name: 'Quarrystone' },
];

/**
 * The partner's side of the sample, lived through the product's own operations at the times they would have happened: protected
 * deals, one that ends this week, one that is late, one declined, a conflict that waits for its mediator, leads, a chain with prices,
 * and a share that waits for consent.
 */
export async function loadPartnerSide(options: { database: Database; modules: Modules; tenantId: string; now: Date }): Promise<void> {
  const { database, modules, tenantId, now } = options;
  const { rows: people } = await database.inTenant(tenantId, (tx) =>
    sql<Person>`select m.id, u.name, m.role, m.partner_id as "partnerId" from membership m join "user" u on u.id = m.user_id
      where m.tenant_id = ${tenantId}::uuid and m.status = 'active' order by m.id`.execute(tx),
  );
  const staff = (role: string, at = 0): Person => people.filter((one) => one.role === role)[at] ?? first(people);
  const admins = people.filter((one) => one.role === 'partner_admin');
  const [reseller, distributor, referral] = [first(admins), admins[1] ?? first(admins), admins[2] ?? first(admins)];
  const ago = (days: number): Date => new Date(now.getTime() - days * DAY);
  const day = (at: Date): string => at.toISOString().slice(0, 10);

  const as = (person: Person, at: Date): Context => ({ tenantId, actor: actorOf(person), requestId: newId(at.getTime()), now: at });
  async function act<Id extends OperationId>(
    id: Id,
    context: Context,
    input: { params?: unknown; query?: unknown; body?: unknown },
    ifVersion: number | null = null,
  ): Promise<Result<Id>> {
    const handler = modules.handlers[id] as ((context: Context, input: Parsed<Id>, extra: { ifVersion: number | null }) => Promise<Result<Id>>) | undefined;
    if (!handler) throw new Error(`${id} has no handler`);
    return handler(context, { params: undefined, query: undefined, body: undefined, ...input } as Parsed<Id>, { ifVersion });
  }
  // Partners register where they may sell: a customer in somebody else's territory would be a story of its own.
  const { rows: homes } = await database.inTenant(tenantId, (tx) =>
    sql<{
      id: string;
      country: string | null;
    }>`select id, countries[1] as country from partner where tenant_id = ${tenantId}::uuid and id = any(${admins.map((one) => one.partnerId)}::uuid[])`.execute(
      tx,
    ),
  );
  const countryOf = (person: Person): string | null => homes.find((one) => one.id === person.partnerId)?.country ?? null;
  const register = (
    person: Person,
    at: Date,
    customer: Customer,
    over: { valueBand?: string; amountMinor?: number; domain?: string; story?: string; forPartnerId?: string } = {},
  ) =>
    act('portalRegistrations.create', as(person, at), {
      body: {
        customerDomain: over.domain ?? customer.domain,
        contactEmail: `procurement@${over.domain ?? customer.domain}`,
        valueBand: over.valueBand ?? 'to-50k',
        amountMinor: over.amountMinor ?? null,
        closeOn: day(new Date(now.getTime() + 75 * DAY)),
        kind: 'sourcing',
        companyName: customer.name,
        country: countryOf(person),
        productIds: [],
        story: over.story ?? null,
        forPartnerId: over.forPartnerId ?? null,
        draft: false,
      },
    });
  const versionOf = async (id: string): Promise<number> => (await act('registrations.get', as(staff('owner'), now), { params: { id } })).version;
  const [helios, bluefjord, tessella, orion, marlow, cedar, mobility, labs, verdant, quarry] = NEW_CUSTOMERS as readonly [
    Customer,
    Customer,
    Customer,
    Customer,
    Customer,
    Customer,
    Customer,
    Customer,
    Customer,
    Customer,
  ];
  const manager = staff('partner_manager');
  const second = staff('alliance_manager');

  // Protected by rule, with news since; one whose protection ends this week; one that has ended.
  const protectedOne = await register(reseller, ago(40), bluefjord, { story: 'They replace their planning tool; the board has approved the budget.' });
  await act('portalRegistrations.report', as(reseller, ago(12)), {
    params: { id: protectedOne.id },
    body: { note: 'Proof of concept is running with two plants.', amountMinor: 42_000_00 },
  });
  const ending = await register(reseller, ago(86), tessella);
  await act('portalRegistrations.report', as(reseller, ago(20)), { params: { id: ending.id }, body: { note: 'Waiting for their security review.' } });
  await register(referral, ago(97), quarry);

  // Waits for a person: in time, late, asked about, with two approvals, declined.
  await register(reseller, new Date(now.getTime() - 3 * HOUR), marlow, {
    valueBand: 'to-250k',
    story: 'Core banking team asked for references in the region.',
  });
  await register(referral, ago(5), orion, { valueBand: 'to-100k' });
  const asked = await register(referral, ago(2), cedar, { valueBand: 'to-100k' });
  await act(
    'registrations.askInfo',
    as(manager, ago(1)),
    { params: { id: asked.id }, body: { question: 'Which clinics take part, and who decides there?' } },
    await versionOf(asked.id),
  );
  const large = await register(reseller, ago(1), labs, { valueBand: 'over-250k', amountMinor: 800_000_00, story: 'Group-wide agreement for four sites.' });
  await act(
    'registrations.approve',
    as(manager, new Date(now.getTime() - 2 * HOUR)),
    { params: { id: large.id }, body: { note: 'Good fit.' } },
    await versionOf(large.id),
  );
  const declined = await register(distributor, ago(9), mobility, { valueBand: 'to-100k' });
  await act(
    'registrations.decline',
    as(manager, ago(8)),
    {
      params: { id: declined.id },
      body: {
        reason: 'insufficient_detail',
        partnerText: 'We need the name of the buyer and the project before we can protect this. Send it again with both.',
        note: null,
      },
    },
    await versionOf(declined.id),
  );

  // Two partners, one customer: the second is caught, and a neutral person is to rule.
  const filedFirst = await register(reseller, ago(11), helios, { story: 'We run their data centre since 2023 and wrote the requirements.' });
  const filedSecond = await register(referral, ago(3), helios, { domain: 'heliosgrid.de', story: 'Their new CIO came to us.' });
  const neutral = staff('admin');
  const opened = await act('cases.open', as(second, ago(2)), {
    body: {
      registrationIds: [filedFirst.id, filedSecond.id],
      dealId: null,
      mediatorId: neutral.id,
      reason: 'Two partners register Helios Grid; both say they brought it.',
    },
  });
  await act('portalCases.addEvidence', as(referral, new Date(now.getTime() - 5 * HOUR)), {
    params: { id: opened.id },
    body: { body: 'Mail of the CIO asking us for an introduction.' },
  });

  await loadLeads();
  await loadChain();
  await loadSharing();

  async function loadLeads(): Promise<void> {
    const lead = (at: Date, company: string, country: string, region: string, source: string) =>
      act('leads.create', as(staff('marketer'), at), {
        body: {
          companyName: company,
          contactName: 'Purchasing',
          contactEmail: `info@${company.toLowerCase().replaceAll(' ', '')}.com`,
          customerDomain: `${company.toLowerCase().replaceAll(' ', '')}.com`,
          country,
          region,
          source,
          sourceDetail: null,
          story: 'Asked for a call.',
          route: false,
        },
      });
    const offer = async (at: Date, id: string, version: number, person: Person) =>
      act('leads.route', as(manager, at), { params: { id }, body: { partnerId: person.partnerId } }, version);
    const waiting = await lead(new Date(now.getTime() - 4 * HOUR), 'Kestrel Ridge Farms', 'Germany', 'EMEA', 'web form');
    await offer(new Date(now.getTime() - 3 * HOUR), waiting.id, waiting.version, reseller);
    const taken = await lead(ago(1), 'Solway Print', 'Germany', 'EMEA', 'trade fair');
    const offered = await offer(ago(1), taken.id, taken.version, reseller);
    await act('portalLeads.accept', as(reseller, new Date(now.getTime() - 20 * HOUR)), { params: { id: taken.id } }, offered.version);
    const refused = await lead(ago(2), 'Pembury Hotels', 'France', 'EMEA', 'webinar');
    const put = await offer(ago(2), refused.id, refused.version, referral);
    await act('portalLeads.decline', as(referral, ago(1.5)), { params: { id: refused.id }, body: { reason: 'No people free this month.' } }, put.version);
    await lead(ago(0.2), 'Ostrava Steelworks', 'Czechia', 'EMEA', 'content download');
  }

  async function loadChain(): Promise<void> {
    const owner = staff('owner');
    const { rows: resellers } = await database.inTenant(tenantId, (tx) =>
      sql<{
        id: string;
      }>`select id from partner where tenant_id = ${tenantId}::uuid and status = 'active' and 'reseller' = any(types) and id <> ${distributor.partnerId}::uuid order by (id = ${reseller.partnerId}::uuid) desc, id limit 3`.execute(
        tx,
      ),
    );
    for (const { id } of resellers)
      await act('partnerTies.add', as(owner, ago(300)), { body: { distributorId: distributor.partnerId, resellerId: id, mayAct: true, since: day(ago(300)) } });
    const through = first(resellers).id;
    const deal = await act('deals.create', as(staff('seller'), ago(20)), {
      body: {
        name: 'Verdant Seeds, planning platform',
        currency: 'EUR',
        amountMinor: 120_000_00,
        stage: 'business',
        closeOn: day(new Date(now.getTime() + 30 * DAY)),
        region: 'EMEA',
        source: 'partner',
        lines: [],
      },
    });
    for (const [partnerId, role] of [
      [distributor.partnerId, 'distribute'],
      [through, 'resell'],
    ] as const)
      await act('deals.addParticipant', as(staff('seller'), ago(19)), { params: { id: deal.id }, body: { partnerId, role } });
    const routed = await act('deals.addRoute', as(staff('seller'), ago(19)), {
      params: { id: deal.id },
      body: { kind: 'resale', settles: true, chain: [distributor.partnerId, through] },
    });
    const route = first(routed.routeList.filter((one) => one.kind === 'resale'));
    await act('chains.setPrice', as(owner, ago(18)), { params: { id: deal.id, childId: route.id }, body: { amountMinor: 84_000_00, currency: 'EUR' } });
    await act('portalDeals.setPrice', as(distributor, ago(17)), {
      params: { id: deal.id, childId: route.id },
      body: { amountMinor: 93_500_00, currency: 'EUR' },
    });
    if (through === reseller.partnerId)
      await act('portalDeals.setPrice', as(reseller, ago(15)), {
        params: { id: deal.id, childId: route.id },
        body: { amountMinor: 120_000_00, currency: 'EUR' },
      });
    const sold = day(ago(4));
    const lines = [
      'Reseller,Customer,Customer domain,Product,Deal number,Quantity,Amount,Currency,Sold on,Invoice number',
      `,Verdant Seeds,verdantseeds.com,,${deal.number},1,93500.00,EUR,${sold},INV-2041`,
      `,Verdant Seeds,verdantseeds.com,,${deal.number},1,91000.00,EUR,${sold},INV-2042`,
      `,Unknown Mills,unknownmills.com,,,3,1800.00,EUR,${sold},INV-2043`,
      `,Verdant Seeds,verdantseeds.com,,${deal.number},1,not a price,EUR,${sold},INV-2044`,
    ];
    await act('portalReports.upload', as(distributor, ago(2)), {
      body: { fileName: 'sales-out.csv', periodFrom: day(ago(30)), periodTo: day(ago(2)), csv: lines.join('\n') },
    });
    await register(distributor, ago(6), verdant, { forPartnerId: through, story: 'Registered for our reseller, who holds the customer.' });
  }

  async function loadSharing(): Promise<void> {
    const entries: readonly [Person, string, string][] = [
      [reseller, 'Planning and supply chain in the DACH region', 'Partners with their own support desk in France.'],
      [referral, 'Introductions to mid-size manufacturers', 'Integrators for what comes after the signature.'],
      [distributor, 'Two hundred resellers, one contract', 'Vendors’ deals that need local stock and credit.'],
    ];
    for (const [person, headline, lookingFor] of entries) {
      const mine = await act('portalDirectory.mine', as(person, ago(60)), {});
      await act('portalDirectory.setMine', as(person, ago(60)), {
        body: { listed: true, headline, lookingFor, offers: null, contactEmail: null, version: mine.version },
      });
    }
    const kept = await act('portalRegistrations.get', as(reseller, now), { params: { id: protectedOne.id } });
    if (kept.dealId !== null)
      await act('portalDeals.share', as(reseller, ago(1)), {
        params: { id: kept.dealId },
        body: { toPartnerId: referral.partnerId, role: 'influence', message: 'They know the plant managers.' },
      });
  }
}

const actorOf = (person: Person): Actor => ({
  kind: 'person',
  id: person.id,
  name: person.name,
  memberId: person.id,
  audience: person.partnerId === null ? 'workspace' : 'partner',
  partnerId: person.partnerId,
  role: person.role,
  scopes: new Set(isRole(person.role) ? scopesOfRole[person.role] : []),
  onBehalfOf: null,
});

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('the sample lacks somebody its story needs');
  return item;
}
