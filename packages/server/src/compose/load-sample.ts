import { newId, type CommitteeRole, type ParticipantRole, type RouteKind } from '@entente/kernel';
import type { Deal, Ecosystem } from '@entente/sample-ecosystem';
import { addMembership, createPerson } from '../modules/identity/index.ts';
import { createWorkspace } from '../modules/workspaces/index.ts';
import type { BulkDeal } from '../modules/deals/index.ts';
import type { Context } from '../platform/context.ts';
import type { Database } from '../platform/db/database.ts';
import { systemContext } from '../platform/system-actor.ts';
import type { Modules } from './modules.ts';
import { insertPartnerPeople } from './sample-partner-people.ts';
import { loadPartnerSide } from './sample-partner-side.ts';

type Keys = ReadonlyMap<string, string>;
const BATCH = 500;

/** Writes a generated ecosystem through the modules that own its records. Gives the mail address of the owner, and of a partner's admin. */
export async function loadSample(options: {
  database: Database;
  modules: Modules;
  ecosystem: Ecosystem;
  password: string;
  now: Date;
}): Promise<{ owner: string; partner: string | null; tenantId: string }> {
  const { database, modules, ecosystem, now } = options;
  const workspace = await database.inSystem((tx) =>
    createWorkspace(tx, { slug: 'kestrel', name: ecosystem.vendor.name, baseCurrency: 'EUR', sample: true, now }),
  );
  const context = systemContext(workspace.id, 'Sample ecosystem', now);
  const people = await insertPeople(database, context, ecosystem, options.password);
  const names = new Map(ecosystem.people.map((person) => [person.key, person.name]));
  const ids = <T extends { key: string }>(records: readonly T[]): Keys => new Map(records.map((record) => [record.key, newId()]));
  const products = ids(ecosystem.products);
  const partners = ids(ecosystem.partners);
  const partnerNames = new Map(ecosystem.partners.map((partner) => [partner.key, partner.name]));
  const accounts = ids(ecosystem.accounts);
  const contacts = ids(ecosystem.accounts.flatMap((account) => account.contacts));
  await database.inTenant(workspace.id, async (tx) => {
    await modules.catalog.bulkInsert(
      tx,
      context,
      ecosystem.products.map(({ key, name, family, listPriceMinor, currency }) => ({ id: need(products, key), name, family, listPriceMinor, currency })),
    );
    await modules.partners.bulkInsert(
      tx,
      context,
      ecosystem.partners.map((partner) => ({
        id: need(partners, partner.key),
        name: partner.name,
        domain: partner.domain,
        status: partner.status,
        types: partner.types,
        regions: partner.regions,
        countries: partner.countries,
        industries: partner.industries,
        tier: partner.tier,
        managerId: need(people, partner.managerKey),
        capacityTotal: partner.capacityTotal,
        medianResponseHours: partner.medianResponseHours,
        responseSamples: 20,
        joinedOn: partner.joinedOn,
        competencies: partner.competencies.map((competency) => ({
          productId: competency.productKey === null ? null : need(products, competency.productKey),
          skill: competency.skill,
          role: competency.role,
          certifiedPeople: competency.certifiedPeople,
          validUntil: competency.validUntil,
        })),
        contacts: partner.contacts,
      })),
    );
  });
  // Parents come before their children, so that one pass is enough.
  const ordered = [...ecosystem.accounts].sort((a, b) => Number(a.parentKey !== null) - Number(b.parentKey !== null));
  for (const batch of batches(ordered)) {
    await database.inTenant(workspace.id, async (tx) => {
      await modules.accounts.bulkInsert(
        tx,
        context,
        batch.map((account) => ({
          id: need(accounts, account.key),
          name: account.name,
          industry: account.industry,
          country: account.country,
          region: account.region,
          employees: account.employees,
          revenueMinor: account.revenueMinor,
          currency: account.currency,
          parentId: account.parentKey === null ? null : need(accounts, account.parentKey),
          ownerId: need(people, account.ownerKey),
          domains: account.domains,
        })),
      );
      await modules.accounts.contacts.bulkInsert(
        tx,
        context,
        batch.flatMap((account) =>
          account.contacts.map(({ key, name, email, title }) => ({ id: need(contacts, key), accountId: need(accounts, account.key), name, email, title })),
        ),
      );
    });
  }
  for (const batch of batches(ecosystem.accountTies)) {
    await database.inTenant(workspace.id, (tx) =>
      modules.accounts.insertTies(
        tx,
        context,
        batch.map((tie) => ({
          accountId: need(accounts, tie.accountKey),
          partnerId: need(partners, tie.partnerKey),
          kind: tie.kind,
          strength: tie.strength,
          since: tie.since,
          evidence: tie.evidence,
        })),
      ),
    );
  }
  for (const batch of batches(ecosystem.deals)) {
    await database.inTenant(workspace.id, (tx) =>
      modules.deals.bulkInsert(
        tx,
        context,
        batch.map((deal) => bulkDeal(deal, { people, names, products, partners, partnerNames, accounts, contacts })),
        { operation: 'sample.load', events: 'history' },
      ),
    );
  }
  await database.inTenant(workspace.id, (tx) => modules.cosell.installTemplates(tx, context));
  const partner = await insertPartnerPeople(database, { tenantId: workspace.id, ecosystem, partnerIds: partners, password: options.password, now });
  if (partner !== null) await loadPartnerSide({ database, modules, tenantId: workspace.id, now });
  return { owner: ecosystem.people.find((person) => person.role === 'owner')?.email ?? '', partner, tenantId: workspace.id };
}

/** Everybody can sign in with the one password of this installation, so that each role can be tried. */
async function insertPeople(database: Database, context: Context, ecosystem: Ecosystem, password: string): Promise<Keys> {
  const ids = new Map<string, string>();
  await database.inSystem(async (tx) => {
    for (const person of ecosystem.people) {
      const { userId } = await createPerson(tx, { email: person.email, name: person.name, password });
      const managerId = person.managerKey === null ? null : (ids.get(person.managerKey) ?? null);
      ids.set(person.key, (await addMembership(tx, context.tenantId, { userId, role: person.role, region: person.region, managerId, now: context.now })).id);
    }
  });
  return ids;
}

type Lookup = { people: Keys; names: Keys; products: Keys; partners: Keys; partnerNames: Keys; accounts: Keys; contacts: Keys };

function bulkDeal(deal: Deal, keys: Lookup): BulkDeal {
  const { people, names, products, partners, partnerNames } = keys;
  const settling =
    deal.routes.find((route) => route.kind === 'marketplace') ??
    deal.routes.find((route) => route.kind === 'resale') ??
    deal.routes.find((route) => route.kind === 'direct');
  const partner = (key: string | null): string | null => (key === null ? null : need(partners, key));
  return {
    name: deal.name,
    accountId: need(keys.accounts, deal.accountKey),
    stage: deal.stage,
    currency: deal.currency,
    closeOn: deal.closeOn,
    openedOn: deal.openedOn,
    closedOn: deal.closedOn,
    closedReason: deal.stage === 'lost' ? 'No decision' : null,
    ownerId: need(people, deal.ownerKey),
    ownerName: names.get(deal.ownerKey) ?? null,
    region: deal.region,
    source: deal.source,
    nextStep: deal.nextStep,
    createdAt: `${deal.openedOn}T09:00:00.000Z`,
    lastActivityAt: deal.lastActivityAt,
    lines: deal.lines.map((line) => ({
      productId: need(products, line.productKey),
      description: line.description,
      quantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      termMonths: line.termMonths,
    })),
    participants: deal.participants.map((one) => ({
      partnerId: need(partners, one.partnerKey),
      partnerName: partnerNames.get(one.partnerKey) ?? '',
      role: one.role satisfies ParticipantRole,
      since: one.since,
      until: one.until,
      state: one.status,
      step: one.step,
      shareBasisPoints: one.shareBp,
      evidence: one.evidence,
    })),
    routes: deal.routes.map((route) => ({
      kind: route.kind satisfies RouteKind,
      state: stateOf(route.kind, route.state),
      settles: route === settling,
      ownerId: need(people, route.ownerKey),
      ownerName: names.get(route.ownerKey) ?? null,
      externalSystem: route.externalSystem,
      externalId: route.externalId,
      chain: (route.chain ?? []).map((key) => need(partners, key)),
    })),
    stageHistory: deal.stageHistory.map((move) => ({ from: move.from, to: move.to, at: move.at, by: names.get(move.byKey) ?? 'Sample' })),
    committee: deal.committee.map((member) => ({
      contactId: need(keys.contacts, member.contactKey),
      role: member.role satisfies CommitteeRole,
      influence: member.influence,
      ownerMemberId: member.relationshipOwner?.personKey ? need(people, member.relationshipOwner.personKey) : null,
      ownerPartnerId: partner(member.relationshipOwner?.partnerKey ?? null),
    })),
    handoffs: deal.handoffs.map((one) => ({
      fromPartnerId: partner(one.fromPartnerKey),
      toPartnerId: partner(one.toPartnerKey),
      title: one.title,
      dueAt: one.dueAt,
      doneAt: one.doneAt,
      doneBy: one.doneAt === null ? null : (names.get(deal.ownerKey) ?? null),
    })),
    comments: deal.comments.map((comment) => ({
      body: comment.text,
      byId: need(people, comment.byKey),
      byName: names.get(comment.byKey) ?? '',
      at: comment.at,
    })),
    touches: deal.touches.map((touch) => ({
      partnerId: need(partners, touch.partnerKey),
      partnerName: partnerNames.get(touch.partnerKey) ?? '',
      kind: touch.kind,
      note: touch.note,
      at: touch.at,
      byName: partnerNames.get(touch.partnerKey) ?? '',
    })),
  };
}

/** The generator knows four states; each kind of route has its own words for them. */
const STATES: Readonly<Record<RouteKind, Readonly<Record<'proposed' | 'active' | 'won' | 'lost', string>>>> = {
  direct: { proposed: 'open', active: 'proposed', won: 'closed', lost: 'closed' },
  resale: { proposed: 'draft', active: 'quoted', won: 'settled', lost: 'cancelled' },
  referral: { proposed: 'shared', active: 'accepted', won: 'converted', lost: 'declined' },
  cosell: { proposed: 'draft', active: 'in_review', won: 'launched', lost: 'rejected' },
  marketplace: { proposed: 'draft', active: 'offer_sent', won: 'entitled', lost: 'withdrawn' },
};
const stateOf = (kind: RouteKind, state: 'proposed' | 'active' | 'won' | 'lost'): string => STATES[kind][state];

function need(keys: Keys, key: string): string {
  const id = keys.get(key);
  if (id === undefined) throw new Error(`the sample names ${key}, which is not in it`);
  return id;
}

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH);
}
