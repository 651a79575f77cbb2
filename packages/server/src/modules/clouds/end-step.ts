import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { nameOfConnection, type CloudsDeps } from './deps.ts';
import { businessDaysAfter } from './domain/follow.ts';
import { acceptedInvitation, answerFailed, rejectedInvitation } from './end-answer.ts';
import { keepEngagement } from './engagement-store.ts';
import { issuesInOurWords } from './plan.ts';
import type { StepProgress } from './ports.ts';
import { changeStep, type Step } from './step-store.ts';
import { respondInput, type StepName } from './domain/step.ts';

export type Done = Extract<StepProgress, { done: true; sentence: string | null }> & { readonly failed?: never };
export type Failed = Extract<StepProgress, { failed: true }>;
const DAYS_TO_MEND = 5;

export async function finishStep(tx: Tx, deps: CloudsDeps, context: Context, step: Step, done: Done): Promise<void> {
  const at = context.now.toISOString();
  await changeStep(tx, step, { status: 'done', sentence: done.sentence, issues: '[]', taken_until: null, finished_at: at });
  await deps.ports.inbox.closeActs(tx, context, step.id, 'Done');
  if (step.step === 'respond') {
    const answer = respondInput.parse(step.input);
    return answer.accept ? acceptedInvitation(tx, deps, context, step, done, answer.dealId) : rejectedInvitation(tx, deps, context, step, answer.reason);
  }
  if (step.view_id !== null) await deps.ports.views.touch(tx, step.tenant_id, step.view_id);
  if (done.engagementId !== undefined && step.deal_id !== null)
    await keepEngagement(tx, step.tenant_id, { connectionId: step.connection_id, outsideId: done.engagementId, dealId: step.deal_id, title: null, readAt: at });
  const { name } = await nameOfConnection(tx, step.tenant_id, step.connection_id);
  await recordChange(tx, context, {
    operation: `clouds.${step.step}`,
    recordType: 'cloud_step',
    recordId: step.id,
    before: { status: step.status },
    after: { status: 'done' },
    events: [{ type: eventOf[step.step], dealId: step.deal_id, payload: { with: name } }],
  });
}
const eventOf: Readonly<Record<StepName, string>> = {
  submit: 'cosell.submitted',
  link: 'cosell.linked',
  unlink: 'cosell.unlinked',
  invite: 'cosell.partner_invited',
  respond: 'invitation.decided',
};
const actOf: Readonly<Record<StepName, string>> = {
  submit: 'could not be submitted',
  link: 'could not be linked to what was chosen',
  unlink: 'could not be freed of what was chosen',
  invite: 'could not be opened to the partner',
  respond: 'could not be answered',
};

/** A sentence and what is to be mended, beside the step; and an act for whoever owns the deal. */
export async function failStep(tx: Tx, deps: CloudsDeps, context: Context, step: Step, failed: Failed): Promise<void> {
  const { tenantId } = context;
  const view = step.view_id === null ? null : await deps.ports.views.byId(tx, tenantId, step.view_id);
  const issues = view === null ? failed.issues : issuesInOurWords(view, failed.issues);
  await changeStep(tx, step, {
    status: 'failed',
    sentence: failed.sentence,
    issues: JSON.stringify(issues),
    taken_until: null,
    finished_at: context.now.toISOString(),
  });
  const { name } = await nameOfConnection(tx, tenantId, step.connection_id);
  const deal = step.deal_id === null ? null : await deps.ports.deals.brief(tx, tenantId, step.deal_id);
  if (step.step === 'respond') await answerFailed(tx, deps, context, step, failed);
  else if (step.view_id !== null) await deps.ports.views.touch(tx, tenantId, step.view_id);
  await deps.ports.inbox.openAct(tx, context, {
    kind: 'cosell_step_failed',
    title: `${name}: ${deal?.name ?? 'An invitation'} ${actOf[step.step]}`,
    detail: [failed.sentence, ...issues.map(({ sentence }) => sentence).filter((each) => each !== failed.sentence)].join(' '),
    dealId: step.deal_id,
    partnerId: null,
    assigneeId: deal?.ownerId ?? null,
    assigneeRole: deal?.ownerId ? null : 'alliance_manager',
    dueAt: businessDaysAfter(context.now, DAYS_TO_MEND).toISOString(),
    recordId: step.id,
  });
  await recordChange(tx, context, {
    operation: `clouds.${step.step}`,
    recordType: 'cloud_step',
    recordId: step.id,
    before: { status: step.status },
    after: { status: 'failed', sentence: failed.sentence },
    events: [{ type: 'cosell.step_failed', dealId: step.deal_id, payload: { with: name, step: step.step, sentence: failed.sentence } }],
  });
}
