import { notFound } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { takesEvidence, type CaseFacts } from './domain/machine.ts';
import { pickMediator, type Involvement } from './domain/neutral.ts';
import type { Entry } from './domain/visibility.ts';
import type { CasesPorts, CaseTerms, Claim, DisputedDeal } from './ports.ts';
import { openCasesOf, partiesOf, type Case, type Party } from './store.ts';

/** A case with all it is about. */
export type CaseFile = {
  readonly row: Case;
  readonly parties: readonly Party[];
  readonly claims: ReadonlyMap<string, Claim>;
  readonly deal: DisputedDeal | null;
  readonly involvement: Involvement;
};

export async function caseFile(tx: Tx, ports: CasesPorts, row: Case): Promise<CaseFile> {
  const parties = await partiesOf(tx, row.tenant_id, [row.id]);
  const claims = new Map(
    (
      await ports.claims(
        tx,
        row.tenant_id,
        parties.flatMap((party) => party.registrationId ?? []),
      )
    ).map((claim) => [claim.registrationId, claim]),
  );
  const deal = row.deal_id === null ? null : await ports.deal(tx, row.tenant_id, row.deal_id);
  return {
    row,
    parties,
    claims,
    deal,
    involvement: await involvementOf(tx, ports, row.tenant_id, {
      parties,
      claims: [...claims.values()],
      deal,
      firstMediatorId: row.appealed_at === null ? null : row.mediator_id,
    }),
  };
}

export async function involvementOf(
  tx: Tx,
  ports: CasesPorts,
  tenantId: string,
  about: { parties: readonly Pick<Party, 'partnerId' | 'name'>[]; claims: readonly Claim[]; deal: DisputedDeal | null; firstMediatorId: string | null },
): Promise<Involvement> {
  const managers = await ports.managers(
    tx,
    tenantId,
    about.parties.flatMap((party) => party.partnerId ?? []),
  );
  return {
    dealOwnerId: about.deal?.ownerId ?? null,
    claims: about.claims,
    managers: managers.map(({ partnerId, managerId }) => ({
      managerId,
      partnerName: about.parties.find((party) => party.partnerId === partnerId)?.name ?? 'a side',
    })),
    firstMediatorId: about.firstMediatorId,
  };
}

/** A neutral person who has least to rule on; null when there is none, and somebody has to be named. */
export async function findMediator(tx: Tx, ports: CasesPorts, tenantId: string, involvement: Involvement): Promise<string | null> {
  const busy = await openCasesOf(tx, tenantId);
  const people = (await ports.mediators(tx, tenantId)).map((person) => ({ ...person, openCases: busy.get(person.memberId) ?? 0 }));
  return pickMediator(people, involvement)?.memberId ?? null;
}

export function termsOf(tx: Tx, ports: CasesPorts, file: CaseFile): Promise<CaseTerms> {
  const [claim] = file.claims.values();
  if (!claim) throw notFound('registration');
  return ports.terms(tx, file.row.tenant_id, claim.programId);
}

export const regionOf = (deal: DisputedDeal | null, claims: readonly Claim[]): string | null =>
  deal?.region ?? claims.find((claim) => claim.region !== null)?.region ?? null;

/** When the side last gave evidence that counts now: since the case was opened or, in an appeal, since then. */
export function gaveEvidenceAt(row: Case, party: Party, entries: readonly Entry[]): string | null {
  const since = Date.parse(row.appealed_at ?? row.opened_at);
  return entries.findLast((entry) => entry.kind === 'evidence' && entry.partyId === party.id && Date.parse(entry.at) >= since)?.at ?? null;
}

export const factsOf = (row: Case, parties: readonly Party[], entries: readonly Entry[], now: Date): CaseFacts => ({
  evidenceUntil: row.evidence_until,
  evidenceOpen: takesEvidence(row.state, row.evidence_until, now),
  everySideHeard: parties.every((party) => gaveEvidenceAt(row, party, entries) !== null),
  appealed: row.appealed_at !== null,
  appealOpen: row.appeal_until !== null && now.getTime() < Date.parse(row.appeal_until),
});

/** Whose partner's names a text for both sides must not hold. */
export const partnerNames = (parties: readonly Party[]): string[] => parties.flatMap((party) => (party.partnerId === null ? [] : party.name));

/** The vendor's own side is the deal's owner. */
export const vendorPartyOf = (file: CaseFile, context: Context): Party | null =>
  context.actor.memberId !== null && file.deal?.ownerId === context.actor.memberId ? (file.parties.find((party) => party.partnerId === null) ?? null) : null;
