import type { Issue, StepProgress } from '../../../modules/clouds/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { put, type Fields } from '../values.ts';
import { CONTACT_CONSENT, flatten } from './fields.ts';
import { changeReferral, continuation, continuedAs, createReferral, getReferral, listReferrals, quoted, SELLERS_CONSENT, type Referral } from './referral.ts';
import { submitIssues, wantedKind, type Found } from './requirements.ts';
import { isDraft, standingOf } from './standing.ts';
import { inOurWords } from './write.ts';

type Choice = { readonly involvement: string | null; readonly visibility: string | null };

/**
 * Takes a draft to Microsoft. Partner-led: its sellers are let in. Co-sell: a referral keeps its type for ever, so a shared one is made
 * in the same engagement, and the draft ends by naming it. Each part looks whether it was done before.
 */
export async function submitReferral(access: Access, id: string, choice: Choice): Promise<StepProgress> {
  const draft = await getReferral(access, id);
  if (draft === null) return stopped('Microsoft does not know the referral any more.', []);
  const into = continuation(draft);
  if (into !== null) return done('Submitted to Microsoft.', { id: into, engagementId: draft.engagementId });
  const standing = standingOf(draft.document);
  if (standing.status === 'Closed') return stopped(`It is closed at Microsoft as ${standing.substatus.toLowerCase()}, which is final.`, []);
  if (standing.substatus === 'Received') return stopped('It came from Microsoft: accept it instead.', []);
  if (!isDraft(standing)) return done('Microsoft has it already.', draft);
  const values = flatten(draft.document);
  const kind = choice.involvement ?? wantedKind(values);
  const wanted = { ...values, [CONTACT_CONSENT]: kind === 'Co-sell' };
  const issues: Found[] = submitIssues(wanted);
  if (kind === 'Co-sell' && values[CONTACT_CONSENT] !== true)
    issues.push({
      field: CONTACT_CONSENT,
      code: 'required',
      sentence: 'Say first that the cloud’s sellers shall help: Microsoft may make contact only with consent.',
    });
  if (kind === 'Private' || issues.length > 0) return stopped(issues.map(({ sentence }) => sentence).join(' '), issues);
  try {
    return await (kind === 'Co-sell' ? shared(access, draft) : opened(access, draft));
  } catch (error) {
    if (!(error instanceof OutsideError) || error.failure !== 'invalid') throw error;
    return stopped(error.message, inOurWords(error.issues));
  }
}

async function opened(access: Access, draft: Referral): Promise<StepProgress> {
  const after = structuredClone(draft.document);
  put(after, SELLERS_CONSENT, true);
  Object.assign(after, { status: 'Active', substatus: 'Accepted' });
  return done('Microsoft’s sellers see the deal now.', await changeReferral(access, draft, after));
}

async function shared(access: Access, draft: Referral): Promise<StepProgress> {
  const referral = (await sharedBefore(access, draft)) ?? (await createReferral(access, sharedOf(draft)));
  const after = structuredClone(draft.document);
  Object.assign(after, { status: 'Closed', substatus: 'Lost', statusReason: continuedAs(referral.id) });
  await changeReferral(access, draft, after);
  return done('Submitted to Microsoft’s sellers, who answer.', referral);
}

/** The making went through before, and its answer was lost. */
async function sharedBefore(access: Access, draft: Referral): Promise<Referral | null> {
  if (draft.engagementId === null) return null;
  const filter = `engagementId eq ${quoted(draft.engagementId)}`;
  for await (const each of listReferrals(access, { filter, orderBy: 'createdDateTime asc' }))
    if (each.id !== draft.id && each.document['type'] === 'Shared' && each.document['direction'] !== 'Incoming' && each.key === draft.key) return each;
  return null;
}

const taken = ['name', 'externalReferenceId', 'qualification', 'customerProfile', 'consent', 'details', 'team', 'inviteContext'] as const;
function sharedOf(draft: Referral): Fields {
  const document: Fields = Object.fromEntries(taken.flatMap((key) => (draft.document[key] === undefined ? [] : [[key, structuredClone(draft.document[key])]])));
  Object.assign(document, {
    type: 'Shared',
    status: 'New',
    substatus: 'Pending',
    target: [{ id: 'msft', type: 'None' }],
    ...(draft.engagementId === null ? {} : { engagementId: draft.engagementId }),
  });
  put(document, SELLERS_CONSENT, true);
  return document;
}

const done = (sentence: string, of: { id: string; engagementId: string | null }): StepProgress => ({
  done: true,
  sentence,
  outsideId: of.id,
  ...(of.engagementId === null ? {} : { engagementId: of.engagementId }),
});
export function stopped(sentence: string, found: readonly Found[], code = 'state'): StepProgress {
  const issues: Issue[] = (found.length > 0 ? found : [{ field: null, code, sentence }]).map((each) => ({ ...each, severity: 'blocks_submit' }));
  return { done: true, failed: true, sentence, issues, freshToken: false };
}
