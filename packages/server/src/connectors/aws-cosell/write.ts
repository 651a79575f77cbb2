import type { CreateOpportunityCommandInput, UpdateOpportunityCommandInput } from '@aws-sdk/client-partnercentral-selling';
import type { OutsideRecord, OutsideWrite, OutsideWritten } from '../../modules/sync/index.ts';
import { OutsideError, type OutsideIssue } from '../../platform/outside/index.ts';
import { recordIssues, stageIssues, valueIssues, type Found } from './constraints.ts';
import type { Selling } from './client.ts';
import { apply, fieldByKey, flatten, keyOfPath, labelOf } from './fields.ts';
import { isLocked, lockOf } from './locks.ts';
import { normal } from './normal.ts';
import { getOpportunity, readRecord, recordOf, shaped, type Opportunity } from './opportunity.ts';
import { decodeText, alike, type Fields, type Values } from './values.ts';

const READ_LAG_MS = 3_000;
const later = (sentence: string, afterMs: number | null): OutsideWritten => ({ outcome: 'later', sentence, afterMs });

export async function writeOpportunity(selling: Selling, write: OutsideWrite): Promise<OutsideWritten> {
  const values = Object.fromEntries(Object.entries(write.values).flatMap(([key, value]) => (fieldByKey.has(key) ? [[key, normal(key, value)]] : [])));
  return write.id === null ? create(selling, values, write.key) : update(selling, write.id, values, write.ifVersion);
}

const dayOf = (selling: Selling): string => selling.now().toISOString().slice(0, 10);

async function create(selling: Selling, values: Values, key: string): Promise<OutsideWritten> {
  const body: Fields = {};
  apply(body, values);
  const shown = flatten(body);
  const issues = [...valueIssues(values, Object.keys(values)), ...recordIssues(shown, null, dayOf(selling))];
  if (issues.length > 0) return refused(issues, body);
  const input = {
    ...body,
    Catalog: selling.catalog,
    ClientToken: key,
    Origin: 'Partner Referral',
    PartnerOpportunityIdentifier: key,
    ...(selling.tags.length === 0 ? {} : { Tags: selling.tags }),
  } as CreateOpportunityCommandInput;
  try {
    const answer = await selling.call('CreateOpportunity', input, (client, sdk) => client.send(new sdk.CreateOpportunityCommand(input)));
    if (answer.Id === undefined) throw new OutsideError('protocol', 'AWS made an opportunity without telling its number.');
    // What was just made may not show yet; then it is what was sent.
    const made = await getOpportunity(selling, answer.Id);
    return {
      outcome: 'written',
      record: made === null ? asSent(answer.Id, body, answer.LastModifiedDate ?? selling.now(), 'Pending Submission') : await recordOf(selling, made),
    };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (error.failure === 'conflict' || error.issues.some(({ code }) => code === 'DUPLICATE_KEY_VALUE')) return heal(selling, values, key);
    if (error.failure === 'invalid') return refusedByThem(error);
    throw error;
  }
}

/** The making went through before, and its answer was lost: ours is the one that carries our key, and no other is ever taken. */
async function heal(selling: Selling, values: Values, key: string): Promise<OutsideWritten> {
  const mine = await findByKey(selling, values['Customer.Account.CompanyName'], key);
  if (mine === null) return later('AWS has it already, but does not show it yet.', READ_LAG_MS);
  return update(selling, mine.id, values, mine.modified.toISOString());
}

async function findByKey(selling: Selling, company: unknown, key: string): Promise<Opportunity | null> {
  // The list takes a customer's name as a filter and no key of ours. The name may have changed since: then everything is looked at.
  const filters = typeof company === 'string' && company !== '' ? [{ CustomerCompanyName: [company] }, {}] : [{}];
  for (const filter of filters) {
    let token: string | undefined;
    do {
      const input = {
        Catalog: selling.catalog,
        MaxResults: 100,
        Sort: { SortBy: 'CreatedDate', SortOrder: 'DESCENDING' } as const,
        ...filter,
        ...(token === undefined ? {} : { NextToken: token }),
      };
      const page = await selling.call('ListOpportunities', input, (client, sdk) => client.send(new sdk.ListOpportunitiesCommand(input)));
      for (const each of page.OpportunitySummaries ?? []) {
        if (each.Id === undefined) continue;
        const carried = each.PartnerOpportunityIdentifier;
        if (carried !== undefined && decodeText(carried) !== key) continue;
        // Lists leave the key out at times; the record itself decides.
        const whole = await getOpportunity(selling, each.Id);
        if (whole !== null && whole.partnerId === key) return whole;
      }
      token = page.NextToken;
    } while (token !== undefined);
  }
  return null;
}

const RECENT_MS = 60_000;
const isRecent = (selling: Selling, version: string | null): boolean => version !== null && selling.now().getTime() - Date.parse(version) < RECENT_MS;

async function update(selling: Selling, id: string, values: Values, ifVersion: string | null): Promise<OutsideWritten> {
  const now = await getOpportunity(selling, id);
  // Nothing is ever deleted there; what was made a moment ago may not show yet.
  if (now === null) return isRecent(selling, ifVersion) ? later('AWS does not show it yet.', READ_LAG_MS) : { outcome: 'gone', into: null };
  const version = now.modified.toISOString();
  if (ifVersion !== null && version !== ifVersion)
    return version < ifVersion ? later('AWS does not show the last change yet.', READ_LAG_MS) : { outcome: 'stale' };
  const before = flatten(now.body);
  const body: Fields = structuredClone(now.body);
  apply(body, values);
  const after = flatten(body);
  const changed = Object.keys(values).filter((key) => !alike(before[key], after[key]));
  const stageNow = typeof before['LifeCycle.Stage'] === 'string' ? before['LifeCycle.Stage'] : null;
  const lock = lockOf(now.review, stageNow);
  if (lock !== null && changed.some((key) => isLocked(lock, key))) return { outcome: 'locked', sentence: lock.sentence };
  const issues = issuesOf(selling, now, { values, before, after, changed });
  if (issues.length > 0) return refused(issues, body);
  if (changed.length === 0) {
    if ('LifeCycle.ClosedLostReason' in values && values['LifeCycle.ClosedLostReason'] !== null && after['LifeCycle.Stage'] !== 'Closed Lost')
      return later('The reason goes to AWS together with the stage Closed Lost.', null);
    return { outcome: 'written', record: await recordOf(selling, now) };
  }
  const input = { ...body, Catalog: selling.catalog, Identifier: id, LastModifiedDate: now.modified } as UpdateOpportunityCommandInput;
  try {
    const answer = await selling.call('UpdateOpportunity', input, (client, sdk) => client.send(new sdk.UpdateOpportunityCommand(input)));
    const issued = answer.LastModifiedDate ?? now.modified;
    const record = await readRecord(selling, id);
    return { outcome: 'written', record: record !== null && record.version >= issued.toISOString() ? record : asSent(id, body, issued, now.review, now) };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (error.failure === 'conflict') return { outcome: 'stale' };
    if (error.failure === 'gone') return { outcome: 'gone', into: null };
    if (error.issues.some(({ code }) => code === 'ACTION_NOT_PERMITTED' || code === 'INVALID_RESOURCE_STATE'))
      return {
        outcome: 'locked',
        sentence: inOurWords(error.issues)
          .map(({ sentence }) => sentence)
          .join(' '),
      };
    if (error.failure === 'invalid') return refusedByThem(error);
    throw error;
  }
}

type Change = { readonly values: Values; readonly before: Values; readonly after: Values; readonly changed: readonly string[] };
function issuesOf(selling: Selling, now: Opportunity, { values, before, after, changed }: Change): Found[] {
  // What we would write is looked at as we hold it: a text that is too long must not be cut on the way.
  const wrong = valueIssues({ ...after, ...values }, changed);
  const together = changed.length === 0 ? [] : recordIssues(after, before, dayOf(selling));
  const stage = after['LifeCycle.Stage'];
  const links = Object.entries(now.answer.RelatedEntityIdentifiers ?? {}).flatMap(([type, ids]) =>
    Array.isArray(ids) ? (ids as readonly string[]).map((id) => ({ type, id })) : [],
  );
  const standing = now.review === 'Approved' && changed.length > 0 && typeof stage === 'string' ? stageIssues(stage, after, links) : [];
  return [...wrong, ...together, ...standing];
}

/** As it stands after a write that does not show yet. */
function asSent(id: string, body: Fields, modified: Date, review: string | null, before?: Opportunity): OutsideRecord {
  const answer = before?.answer ?? { Catalog: undefined, Id: id, CreatedDate: modified, LastModifiedDate: modified, RelatedEntityIdentifiers: {} };
  return shaped({ id, partnerId: null, modified, review, body, answer }, null);
}

function refused(issues: readonly Found[], request: unknown): OutsideWritten {
  return { outcome: 'refused', sentence: issues.map(({ sentence }) => sentence).join(' '), issues, request, response: null };
}
function refusedByThem(error: OutsideError): OutsideWritten {
  const issues = inOurWords(error.issues);
  return {
    outcome: 'refused',
    sentence: issues.length > 0 ? `AWS refused it: ${issues.map(({ sentence }) => sentence).join(' ')}` : error.message,
    issues,
    request: error.exchange?.request ?? null,
    response: error.exchange?.response ?? null,
  };
}
export function inOurWords(issues: readonly OutsideIssue[]): OutsideIssue[] {
  return issues.map(({ field, code, sentence }) => {
    const key = keyOfPath(field);
    return { field: key, code, sentence: key === null || field === null ? sentence : sentence.replaceAll(field, labelOf(key)) };
  });
}
