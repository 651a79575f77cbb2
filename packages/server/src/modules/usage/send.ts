import { recordChanges, type Change } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import {
  keepBatches,
  keepOutcomes,
  membersOf,
  splitBatch,
  takeBatches,
  type BatchAfter,
  type KeptOutcome,
  type Member,
  type OpenBatch,
} from './batch-store.ts';
import type { UsageDeps } from './context.ts';
import type { MeteredEntitlement } from './domain/facts.ts';
import { backOff, sentenceOf, stateAfter, type Outcome } from './domain/line.ts';
import { formatQuantity } from './domain/quantity.ts';
import type { Meter, SendOutcome } from './ports.ts';
import { setbacks } from './tell.ts';

/** `pause`: nothing of this connection is to be sent before that moment, and why. */
export type Sent = { readonly batches: number; readonly pause: { readonly until: Date; readonly sentence: string } | null };
type Answer =
  | { readonly kind: 'answered'; readonly outcomes: readonly SendOutcome[] }
  | { readonly kind: 'again'; readonly sentence: string; readonly afterMs: number | null; readonly pauses: boolean }
  | { readonly kind: 'apart'; readonly sentence: string }
  | { readonly kind: 'refused'; readonly sentence: string; readonly outcome: Outcome };

const STOPPED_MS = 300_000;
const AT_ONCE = 4;

/**
 * Sends batches that are due and keeps what became of each member. Members and quantities of a batch never change, so that it does not
 * matter at which point this ends: what was not marked is sent again, word for word, and the marketplace counts it once.
 */
export async function sendBatches(
  deps: UsageDeps,
  context: Context,
  connectionId: string,
  options: { most: number; pace: () => Promise<void>; access: Access; meter: Meter },
): Promise<Sent> {
  const { database, ports } = deps;
  const { tenantId, now } = context;
  const at = now.toISOString();
  const { batches, members, entitlements } = await database.inTenant(tenantId, async (tx) => {
    const taken = await takeBatches(tx, tenantId, connectionId, at, options.most);
    const own = await membersOf(
      tx,
      tenantId,
      taken.map(({ id }) => id),
    );
    const ids = [...new Set(own.map(({ entitlementId }) => entitlementId))];
    const known = ids.length === 0 ? [] : await ports.entitlements(tx, tenantId, { ids });
    return { batches: taken, members: Map.groupBy(own, ({ batchId }) => batchId), entitlements: new Map(known.map((each) => [each.id, each])) };
  });
  if (batches.length === 0) return { batches: 0, pause: null };

  const answers = new Map<string, Answer>();
  const queue = [...batches];
  const lane = async (): Promise<void> => {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      await options.pace();
      const answer = await ask(options, members.get(batch.id) ?? [], entitlements);
      answers.set(batch.id, answer);
      if (answer.kind === 'again' && answer.pauses) queue.length = 0;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return database.inTenant(tenantId, async (tx) => {
    const outcomes: KeptOutcome[] = [];
    const after: BatchAfter[] = [];
    const changes: Change[] = [];
    let pause: Sent['pause'] = null;
    for (const batch of batches) {
      const own = members.get(batch.id) ?? [];
      const answer = answers.get(batch.id);
      // Not asked, since the marketplace had enough: due again when the connection is.
      if (!answer) {
        after.push({ id: batch.id, state: 'reserved', nextAttemptAt: at, lastError: null, outcomes: {} });
        continue;
      }
      if (answer.kind === 'apart') {
        await splitBatch(tx, tenantId, batch.id, at, answer.sentence);
        continue;
      }
      const wait = answer.kind === 'again' ? (answer.afterMs ?? backOff(batch.attempts)) : backOff(batch.attempts);
      if (answer.kind === 'again' && answer.pauses) pause = { until: new Date(now.getTime() + wait), sentence: answer.sentence };
      const settled = settle(batch, own, answer);
      outcomes.push(...settled.filter(({ state }) => state !== 'sent'));
      const left = settled.filter(({ state }) => state === 'sent').length;
      after.push({
        id: batch.id,
        state: left === 0 ? 'done' : 'reserved',
        nextAttemptAt: new Date(now.getTime() + (left === 0 ? 0 : wait)).toISOString(),
        lastError: answer.kind === 'answered' ? null : answer.sentence,
        outcomes: counts(settled.filter(({ state }) => state !== 'sent')),
      });
      if (left < own.length)
        changes.push({
          operation: 'metering.send',
          recordType: 'usage_batch',
          recordId: batch.id,
          after: { attempts: batch.attempts, outcomes: counts(settled) },
          events: [{ type: 'usage.batch_sent', payload: { marketplace: batch.marketplace, lines: own.length, outcomes: counts(settled) } }],
        });
    }
    // Nobody answered: the next ones would fare no better.
    const asked = batches.flatMap((batch) => {
      const answer = answers.get(batch.id);
      return answer ? [{ batch, answer }] : [];
    });
    const [silent] = asked;
    if (pause === null && silent?.answer.kind === 'again' && asked.every(({ answer }) => answer.kind === 'again'))
      pause = { until: new Date(now.getTime() + backOff(silent.batch.attempts)), sentence: silent.answer.sentence };
    const kept = await keepOutcomes(tx, tenantId, at, outcomes);
    await keepBatches(tx, tenantId, at, after);
    const byLine = new Map([...members.values()].flat().map((member) => [member.lineId, member]));
    changes.push(
      ...setbacks(
        outcomes.flatMap((outcome) => {
          const member = byLine.get(outcome.lineId);
          return member && kept.has(outcome.lineId) && (outcome.state === 'rejected' || outcome.state === 'expired')
            ? [{ ...member, outcome: outcome.outcome, sentence: outcome.sentence }]
            : [];
        }),
        entitlements,
      ),
    );
    await recordChanges(tx, context, changes);
    return { batches: batches.length, pause };
  });
}

async function ask(
  { meter, access }: { meter: Meter; access: Access },
  members: readonly Member[],
  entitlements: ReadonlyMap<string, MeteredEntitlement>,
): Promise<Answer> {
  if (members.length === 0) return { kind: 'answered', outcomes: [] };
  try {
    const outcomes = await meter.send(
      access,
      members.map((member) => {
        const entitlement = entitlements.get(member.entitlementId);
        return {
          lineId: member.lineId,
          hour: member.hour,
          dimension: member.dimension,
          quantity: formatQuantity(member.quantity),
          entitlementKey: entitlement?.externalId ?? null,
          buyerAccount: entitlement?.buyerAccount ?? null,
          licenseArn: entitlement?.licenseArn ?? null,
          productCode: entitlement?.productCode ?? null,
        };
      }),
    );
    return { kind: 'answered', outcomes };
  } catch (error) {
    if (!(error instanceof OutsideError)) return { kind: 'again', sentence: 'The marketplace could not be reached.', afterMs: null, pauses: false };
    const sentence = error.message;
    if (error.failure === 'auth' || error.failure === 'permission') return { kind: 'again', sentence, afterMs: STOPPED_MS, pauses: true };
    if (error.failure === 'throttled') return { kind: 'again', sentence, afterMs: error.retryAfterMs, pauses: true };
    if (error.mayPass || error.failure === 'protocol') return { kind: 'again', sentence, afterMs: error.retryAfterMs, pauses: false };
    // Refused as a whole: one at a time, it shows which of them it was.
    if (members.length > 1) return { kind: 'apart', sentence };
    return { kind: 'refused', sentence, outcome: error.issues.some(({ code }) => code === 'expired') ? 'expired' : 'rejected' };
  }
}

/** What becomes of each member. One the marketplace did not speak of is sent again. */
function settle(batch: OpenBatch, members: readonly Member[], answer: Exclude<Answer, { kind: 'apart' }>): KeptOutcome[] {
  const said = answer.kind === 'answered' ? new Map(answer.outcomes.map((outcome) => [outcome.lineId, outcome])) : new Map<string, SendOutcome>();
  return members.map(({ lineId }) => {
    const own = said.get(lineId);
    const outcome = answer.kind === 'refused' ? answer.outcome : (own?.outcome ?? 'retry');
    const sentence = sentenceOf(outcome, answer.kind === 'refused' ? answer.sentence : (own?.sentence ?? null), batch.attempts > 1);
    return { lineId, state: stateAfter[outcome], outcome, sentence, remoteId: own?.remoteId ?? null };
  });
}

function counts(outcomes: readonly { readonly outcome: string }[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(outcomes, ({ outcome }) => outcome)].map(([outcome, own]) => [outcome, own.length]));
}
