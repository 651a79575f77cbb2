import { ok } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { replayId, replayNumber } from './change-events.ts';
import { refused } from './errors.ts';
import { notFound } from './errors.ts';

const mostEvents = 1000;
/** The Pub/Sub API sends an empty message at the latest after this time, with the newest replay id. */
const longestWaitSeconds = 270;

/**
 * Our stand-in for a Pub/Sub subscription, which is gRPC: `event-journal?topic=&replayId=&wait=&limit=`.
 * It answers at once when there are events, else as soon as there is one, at the latest after `wait` seconds.
 */
export const eventJournalApi: Handler = async (parts, call) => {
  if (call.method !== 'GET') throw notFound();
  const entity = entityOf(parts, call.query.get('topic') ?? '');
  const limit = Math.min(mostEvents, whole(call, 'limit', 100));
  const until = performance.now() + Math.min(longestWaitSeconds, whole(call, 'wait', 0)) * 1000;
  let position = startOf(parts, call.query.get('replayId') ?? 'latest');
  for (;;) {
    const found = next(parts, entity, position, limit);
    position = found.position;
    const left = until - performance.now();
    if (found.events.length > 0 || left <= 0) return ok({ topic: call.query.get('topic'), events: found.events, latestReplayId: replayId(position) });
    await parts.events.journal.changed(left);
    // While it waited, another state may have been loaded.
    position = Math.min(position, parts.events.journal.last);
  }
};

function next(parts: Parts, entity: string | undefined, from: number, limit: number): { readonly events: readonly object[]; readonly position: number } {
  const events: object[] = [];
  let position = from;
  while (events.length < limit) {
    const entries = parts.events.journal.after(position, limit);
    if (entries.length === 0) break;
    for (const entry of entries) {
      if (events.length >= limit) break;
      position = entry.number;
      if (entity === undefined || entry.entry.entity === entity) events.push(parts.events.message(entry));
    }
  }
  return { events, position };
}

function startOf(parts: Parts, text: string): number {
  const { journal } = parts.events;
  journal.expire(parts.org.now());
  if (text === 'latest' || text === '-1') return journal.last;
  if (text === 'earliest' || text === '-2') return journal.floor;
  const number = replayNumber(text);
  if (number === undefined)
    throw refused(400, 'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted', 'The Replay ID could not be read. Send it as it was received.');
  if (!journal.continues(number))
    throw refused(
      400,
      'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed',
      'The Replay ID validation failed. It is outside the retention window of 72 hours.',
    );
  return number;
}

/** Undefined: every object. */
function entityOf(parts: Parts, topic: string): string | undefined {
  const name = topic.replace(/^\/?data\//, '');
  if (name === 'ChangeEvents') return undefined;
  const definition = name.endsWith('ChangeEvent') ? parts.org.definition(name.slice(0, -'ChangeEvent'.length)) : undefined;
  if (!definition?.tracked)
    throw refused(
      404,
      'sfdc.platform.eventbus.grpc.topic.not.found',
      `There is no topic ${topic}. Topics are /data/ChangeEvents and /data/<Object>ChangeEvent.`,
    );
  return definition.name;
}

function whole(call: Call, name: string, otherwise: number): number {
  const text = call.query.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,6}$/.test(text)) throw refused(400, 'INVALID_INPUT', `${name} is a whole number`);
  return Number(text);
}
