import { z } from 'zod';

export type StepName = 'submit' | 'respond' | 'invite' | 'link' | 'unlink';

export const submitInput = z.object({ involvement: z.string().nullable(), visibility: z.string().nullable() });
export const linkInput = z.object({ type: z.string(), id: z.string() });
export const inviteInput = z.object({ account: z.string(), responsibilities: z.array(z.string()), message: z.string() });
export const respondInput = z.union([
  z.object({ accept: z.literal(true), dealId: z.string().nullable() }),
  z.object({ accept: z.literal(false), reason: z.string() }),
]);
export const stepInput = z.union([submitInput, linkInput, inviteInput, respondInput]);
export type StepInput = z.infer<typeof stepInput>;

const sorted = (value: StepInput): string => JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
export const sameStepInput = (a: StepInput, b: StepInput): boolean => sorted(a) === sorted(b);

const SECOND = 1000;
const BACK_OFF_MS = [2, 5, 15, 60, 300, 900].map((seconds) => seconds * SECOND);
export const backOffOf = (attempts: number): number => BACK_OFF_MS[Math.min(Math.max(attempts - 1, 0), BACK_OFF_MS.length - 1)] ?? 900 * SECOND;
/** About a day at the longest wait; then a person is asked. */
export const MOST_ATTEMPTS = 100;
/** A failure that may pass with a new token is worth so many new tokens. */
export const MOST_FRESH_TOKENS = 5;
