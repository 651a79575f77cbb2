import type { StepProgress } from '../../../modules/clouds/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { microsoftSettings } from '../settings.ts';
import { put, textAt } from '../values.ts';
import { SOLUTIONS } from './lists.ts';
import { solutionsOf } from './record.ts';
import { changeReferral, getReferral, listReferrals } from './referral.ts';
import { stopped } from './submission.ts';

const LOOKED_AT = 300;

/** No list of solutions can be asked for: those that stand on referrals are known, and the usual one of the connection. */
export async function knownSolutions(access: Access, text: string | null): Promise<{ type: string; id: string; label: string }[]> {
  const { solutionId } = microsoftSettings(access);
  const labels = new Map<string, string>(solutionId === null ? [] : [[solutionId, solutionId]]);
  let seen = 0;
  for await (const each of listReferrals(access, { orderBy: 'updatedDateTime desc' })) {
    for (const solution of solutionsOf(each.document)) {
      const id = textAt(solution, ['id']);
      const name = textAt(solution, ['name']);
      if (id !== null && (name !== null || !labels.has(id))) labels.set(id, name === null ? id : `${name} (${id})`);
    }
    seen += 1;
    if (seen === LOOKED_AT) break;
  }
  const wanted = (text ?? '').trim().toLowerCase();
  return [...labels].filter(([id, label]) => `${id} ${label}`.toLowerCase().includes(wanted)).map(([id, label]) => ({ type: SOLUTIONS, id, label }));
}

/** Naming a solution that is named already, or taking off one that is not there, is what was wanted. */
export async function setSolution(access: Access, referralId: string, entity: { type: string; id: string }, linked: boolean): Promise<StepProgress> {
  if (entity.type !== SOLUTIONS) return stopped(`Microsoft does not know “${entity.type.slice(0, 60)}” as something to link.`, []);
  const referral = await getReferral(access, referralId);
  if (referral === null) return stopped('Microsoft does not know the referral any more.', []);
  const now = solutionsOf(referral.document);
  const named = now.some((each) => each['id'] === entity.id);
  if (named === linked) return { done: true, sentence: linked ? 'It was linked already.' : 'It was not linked any more.' };
  const wanted = linked ? [...now, { id: entity.id, type: 'Name' }] : now.filter((each) => each['id'] !== entity.id);
  if (wanted.length === 0) return stopped('It is the only solution, and a referral names one at least. Link another one first.', []);
  const after = structuredClone(referral.document);
  put(after, ['details', 'requirements', 'solutions'], wanted);
  try {
    await changeReferral(access, referral, after);
    return { done: true, sentence: linked ? 'Linked.' : 'Taken off.' };
  } catch (error) {
    if (!(error instanceof OutsideError) || error.failure !== 'invalid') throw error;
    return stopped(error.message, error.issues);
  }
}
