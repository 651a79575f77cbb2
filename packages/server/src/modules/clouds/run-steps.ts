import { newId } from '@entente/kernel';
import { OutsideError } from '../../platform/outside/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { cosellOf, type CloudsDeps } from './deps.ts';
import { backOffOf, inviteInput, linkInput, MOST_ATTEMPTS, MOST_FRESH_TOKENS, respondInput, submitInput } from './domain/step.ts';
import { failStep, finishStep } from './end-step.ts';
import { engagementOfDeal } from './engagement-store.ts';
import { invitationById } from './invitation-store.ts';
import type { CosellPort, StepProgress } from './ports.ts';
import { changeStep, lockOpenStep, takeDueSteps, type Step } from './step-store.ts';

const AT_ONCE = 10;
/** Longer than any one request may take; whoever dies is replaced after it. */
const LEASE_MS = 90_000;
const NOT_THERE_YET_MS = 2_000;
const MENDING_MS = 15 * 60_000;

/** Does what is due of one workspace, and says how much. Several processes may do so at once: a step is taken by one of them. */
export async function runSteps(deps: CloudsDeps, tenantId: string): Promise<number> {
  const taken = await deps.database.inTenant(tenantId, (tx) => takeDueSteps(tx, tenantId, deps.now(), { limit: AT_ONCE, leaseMs: LEASE_MS }));
  for (const step of taken) await runStep(deps, step);
  return taken.length;
}

async function runStep(deps: CloudsDeps, step: Step): Promise<void> {
  try {
    const progress = await progressOf(deps, step);
    if (progress === 'not_there_yet') await putOff(deps, step, NOT_THERE_YET_MS, 'Waits for the record to be made there.');
    else await remember(deps, step, progress);
  } catch (error) {
    await afterError(deps, step, error);
  }
}

/** One request: it begins the step, or asks how it is getting on. The token is the one that was reserved, whoever asks. */
async function progressOf(deps: CloudsDeps, step: Step): Promise<StepProgress | 'not_there_yet'> {
  const port = await cosellOf(deps, step.tenant_id, step.connection_id);
  if (step.handle !== null) return port.ask(step.handle, step.token);
  return step.step === 'respond' ? respond(deps, step, port) : onRecord(deps, step, port);
}
async function respond(deps: CloudsDeps, step: Step, port: CosellPort): Promise<StepProgress> {
  const invitation = await deps.database.reading(step.tenant_id, (tx) => invitationById(tx, step.tenant_id, step.invitation_id ?? ''));
  const answer = respondInput.parse(step.input);
  return port.respond(invitation.outside_id, answer.accept ? { accept: true } : { accept: false, reason: answer.reason }, step.token);
}
async function onRecord(deps: CloudsDeps, step: Step, port: CosellPort): Promise<StepProgress | 'not_there_yet'> {
  const view = await deps.database.reading(step.tenant_id, (tx) => deps.ports.views.byId(tx, step.tenant_id, step.view_id ?? ''));
  if (view === null) return { done: true, failed: true, sentence: 'The deal is not tied to this record any more.', issues: [], freshToken: false };
  const { outsideId } = view;
  if (outsideId === null) return 'not_there_yet';
  switch (step.step) {
    case 'submit':
      return port.submit({ outsideId }, submitInput.parse(step.input), step.token);
    case 'link':
    case 'unlink':
      return port.link(outsideId, linkInput.parse(step.input), step.step === 'link');
    default: {
      const kept = await deps.database.reading(step.tenant_id, (tx) => engagementOfDeal(tx, step.tenant_id, step.connection_id, view.dealId));
      const engagementId = kept?.outside_id ?? (await port.engagement(outsideId))?.id;
      if (engagementId === undefined)
        return {
          done: true,
          failed: true,
          sentence: 'There is no shared engagement yet. Submit the record first, then invite partners.',
          issues: [],
          freshToken: false,
        };
      return port.invite(engagementId, inviteInput.parse(step.input), step.token);
    }
  }
}

async function remember(deps: CloudsDeps, taken: Step, progress: StepProgress): Promise<void> {
  const now = deps.now();
  await deps.database.inTenant(taken.tenant_id, async (tx) => {
    const step = await lockOpenStep(tx, taken.tenant_id, taken.id);
    // Somebody else took it when our lease had run out, and was quicker.
    if (step === null || step.token !== taken.token) return;
    const context = systemContext(step.tenant_id, 'Co-sell', now, step.created_by);
    if (!progress.done) {
      const dueAt = new Date(now.getTime() + progress.askAgainMs).toISOString();
      await changeStep(tx, step, {
        status: 'under_way',
        handle: JSON.stringify(progress.handle),
        sentence: null,
        due_at: dueAt,
        taken_until: null,
        attempts: 0,
      });
      return;
    }
    if (!('failed' in progress)) return finishStep(tx, deps, context, step, progress);
    // Nothing to mend: with a new token it may well go through.
    if (progress.freshToken && progress.issues.length === 0 && step.attempts < MOST_FRESH_TOKENS) {
      const dueAt = new Date(now.getTime() + backOffOf(step.attempts)).toISOString();
      await changeStep(tx, step, { status: 'waiting', token: newId(), handle: null, sentence: progress.sentence, due_at: dueAt, taken_until: null });
      return;
    }
    await failStep(tx, deps, context, step, progress);
  });
}

async function afterError(deps: CloudsDeps, step: Step, error: unknown): Promise<void> {
  const outside = error instanceof OutsideError ? error : null;
  if (outside === null || !outside.mayPass) deps.ports.onError(error instanceof Error ? error : new Error(String(error)), step.id);
  const tired = step.attempts >= MOST_ATTEMPTS;
  if (outside !== null && (tired || !(outside.mayPass || outside.failure === 'auth'))) {
    await remember(deps, step, {
      done: true,
      failed: true,
      sentence: outside.message,
      issues: outside.issues.map((each) => ({ ...each, severity: 'blocks_submit' })),
      freshToken: false,
    });
    return;
  }
  if (outside === null && tired) {
    await remember(deps, step, {
      done: true,
      failed: true,
      sentence: 'It could not be done. Try again, and tell us if it fails again.',
      issues: [],
      freshToken: false,
    });
    return;
  }
  // A connection that a person must mend: the step waits for it, and does not ask all the time.
  const wait = outside?.failure === 'auth' ? MENDING_MS : (outside?.retryAfterMs ?? backOffOf(step.attempts));
  await putOff(deps, step, wait, outside?.message ?? null);
}

async function putOff(deps: CloudsDeps, taken: Step, waitMs: number, sentence: string | null): Promise<void> {
  await deps.database.inTenant(taken.tenant_id, async (tx) => {
    const step = await lockOpenStep(tx, taken.tenant_id, taken.id);
    if (step === null || step.token !== taken.token) return;
    await changeStep(tx, step, { due_at: new Date(deps.now().getTime() + waitMs).toISOString(), sentence, taken_until: null });
  });
}
