import type { OutsideWrite, OutsideWritten } from '../../../modules/sync/index.ts';
import { OutsideError, type Access, type OutsideIssue } from '../../../platform/outside/index.ts';
import { ask } from '../client.ts';
import { mayHaveArrived } from '../outside-error.ts';
import { partnerOf } from '../settings.ts';
import { alike, at, put, type Json, type Values } from '../values.ts';
import { dateIssues, valueIssues, type Found } from './constraints.ts';
import { apply, fieldByKey, flatten, keyOfPath, labelOf } from './fields.ts';
import { listAll } from './listing.ts';
import { isLocked, lockOf } from './locks.ts';
import { normal } from './normal.ts';
import { getOpportunity, opportunityOf, PATH, recordOf, type Opportunity } from './opportunity.ts';
import { isClosed } from './stages.ts';

const SHOWS_AFTER_MS = 5_000;
const UNANSWERED_MS = 15_000;
const later = (sentence: string, afterMs: number | null): OutsideWritten => ({ outcome: 'later', sentence, afterMs });
const today = (access: Access): string => access.now().toISOString().slice(0, 10);

export async function writeOpportunity(access: Access, write: OutsideWrite): Promise<OutsideWritten> {
  const values = Object.fromEntries(Object.entries(write.values).flatMap(([key, value]) => (fieldByKey.has(key) ? [[key, normal(key, value)]] : [])));
  return write.id === null ? create(access, values, write.key) : update(access, write.id, values, write.ifVersion);
}

/**
 * A creation carries our key as the reference and is looked up by it first: the API takes no token by which a repetition would be known.
 * After an answer that was lost, nothing is tried before what may have been made can be seen.
 */
async function create(access: Access, values: Values, key: string): Promise<OutsideWritten> {
  const unanswered = access.tokens.get(`google made ${key}`);
  if (unanswered && unanswered.until > access.now().getTime())
    return later('Google did not answer whether it was made. It is looked up in a moment.', SHOWS_AFTER_MS);
  const mine = await findByReference(access, key);
  if (mine !== null) return update(access, mine.name, values, null);
  const body: Json = {};
  // An opportunity begins at the first stage, and a draft is what we make.
  apply(body, { ...values, stage: null });
  const issues = [...valueIssues({ ...flatten(body), ...values }, Object.keys(values)), ...dateIssues(values, null, today(access))];
  if (issues.length > 0) return refused(issues, body);
  put(body, 'opportunityInfo.partnerEntity', partnerOf(access));
  const sent = { ...body, state: 'DRAFT', referenceOpportunityId: key };
  try {
    return withoutStage(written(opportunityOf(await ask(access, 'channel', { method: 'POST', path: PATH, body: sent }))), values);
  } catch (error) {
    if (mayHaveArrived(error)) access.tokens.set(`google made ${key}`, { value: '', until: access.now().getTime() + UNANSWERED_MS });
    if (error instanceof OutsideError && error.failure === 'invalid') return refusedByThem(error);
    throw error;
  }
}

/** Ours is the one that carries our key, and no other is ever taken. */
async function findByReference(access: Access, key: string): Promise<Opportunity | null> {
  for await (const each of listAll(access)) if (each.reference === key) return each;
  return null;
}

/**
 * Compared and then written: the API checks no version, so between the two somebody may still come. The mask keeps what we do not
 * change out of it.
 */
async function update(access: Access, name: string, given: Values, ifVersion: string | null): Promise<OutsideWritten> {
  const now = await getOpportunity(access, name);
  if (now === null) return { outcome: 'gone', into: null };
  if (ifVersion !== null && now.version !== ifVersion)
    return Date.parse(now.version) < Date.parse(ifVersion) ? later('Google does not show the last change yet.', SHOWS_AFTER_MS) : { outcome: 'stale' };
  const before = flatten(now.body);
  // Google alone closes; what we think of the outcome is no request to it.
  const { stage, ...others } = given;
  const values: Values = stage === undefined || isClosed(stage) ? others : given;
  const body: Json = structuredClone(now.body);
  apply(body, values);
  const after = flatten(body);
  const changed = Object.keys(values).filter((key) => !alike(before[key], after[key]));
  if (changed.length === 0) return written(now);
  const lock = lockOf(now.state, before['stage']);
  if (lock !== null && changed.some((key) => isLocked(lock, key))) return { outcome: 'locked', sentence: lock.sentence };
  const issues = [...valueIssues({ ...after, ...values }, changed), ...dateIssues(after, before, today(access))];
  if (issues.length > 0) return refused(issues, values);
  try {
    return written(await patch(access, name, body, [...new Set(changed.map((key) => fieldByKey.get(key)?.mask ?? key))]));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (error.failure === 'gone') return { outcome: 'gone', into: null };
    if (error.failure === 'conflict') return { outcome: 'stale' };
    if (error.failure === 'locked') return { outcome: 'locked', sentence: error.message };
    if (error.failure === 'invalid') return refusedByThem(error);
    throw error;
  }
}

/** Only what the mask names is sent; what the mask names and the body lacks is emptied. */
export async function patch(access: Access, name: string, document: Json, mask: readonly string[]): Promise<Opportunity> {
  const body: Json = {};
  for (const path of mask) {
    const value = at(document, path);
    if (value !== undefined) put(body, path, value);
  }
  const query = { updateMask: mask.join(','), partner: partnerOf(access) };
  return opportunityOf(await ask(access, 'channel', { method: 'PATCH', path: `/v1alpha1/${name}`, query, body }));
}

/** A stage that was not taken was not agreed on: left out of the answer, it is compared again, and goes out once Google accepts. */
function withoutStage(answer: OutsideWritten, values: Values): OutsideWritten {
  if (answer.outcome !== 'written' || values['stage'] === undefined || alike(values['stage'], answer.record.values['stage'])) return answer;
  const { stage: _, ...taken } = answer.record.values;
  return { outcome: 'written', record: { ...answer.record, values: taken } };
}

const written = (opportunity: Opportunity): OutsideWritten => ({ outcome: 'written', record: recordOf(opportunity) });
function refused(issues: readonly Found[], request: unknown): OutsideWritten {
  return { outcome: 'refused', sentence: issues.map(({ sentence }) => sentence).join(' '), issues, request, response: null };
}
function refusedByThem(error: OutsideError): OutsideWritten {
  const issues = inOurWords(error.issues);
  return {
    outcome: 'refused',
    sentence: issues.length > 0 ? `Google refused it. ${issues.map(({ sentence }) => sentence).join(' ')}` : error.message,
    issues,
    request: error.exchange?.request ?? null,
    response: error.exchange?.response ?? null,
  };
}
export const inOurWords = (issues: readonly OutsideIssue[]): OutsideIssue[] =>
  issues.map(({ field, code, sentence }) => {
    const key = keyOfPath(field);
    return {
      field: key,
      code,
      sentence: field === null ? sentence : `${key === null ? field : labelOf(key)}: ${sentence === '' ? 'Google does not take it.' : sentence}`,
    };
  });
