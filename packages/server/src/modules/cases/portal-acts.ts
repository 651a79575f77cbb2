import { notFound, Problem } from '@entente/kernel';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { giveEvidence } from './add-entry.ts';
import { caseFile, factsOf, findMediator, regionOf, termsOf } from './case-file.ts';
import { deadlines } from './domain/deadlines.ts';
import { step } from './domain/machine.ts';
import { askForRuling } from './mediator-act.ts';
import type { CasesPorts } from './ports.ts';
import { addEntries, changeCase, lockCase, outcomeOf, partiesOf, requireFile, requireVersion, type Case, type Party } from './store.ts';
import { tellSides } from './tell-sides.ts';

/** The companies somebody of a partner speaks for: its own, and resellers it may act for. */
export async function speaksFor(tx: Tx, ports: CasesPorts, context: Context): Promise<string[]> {
  const own = context.actor.partnerId;
  if (own === null) throw notFound('partner');
  return [own, ...(await ports.resellersOf(tx, context.tenantId, own)).filter((one) => one.mayAct).map((one) => one.partnerId)];
}

/** The side of a case somebody speaks for; null where it is none, or would be both. */
export function ownParty<Some extends Party>(parties: readonly Some[], own: readonly string[]): Some | null {
  const [company] = own;
  const mine = parties.find((party) => party.partnerId === company);
  if (mine) return mine;
  const theirs = parties.filter((party) => party.partnerId !== null && own.includes(party.partnerId));
  return theirs.length === 1 ? (theirs[0] ?? null) : null;
}

async function lockOwn(tx: Tx, ports: CasesPorts, context: Context, id: string): Promise<{ row: Case; party: Party }> {
  requireScope(context, 'portal:register');
  const party = ownParty(await partiesOf(tx, context.tenantId, [id]), await speaksFor(tx, ports, context));
  if (!party) throw notFound('case');
  return { row: await lockCase(tx, context.tenantId, id), party };
}

export async function addEvidence(
  tx: Tx,
  ports: CasesPorts,
  context: Context,
  id: string,
  body: { body: string; fileId?: string | null | undefined },
): Promise<Case> {
  const { row, party } = await lockOwn(tx, ports, context, id);
  if (body.fileId) await requireFile(tx, context, body.fileId);
  return giveEvidence(tx, context, row, party, body, 'portalCases.addEvidence');
}

/** A side that did not get all may ask for a second ruling, once for the case; another mediator makes it. */
export async function appealCase(tx: Tx, ports: CasesPorts, context: Context, at: { id: string; ifVersion: number | null }, reason: string): Promise<Case> {
  const { row, party } = await lockOwn(tx, ports, context, at.id);
  const before = await caseFile(tx, ports, row);
  const moved = step(row.state, 'appeal', factsOf(row, before.parties, [], context.now));
  if (!moved.ok) throw new Problem('conflict', moved.sentence, { reason: `state_${row.state}` });
  if (wonAlone(row, party)) throw new Problem('conflict', 'The ruling is in your favour.', { reason: 'in_your_favour' });
  requireVersion(row, at.ifVersion);
  const terms = await termsOf(tx, ports, before);
  const { evidenceUntil, ruleBy } = deadlines(terms, terms.calendarOf(regionOf(before.deal, [...before.claims.values()])), context.now);
  const second = await findMediator(tx, ports, context.tenantId, { ...before.involvement, firstMediatorId: row.mediator_id });
  await addEntries(tx, context, row.id, [
    { kind: 'evidence', visibleTo: 'party', partyId: party.id, body: reason },
    { kind: 'event', visibleTo: 'all', partyId: party.id, body: `Side ${party.letter} appealed.` },
  ]);
  const appealed = await changeCase(
    tx,
    context,
    row,
    {
      state: moved.state,
      appealed_at: context.now.toISOString(),
      appealed_by: context.actor.name,
      appeal_mediator_id: second,
      evidence_until: evidenceUntil.toISOString(),
      rule_by: ruleBy.toISOString(),
    },
    { operation: 'portalCases.appeal', kind: 'appealed', payload: { letter: party.letter, dueAt: ruleBy.toISOString() } },
  );
  await clearClocks(tx, context.tenantId, row.id, ['case.appeal']);
  await setClocks(tx, context.tenantId, [{ kind: 'case.rule', recordId: row.id, dueAt: ruleBy }]);
  await askForRuling(tx, ports, context, appealed, `Side ${party.letter} appealed.`);
  const until = evidenceUntil.toISOString().slice(0, 10);
  await tellSides(
    tx,
    context,
    before,
    appealed,
    'appealed',
    (one) =>
      one.id === party.id
        ? 'Your appeal was received; another person rules.'
        : `The ruling was appealed; another person rules. Give more evidence by ${until}.`,
    evidenceUntil.toISOString(),
  );
  return appealed;
}

/** It got all there was; an appeal could only take from it. */
export function wonAlone(row: Case, party: Party): boolean {
  const favoured = outcomeOf(row)?.inFavourOf ?? [];
  return favoured.length === 1 && favoured[0] === party.letter;
}
