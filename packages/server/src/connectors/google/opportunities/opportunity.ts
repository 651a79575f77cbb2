import type { OutsideRecord, OutsideState } from '../../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { ask, orNull } from '../client.ts';
import { partnerOf } from '../settings.ts';
import { instantOf } from '../types.ts';
import { textAt, type Json } from '../values.ts';
import { flatten } from './fields.ts';
import { lockOf } from './locks.ts';
import { ourStage, readStage } from './stages.ts';

export const PATH = '/v1alpha1/opportunities';
/** `version` is the time of the last change as Google wrote it, which may say more than `updated`. */
export type Opportunity = {
  readonly name: string;
  readonly state: string;
  readonly version: string;
  readonly updated: string;
  readonly reference: string | null;
  readonly body: Json;
};

/** By its resource name. */
export async function getOpportunity(access: Access, name: string): Promise<Opportunity | null> {
  if (!/^opportunities\/[\w-]+$/.test(name)) return null;
  const answer = await orNull(ask(access, 'channel', { method: 'GET', path: `/v1alpha1/${name}`, query: { partner: partnerOf(access) } }));
  return answer === null ? null : opportunityOf(answer);
}

export function opportunityOf(body: Json): Opportunity {
  const name = textAt(body, 'name');
  const version = textAt(body, 'updateTime');
  const updated = instantOf(version);
  if (name === null || version === null || updated === null)
    throw new OutsideError('protocol', 'Google answered an opportunity without its name or the time of its last change.');
  return { name, state: textAt(body, 'state') ?? 'DRAFT', version, updated, reference: textAt(body, 'referenceOpportunityId'), body };
}

export function recordOf({ name, state, version, updated, body }: Opportunity): OutsideRecord {
  const values = flatten(body);
  const lock = lockOf(state, values['stage']);
  return {
    id: name,
    version,
    modifiedAt: updated,
    values,
    url: null,
    locked: lock === null ? null : { ...lock, until: null },
    state: stateOf(state, body),
    links: [],
  };
}

const keys: Readonly<Record<string, string>> = {
  DRAFT: 'draft',
  SUBMITTED: 'waiting',
  ACCEPTED: 'accepted',
  NOT_ACCEPTED: 'needs_work',
  REJECTED: 'needs_work',
};

/** What Google decided, with its reason and its side of the deal. One page of the reference calls NOT_ACCEPTED “REJECTED”. */
function stateOf(state: string, body: Json): OutsideState {
  const stage = readStage(body);
  const owner = textAt(body, 'ownerEmail');
  const reason = textAt(body, 'winLossInfo.reason');
  const said = [
    textAt(body, 'stateDescription'),
    state === 'ACCEPTED' && owner !== null ? `Google’s seller is ${owner}.` : null,
    stage === null || state !== 'ACCEPTED' ? null : `Google’s stage is ${stage}.`,
    reason === null ? null : `Google says why it closed: ${reason}`,
  ].filter((each) => each !== null);
  return {
    key: keys[state] ?? 'waiting',
    label: state,
    stage: ourStage(stage),
    sentence: said.map((each) => (/[.!?]$/.test(each) ? each : `${each}.`)).join(' ') || null,
  };
}
