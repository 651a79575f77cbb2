import type { Context } from '../../platform/context.ts';
import type { StepFacts } from './domain/machine.ts';
import type { Program } from './ports.ts';
import type { Registration } from './store.ts';

/** What the state machine's guards look at, for this person and this moment. */
export const stepFacts = (row: Registration, program: Program, context: Context): StepFacts => ({
  resubmissions: row.resubmissions,
  maxResubmissions: program.definition.decision.maxResubmissions,
  extensions: row.extensions,
  maxExtensions: program.definition.protection.maxExtensions,
  ownSubmission: context.actor.memberId !== null && row.submitted_by_member === context.actor.memberId,
  ownFirstApproval: context.actor.memberId !== null && row.first_approval_by === context.actor.memberId,
});
