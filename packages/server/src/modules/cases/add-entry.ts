import type { Parsed } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { readerOf } from './access.ts';
import { caseFile } from './case-file.ts';
import { takesEvidence } from './domain/machine.ts';
import type { CasesPorts } from './ports.ts';
import { addEntries, changeCase, lockCase, mediatorOf, requireFile, vendorEvent, type Case, type Party } from './store.ts';

type Given = { readonly body: string; readonly fileId?: string | null | undefined };

export async function addByStaff(tx: Tx, ports: CasesPorts, context: Context, id: string, body: Parsed<'cases.addEntry'>['body']): Promise<Case> {
  requireScope(context, 'cases:write');
  const row = await lockCase(tx, context.tenantId, id);
  const file = await caseFile(tx, ports, row);
  const named = body.letter ? file.parties.find((party) => party.letter === body.letter) : undefined;
  if (body.letter && !named)
    throw new Problem('invalid_input', 'There is no such side.', { fields: [{ path: 'letter', code: 'unknown', sentence: 'There is no such side.' }] });
  if (body.fileId) await requireFile(tx, context, body.fileId);
  if (body.kind === 'note') {
    if (!readerOf(context, file).mediates) throw new Problem('not_allowed', 'Only those who may mediate this case write notes in it. Give evidence instead.');
    if (row.state === 'closed') throw new Problem('conflict', 'This case is closed.', { reason: 'state_closed' });
    await addEntries(tx, context, id, [{ kind: 'note', visibleTo: 'mediators', partyId: named?.id ?? null, body: body.body, fileId: body.fileId ?? null }]);
    // The version stays: a partner is shown it, and would see that something was written.
    await recordChange(tx, context, {
      operation: 'cases.addEntry',
      recordType: 'case',
      recordId: id,
      after: { kind: 'note', file: body.fileId ?? null },
      events: [vendorEvent(row, { kind: 'noted' })],
    });
    return row;
  }
  const side = named ?? file.parties.find((party) => party.partnerId === null) ?? null;
  if (side !== null && side.partnerId !== null)
    throw new Problem('not_allowed', 'A partner gives its own evidence. Write a note for those who mediate instead.');
  if (context.actor.memberId !== null && context.actor.memberId === mediatorOf(row))
    throw new Problem('not_allowed', 'You mediate this case; a mediator gives no evidence.');
  return giveEvidence(tx, context, row, side, body, 'cases.addEntry');
}

/** Adds evidence of a side, or of none: what somebody else of the vendor knows. Both sides read that it was given, not what it says. */
export async function giveEvidence(tx: Tx, context: Context, row: Case, side: Party | null, given: Given, operation: string): Promise<Case> {
  if (!takesEvidence(row.state, row.evidence_until, context.now))
    throw new Problem(
      'conflict',
      row.state === 'closed' ? 'This case is closed.' : `Evidence could be given until ${row.evidence_until.slice(0, 16).replace('T', ' ')} UTC.`,
      { reason: 'evidence_over' },
    );
  const letter = side?.letter ?? null;
  await addEntries(tx, context, row.id, [
    { kind: 'evidence', visibleTo: side === null ? 'mediators' : 'party', partyId: side?.id ?? null, body: given.body, fileId: given.fileId ?? null },
    ...(side === null ? [] : [{ kind: 'event' as const, visibleTo: 'all' as const, partyId: side.id, body: `Side ${side.letter} gave evidence.` }]),
  ]);
  return changeCase(tx, context, row, {}, { operation, kind: 'evidence', payload: { letter } });
}
