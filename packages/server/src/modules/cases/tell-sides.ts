import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { CaseFile } from './case-file.ts';
import type { Case, Party } from './store.ts';

/**
 * What each partner of a case is told. The events are the case's own: an event carries the name of who made it, and that may be
 * somebody of the other side.
 */
export async function tellSides(
  tx: Tx,
  context: Context,
  file: CaseFile,
  row: Case,
  kind: string,
  sentence: (party: Party) => string | null,
  dueAt: string | null = null,
): Promise<void> {
  const told = file.parties.flatMap((party) => {
    const said = party.partnerId === null ? null : sentence(party);
    const claim = party.registrationId === null ? undefined : file.claims.get(party.registrationId);
    return said === null || claim === undefined ? [] : [{ party, claim, said }];
  });
  if (told.length === 0) return;
  const asCase: Context = { ...systemContext(context.tenantId, `Case C-${row.number}`, context.now), requestId: context.requestId };
  await recordChange(tx, asCase, {
    operation: 'cases.tell',
    recordType: 'case',
    recordId: row.id,
    after: { kind, letters: told.map(({ party }) => party.letter) },
    events: told.map(({ party, claim, said }) => ({
      type: `case.${kind}`,
      payload: {
        caseId: row.id,
        number: row.number,
        partnerId: party.partnerId,
        registrationId: claim.registrationId,
        companyName: claim.companyName,
        letter: party.letter,
        holderId: null,
        partnerSentence: said,
        dueAt,
      },
    })),
  });
}
