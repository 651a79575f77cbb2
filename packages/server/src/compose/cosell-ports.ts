import { committeeRoles, type CommitteeRole } from '@entente/kernel';
import { sql } from 'kysely';
import type { AccountsModule, UsageMove } from '../modules/accounts/index.ts';
import type { CalendarsModule } from '../modules/calendars/index.ts';
import { neededRolesOf, type CosellDeal, type CosellPorts, type DealFacts } from '../modules/cosell/index.ts';
import type { DealsModule, DealForCosell } from '../modules/deals/index.ts';
import type { PartnersModule } from '../modules/partners/index.ts';
import type { Tx } from '../platform/db/database.ts';
import type { Mail } from '../platform/mail/index.ts';

const DAY_MS = 86_400_000;

/** Gives co-selling what it needs to know, from those who own it. */
export function cosellPorts(options: {
  deals: DealsModule;
  partners: PartnersModule;
  accounts: AccountsModule;
  calendars: Pick<CalendarsModule, 'busyBetween'>;
  mail: Mail;
  publicUrl: string;
}): CosellPorts {
  const { deals, partners, accounts, mail } = options;
  return {
    publicUrl: options.publicUrl,
    busyBetween: options.calendars.busyBetween,
    deal: async (tx, tenantId, dealId, now) => {
      const deal = await deals.facts(tx, tenantId, dealId);
      if (deal.accountId === null) return withoutAccount(deal, now);
      const moves = await accounts.usageMoves(tx, tenantId, now, deal.accountId);
      return cosellDeal(deal, await namesOfOwners(tx, tenantId, deal), now, largestOf(moves, new Set(deal.lines.map((line) => line.productId))));
    },
    addParticipant: async (tx, context, { dealId, partnerId, role, evidenceKind, evidenceNote }) => {
      await deals.addParticipant(tx, context, dealId, { partnerId, role, evidence: { kind: evidenceKind, note: evidenceNote } }, { skipIfPresent: true });
    },
    logTouch: (tx, context, touch) => deals.logTouch(tx, context, touch),
    setNextStep: async (tx, context, dealId, nextStep) => {
      await deals.setNextStep(tx, context, dealId, nextStep);
    },
    refreshNextAct: (tx, tenantId, dealId) => deals.projection.refreshNextAct(tx, tenantId, dealId),
    allPartners: (tx, tenantId) => partners.facts(tx, tenantId),
    partners: (tx, tenantId, ids) => partners.factsOf(tx, tenantId, ids),
    partnerContacts: async (tx, tenantId, ids) =>
      ids.length === 0
        ? []
        : (
            await sql<{
              name: string;
              email: string;
              partnerId: string;
            }>`select name, email, partner_id as "partnerId" from partner_contact where tenant_id = ${tenantId} and partner_id = any(${[...ids]}::uuid[]) order by id`.execute(
              tx,
            )
          ).rows,
    ties: async (tx, tenantId, accountId) => {
      const ties = await accounts.ties(tx, tenantId, accountId, new Date().toISOString().slice(0, 10));
      const names = await partnerNames(
        tx,
        tenantId,
        ties.map((tie) => tie.partnerId),
      );
      // A tie to the parent or a child opens the same door, a little less wide.
      return ties.map((tie) => ({
        partnerId: tie.partnerId,
        accountId,
        strength: tie.relation === 'own' ? tie.strength : tie.strength * 0.7,
        kind: tie.kind,
        since: tie.since,
        evidence: tie.relation === 'own' ? tie.evidence : `${tie.evidence} (${tie.accountName})`.trim(),
        partnerName: names.get(tie.partnerId) ?? '',
      }));
    },
    usageMoves: accounts.usageMoves,
    baseline: (tx, tenantId) => partners.baseline(tx, tenantId),
    memberMail: async (tx, tenantId, memberId) =>
      (
        await sql<{
          name: string;
          email: string;
        }>`select u.name, u.email from membership m join "user" u on u.id = m.user_id where m.tenant_id = ${tenantId} and m.id = ${memberId} and m.status = 'active'`.execute(
          tx,
        )
      ).rows[0] ?? null,
    partnerManager: async (tx, tenantId, partnerId) =>
      (await sql<{ id: string | null }>`select manager_id as id from partner where tenant_id = ${tenantId} and id = ${partnerId}`.execute(tx)).rows[0]?.id ??
      null,
    mail: async (tx, message) => {
      await mail.enqueue(tx, { ...message, attachments: message.attachments ? [...message.attachments] : [] });
    },
  };
}

async function partnerNames(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select id, name from partner where tenant_id = ${tenantId} and id = any(${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Who holds each relationship of the buying committee: one of us, or a partner. */
async function namesOfOwners(tx: Tx, tenantId: string, deal: DealForCosell): Promise<Map<string, string>> {
  const partners = await partnerNames(
    tx,
    tenantId,
    deal.committee.flatMap((member) => member.ownerPartnerId ?? []),
  );
  const members = deal.committee.flatMap((member) => member.ownerMemberId ?? []);
  if (members.length === 0) return partners;
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select m.id, u.name from membership m join "user" u on u.id = m.user_id where m.tenant_id = ${tenantId} and m.id = any(${members}::uuid[])`.execute(tx);
  return new Map([...partners, ...rows.map((row): [string, string] => [row.id, row.name])]);
}

/** A deal that nobody has tied to an account is matched on what it has; no tie can speak for anybody. */
const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000';
const withoutAccount = (deal: DealForCosell, now: Date): CosellDeal =>
  cosellDeal({ ...deal, accountId: NO_ACCOUNT, accountName: deal.accountName ?? 'No account' }, new Map(), now);

/** Of the deal's products, the move of usage that says most; 0 when none is known, as conditions read what is not known. */
const largestOf = (moves: readonly UsageMove[], productIds: ReadonlySet<string | null>): number =>
  moves.filter((move) => productIds.has(move.productId)).reduce((largest, { percent }) => (Math.abs(percent) > Math.abs(largest) ? percent : largest), 0);

function cosellDeal(deal: DealForCosell, owners: ReadonlyMap<string, string>, now: Date, usageChangePercent = 0): CosellDeal {
  const active = deal.participants.filter((participant) => participant.until === null);
  const routes = deal.routes.filter((route) => route.endedAt === null).map((route) => route.kind);
  const productIds = [...new Set(deal.lines.flatMap((line) => line.productId ?? []))];
  const facts: DealFacts = {
    id: deal.id,
    number: `D-${deal.number}`,
    name: deal.name,
    accountId: deal.accountId ?? NO_ACCOUNT,
    accountName: deal.accountName ?? 'No account',
    industry: deal.industry,
    region: deal.region,
    country: deal.country,
    stage: deal.stage,
    amountMinor: deal.amountMinor ?? 0,
    currency: deal.currency,
    closeOn: deal.closeOn,
    productIds,
    lines: deal.lines.map((line) => ({ productId: line.productId, kind: line.family?.toLowerCase() ?? '', amountMinor: line.amountMinor })),
    participants: active.map(({ partnerId, partnerName, role }) => ({ partnerId, partnerName, role })),
    routes,
    committee: deal.committee.map((member) => ({
      contactId: member.contactId,
      name: member.contactName,
      part: committeeRoles.find((role): role is CommitteeRole => role === member.role) ?? 'user',
      ownerName: owners.get(member.ownerMemberId ?? member.ownerPartnerId ?? '') ?? null,
    })),
    openedAt: deal.openedOn ?? deal.openedAt,
    lastActivityAt: deal.lastActivityAt,
    previousPartnerIds: deal.previousPartnerIds,
    declinedPartnerIds: [],
  };
  const days = (from: string | null): number => (from === null ? 0 : Math.floor((now.getTime() - Date.parse(from)) / DAY_MS));
  return {
    facts,
    ownerId: deal.ownerId,
    ownerName: deal.ownerName,
    dealNumber: deal.number,
    dealName: deal.name,
    productNames: Object.fromEntries(
      deal.lines.flatMap((line) => (line.productId !== null && line.productName !== null ? [[line.productId, line.productName]] : [])),
    ),
    expression: {
      deal: {
        id: deal.id,
        number: facts.number,
        name: deal.name,
        stage: deal.stage,
        status: deal.status,
        currency: deal.currency,
        amountMinor: facts.amountMinor,
        amount: facts.amountMinor / 100,
        industry: deal.industry ?? '',
        region: deal.region ?? '',
        country: deal.country ?? '',
        closeOn: deal.closeOn ?? '',
        daysOpen: days(facts.openedAt),
        daysSinceActivity: days(deal.lastActivityAt),
        daysInStage: days(deal.stageHistory.at(-1)?.at ?? facts.openedAt),
        daysToClose: deal.closeOn === null ? 0 : -days(deal.closeOn),
        closeSlips: 0,
        productIds,
        lineKinds: facts.lines.map((line) => line.kind),
        routes,
        roles: [...new Set(active.map((participant) => participant.role))],
        partnerIds: [...new Set(active.map((participant) => participant.partnerId))],
        participants: active.length,
        openRoles: neededRolesOf(facts),
      },
      account: {
        id: facts.accountId,
        name: facts.accountName,
        industry: deal.industry ?? '',
        region: deal.accountRegion ?? '',
        country: deal.country ?? '',
        isCustomer: deal.previousPartnerIds.length > 0,
        usageChangePercent,
      },
    },
  };
}
