import type { Parsed } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { whyNotRule } from './access.ts';
import { caseFile, factsOf, partnerNames, termsOf, type CaseFile } from './case-file.ts';
import { appealEnds } from './domain/deadlines.ts';
import { step } from './domain/machine.ts';
import { nameIn } from './domain/names.ts';
import { consequenceOf, type Consequence } from './domain/outcome.ts';
import type { CasesPorts } from './ports.ts';
import { addEntries, changeCase, entriesOf, lockCase, mediatorOf, outcomeOf, requireVersion, type Case, type StoredOutcome } from './store.ts';
import { tellSides } from './tell-sides.ts';
import { memberNames } from './names-store.ts';

type Ruling = Parsed<'cases.rule'>['body'];

/** The ruling, and all that follows from it, in one transaction. The first may be appealed; the second closes the case. */
export async function ruleCase(tx: Tx, ports: CasesPorts, context: Context, at: { id: string; ifVersion: number | null }, body: Ruling): Promise<Case> {
  requireScope(context, 'cases:mediate');
  const row = await lockCase(tx, context.tenantId, at.id);
  const file = await caseFile(tx, ports, row);
  const entries = await entriesOf(tx, context.tenantId, [row.id]);
  const again = row.state === 'appealed';
  const moved = step(row.state, again ? 'rule_again' : 'rule', factsOf(row, file.parties, entries, context.now));
  // Who rules second in the same moment is told so, rather than that they read an older version.
  if (!moved.ok && (row.state === 'ruled' || row.state === 'closed')) throw new Problem('conflict', moved.sentence, { reason: `state_${row.state}` });
  requireVersion(row, at.ifVersion);
  const named = mediatorOf(row);
  const refusal = whyNotRule(context, file, entries, named === null ? null : ((await memberNames(tx, context.tenantId, [named])).get(named) ?? null));
  if (refusal !== null) throw new Problem(moved.ok ? 'not_allowed' : 'conflict', refusal, { reason: moved.ok ? 'may_not_rule' : `state_${row.state}` });
  if (!moved.ok) throw new Problem('conflict', moved.sentence);
  const said = nameIn(body.partnerText, partnerNames(file.parties));
  if (said !== null) refuseField('partnerText', `Both sides read this text; leave out ${said}.`);
  const consequence = consequenceOf(file.parties, body.outcome, body.firstShareBasisPoints ?? null);
  if (typeof consequence === 'string') return refuseField('firstShareBasisPoints', consequence);
  await carryOut(tx, ports, context, file, body, consequence);
  return record(tx, ports, context, file, body, consequence, moved.state);
}

function refuseField(path: string, sentence: string): never {
  throw new Problem('invalid_input', sentence, { fields: [{ path, code: 'refused', sentence }] });
}

async function carryOut(tx: Tx, ports: CasesPorts, context: Context, file: CaseFile, body: Ruling, consequence: Consequence): Promise<void> {
  const { row } = file;
  await ports.applyOutcome(tx, context, {
    caseNumber: row.number,
    dealId: row.deal_id,
    keep: consequence.keep,
    drop: consequence.drop,
    partnerText: body.partnerText,
  });
  if (ports.shareCredit === null) return;
  const [kept] = consequence.keep === null ? [] : await ports.claims(tx, context.tenantId, [consequence.keep]);
  const dealId = kept?.dealId ?? row.deal_id;
  const sharedBefore = outcomeOf(row)?.ruled === 'shared';
  if (dealId === null || (body.outcome !== 'shared' && !sharedBefore)) return;
  const partOf = (letter: string): number | null =>
    body.outcome === 'shared' ? (consequence.shares.find((share) => share.letter === letter)?.basisPoints ?? null) : null;
  const shares = file.parties.flatMap((party) => (party.partnerId === null ? [] : { partnerId: party.partnerId, basisPoints: partOf(party.letter) }));
  await ports.shareCredit(tx, context, dealId, shares, `Case C-${row.number}`);
}

const favour = ({ inFavourOf }: Consequence): string =>
  inFavourOf.length === 0
    ? 'in favour of no side'
    : inFavourOf.length === 1
      ? `in favour of side ${inFavourOf[0]}`
      : `shared by sides ${inFavourOf.join(' and ')}`;

async function record(
  tx: Tx,
  ports: CasesPorts,
  context: Context,
  file: CaseFile,
  body: Ruling,
  consequence: Consequence,
  state: Case['state'],
): Promise<Case> {
  const { row } = file;
  const at = context.now.toISOString();
  const final = state === 'closed';
  const previous = outcomeOf(row);
  const outcome: StoredOutcome = {
    ruled: body.outcome,
    inFavourOf: [...consequence.inFavourOf],
    reason: body.reason,
    partnerText: body.partnerText,
    shares: [...consequence.shares],
    by: context.actor.name,
    at,
    before: previous === null ? null : { ...previous },
  };
  const ends = final ? null : appealEnds(await termsOf(tx, ports, file), context.now);
  const { memberId } = context.actor;
  const ruled = await changeCase(
    tx,
    context,
    row,
    {
      state,
      outcome: JSON.stringify(outcome),
      ...(row.appealed_at === null ? { mediator_id: memberId, ruled_at: at } : { appeal_mediator_id: memberId }),
      appeal_until: ends?.toISOString() ?? row.appeal_until,
      closed_at: final ? at : null,
    },
    { operation: 'cases.rule', kind: 'ruled', reason: body.partnerText, payload: { inFavourOf: consequence.inFavourOf, final } },
  );
  await addEntries(tx, context, row.id, [
    { kind: 'event', visibleTo: 'all', body: `${final ? 'Ruled again' : 'Ruled'} ${favour(consequence)}. ${body.partnerText}` },
  ]);
  await ports.closeActs(tx, context, row.id, 'ruled');
  await clearClocks(tx, context.tenantId, row.id, ['case.evidence', 'case.rule', 'case.appeal']);
  if (ends !== null) await setClocks(tx, context.tenantId, [{ kind: 'case.appeal', recordId: row.id, dueAt: ends }]);
  const more = ends === null ? 'This is final.' : `An appeal can be made until ${ends.toISOString().slice(0, 10)}.`;
  await tellSides(tx, context, file, ruled, 'ruled', () => `${body.partnerText} ${more}`, ends?.toISOString() ?? null);
  return ruled;
}
