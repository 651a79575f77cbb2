import { isId, notFound, Problem } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import type { PlayDefinition, PlayStep } from './domain/play.ts';
import type { CosellPorts } from './ports.ts';

/** Ids kept inside documents have no foreign key behind them: that they are of this workspace is asked here. */
export async function assertPartnersKnown(tx: Tx, ports: CosellPorts, tenantId: string, ids: readonly string[]): Promise<void> {
  const wanted = new Set(ids);
  if (wanted.size === 0) return;
  const known = new Set((await ports.partners(tx, tenantId, [...wanted])).map((partner) => partner.id));
  if (wanted.difference(known).size > 0) throw notFound('partner');
}

/** A step given to a person by name must find that person, or its act would wait for nobody. */
export async function assertHoldersKnown(tx: Tx, ports: CosellPorts, tenantId: string, play: PlayDefinition): Promise<void> {
  for (const step of play.steps)
    for (const memberId of namedIn(step))
      if (!isId(memberId) || !(await ports.memberMail(tx, tenantId, memberId)))
        throw new Problem('invalid_input', `Step ${step.id} is given to somebody who is not a member of this workspace.`, {
          fields: [{ path: `definition.steps.${step.id}`, code: 'unknown_person', sentence: 'Choose a member of this workspace, or a role.' }],
        });
}

const holderKeys = ['assignee', 'organizer', 'to', 'escalateTo'];

function namedIn(step: PlayStep): string[] {
  return Object.entries(step).flatMap(([key, value]: [string, unknown]) =>
    holderKeys.includes(key) && typeof value === 'string' && value.startsWith('user:') ? [value.slice('user:'.length)] : [],
  );
}
