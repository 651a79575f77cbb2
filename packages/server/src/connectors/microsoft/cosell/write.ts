import type { OutsideWrite, OutsideWritten } from '../../../modules/sync/index.ts';
import { OutsideError, type Access, type OutsideIssue } from '../../../platform/outside/index.ts';
import { microsoftSettings } from '../settings.ts';
import type { Fields, Values } from '../values.ts';
import { apply, fieldByKey, flatten, keyOfTarget, normal, OUTCOME } from './fields.ts';
import { recordOf, solutionsOf } from './record.ts';
import { changeReferral, continuation, createReferral, getReferral, referralsByKey, type Referral } from './referral.ts';
import { changes, recordIssues, valueIssues, type Found } from './requirements.ts';
import { isLocked, lockOf, outcomeTrouble, standingOf } from './standing.ts';

export async function writeReferral(access: Access, write: OutsideWrite): Promise<OutsideWritten> {
  const values = Object.fromEntries(Object.entries(write.values).flatMap(([key, value]) => (fieldByKey.has(key) ? [[key, normal(key, value)]] : [])));
  return write.id === null ? create(access, values, write.key) : update(access, write.id, values, write.ifVersion);
}

/** A draft of our own: nobody at Microsoft sees it before it is submitted, and what was consented to is only noted. */
export function draftOf(values: Values, key: string, settings: { solutionId: string | null; partnerRole: string | null }): Fields {
  const document: Fields = {
    type: 'Independent',
    status: 'New',
    substatus: 'Pending',
    qualification: 'SalesQualified',
    externalReferenceId: key,
    customerProfile: {
      name: null,
      address: { addressLine1: '', addressLine2: '', city: '', state: '', postalCode: '', country: '' },
      size: '',
      team: [],
      ids: [],
    },
    consent: { consentToToShareInfoWithOthers: false, consentToContact: false, consentToShareReferralWithMicrosoftSellers: false },
    details: {
      requirements: {
        industries: [],
        products: [],
        services: [],
        solutions: settings.solutionId === null ? [] : [{ id: settings.solutionId, type: 'Name' }],
        additionalRequirements: { attributes: settings.partnerRole === null ? [] : [{ type: 'PartnerRole', id: settings.partnerRole }] },
      },
    },
    inviteContext: { notes: null, assistanceRequestCode: 'Unknown' },
    team: [],
    target: [],
  };
  apply(document, values);
  return document;
}

async function create(access: Access, values: Values, key: string): Promise<OutsideWritten> {
  // The service knows no token that makes once: what an earlier attempt may have left there is looked for first.
  const [known] = (await referralsByKey(access, key)).filter((each) => continuation(each) === null);
  if (known !== undefined) return change(access, known, values);
  const body = draftOf(values, key, microsoftSettings(access));
  const shown = flatten(body);
  const trouble = outcomeTrouble(null, values[OUTCOME]);
  const issues = [
    ...(trouble === null ? [] : [{ field: OUTCOME, code: 'state', sentence: trouble }]),
    ...valueIssues(shown, fieldByKey.keys()),
    ...recordIssues(shown, solutionsOf(body).length),
  ];
  if (issues.length > 0) return refused(issues, body);
  try {
    return { outcome: 'written', record: recordOf(await createReferral(access, body)) };
  } catch (error) {
    return outcomeOf(error);
  }
}

async function update(access: Access, id: string, values: Values, ifVersion: string | null): Promise<OutsideWritten> {
  const now = await getReferral(access, id);
  if (now === null) return { outcome: 'gone', into: null };
  const into = continuation(now);
  if (into !== null) return { outcome: 'gone', into };
  if (ifVersion !== null && now.eTag !== ifVersion) return { outcome: 'stale' };
  return change(access, now, values);
}

async function change(access: Access, now: Referral, values: Values): Promise<OutsideWritten> {
  const before = flatten(now.document);
  const changed = Object.keys(values).filter((key) => changes(key, before[key], values[key] ?? null));
  if (changed.length === 0) return { outcome: 'written', record: recordOf(now) };
  const standing = standingOf(now.document);
  const lock = lockOf(standing);
  if (lock !== null && changed.some((key) => isLocked(lock, key))) return { outcome: 'locked', sentence: lock.sentence };
  const trouble = changed.includes(OUTCOME) ? outcomeTrouble(standing, values[OUTCOME]) : null;
  if (trouble !== null) return { outcome: 'locked', sentence: trouble };
  const after = structuredClone(now.document);
  apply(after, Object.fromEntries(changed.map((key) => [key, values[key] ?? null])));
  const shown = flatten(after);
  const issues = standing.status === 'Closed' ? [] : [...valueIssues(shown, changed), ...recordIssues(shown, solutionsOf(after).length)];
  if (issues.length > 0) return refused(issues, after);
  try {
    return { outcome: 'written', record: recordOf(await changeReferral(access, now, after)) };
  } catch (error) {
    return outcomeOf(error);
  }
}

const refused = (issues: readonly Found[], request: unknown): OutsideWritten => ({
  outcome: 'refused',
  sentence: issues.map(({ sentence }) => sentence).join(' '),
  issues,
  request,
  response: null,
});
function outcomeOf(error: unknown): OutsideWritten {
  if (!(error instanceof OutsideError)) throw error;
  if (error.failure === 'conflict') return { outcome: 'stale' };
  if (error.failure === 'gone') return { outcome: 'gone', into: null };
  if (error.failure !== 'invalid') throw error;
  return {
    outcome: 'refused',
    sentence: error.message,
    issues: inOurWords(error.issues),
    request: error.exchange?.request ?? null,
    response: error.exchange?.response ?? null,
  };
}
export const inOurWords = (issues: readonly OutsideIssue[]): OutsideIssue[] => issues.map((each) => ({ ...each, field: keyOfTarget(each.field) }));
