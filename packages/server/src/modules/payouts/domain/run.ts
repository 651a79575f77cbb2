import { takeStep, type Machine } from '@entente/kernel';

export type RunState = 'draft' | 'collecting' | 'ready' | 'released' | 'sent' | 'settled' | 'cancelled';
export type RunStep = 'collect' | 'make_ready' | 'release' | 'send' | 'mark_paid' | 'cancel' | 'change';
export type RunFacts = { readonly working: boolean; readonly payouts: number; readonly waiting: number };

const free = ({ working }: RunFacts): string | null => (working ? 'Work on this run goes on. Wait until it is done.' : null);
export const runMachine: Machine<RunState, RunStep, RunFacts> = {
  states: ['draft', 'collecting', 'ready', 'released', 'sent', 'settled', 'cancelled'],
  steps: {
    change: { from: ['draft'], to: 'draft' },
    collect: { from: ['draft'], to: 'collecting' },
    make_ready: {
      from: ['collecting'],
      to: 'ready',
      guard: (facts) =>
        free(facts) ?? (facts.waiting > 0 ? 'Not everything is collected yet.' : facts.payouts === 0 ? 'Nothing in this run can be paid. Cancel it.' : null),
    },
    release: { from: ['ready'], to: 'released', guard: free },
    send: { from: ['released'], to: 'sent', guard: free },
    mark_paid: { from: ['released', 'sent'], to: 'sent', guard: free },
    cancel: { from: ['draft', 'collecting', 'ready'], to: 'cancelled' },
  },
};
export const stepRun = (state: RunState, step: RunStep, facts: RunFacts) => takeStep(runMachine, state, step, facts);

/** Who may let money go: a person, and nobody who had a hand in what they release. */
export function releaseRefusal(
  run: { readonly createdBy: string; readonly readyBy: string | null },
  actor: { readonly kind: string; readonly id: string; readonly onBehalfOf?: string | null },
): string | null {
  if (actor.kind !== 'person') return 'A run is released by a person.';
  if (actor.id === run.createdBy || actor.id === run.readyBy) return 'You made this run. Another person must release it.';
  return null;
}
