import { dealStages, participantRoles, type DealStage, type ParticipantRole } from '@entente/kernel';

export type DealEvent = {
  readonly id: string;
  readonly type: string;
  readonly recordId: string;
  readonly at: string;
  readonly payload: Readonly<Record<string, unknown>>;
};
type Payload = DealEvent['payload'];
/** Whose eyes: their own partner, and the handoffs it gave or was given. */
export type Reader = { readonly partnerId: string; readonly handoffIds: ReadonlySet<string> };

const stageLabel: Readonly<Record<DealStage, string>> = {
  prospect: 'Prospect',
  qualified: 'Qualified',
  technical: 'Technical validation',
  business: 'Business validation',
  committed: 'Committed',
  won: 'Won',
  lost: 'Lost',
};
const text = (payload: Payload, key: string): string | null => (typeof payload[key] === 'string' && payload[key] !== '' ? payload[key] : null);
const isStage = (value: unknown): value is DealStage => (dealStages as readonly unknown[]).includes(value);
const isRole = (value: unknown): value is ParticipantRole => (participantRoles as readonly unknown[]).includes(value);
const as = (payload: Payload): string => (isRole(payload['role']) ? ` as ${payload['role']}` : '');

/** The vendor's reason for a move is its own; the move is everybody's. */
function moved(payload: Payload): string | null {
  const { from, to } = payload;
  if (to === 'won') return 'The deal was won.';
  if (to === 'lost') return 'The deal was lost.';
  if (!isStage(to)) return null;
  return isStage(from) ? `The deal moved from ${stageLabel[from]} to ${stageLabel[to]}.` : `The deal moved to ${stageLabel[to]}.`;
}

function ownLane(payload: Payload): string {
  const [state, step] = [text(payload, 'state'), text(payload, 'step')];
  return `Your part${as(payload)} ${state ? `is ${state.replaceAll('_', ' ')}` : 'was updated'}${step ? `: ${step}` : '.'}`;
}

const ofEverybody: Readonly<Record<string, (payload: Payload) => string | null>> = {
  'deal.created': () => 'The deal was created.',
  'deal.stage_moved': moved,
};
const ofTheReader: Readonly<Record<string, (payload: Payload) => string | null>> = {
  'participant.added': (payload) => `You joined${as(payload)}.`,
  'participant.updated': ownLane,
  'participant.ended': (payload) => `You left${as(payload)}.`,
};
const ofItsHandoffs: Readonly<Record<string, (title: string) => string>> = {
  'handoff.added': (title) => `A handoff was promised: “${title}”.`,
  'handoff.done': (title) => `The handoff “${title}” is done.`,
  'handoff.reopened': (title) => `The handoff “${title}” was opened again.`,
};
/** Modules that speak to partners themselves put the sentence into the event; without one, the event is none of theirs. */
const spokenTo = /^(registration|share|case|lead)\./;

export const timelineTypes: readonly string[] = [...Object.keys(ofEverybody), ...Object.keys(ofTheReader), ...Object.keys(ofItsHandoffs)];

/** One sentence that is safe for the reader, or null for what is not theirs to know. A kind of event nobody knows here is not told. */
export function partnerSentenceOf(event: DealEvent, reader: Reader): string | null {
  const { type, payload } = event;
  if (Object.hasOwn(ofEverybody, type)) return ofEverybody[type]?.(payload) ?? null;
  if (Object.hasOwn(ofItsHandoffs, type)) return reader.handoffIds.has(event.recordId) ? (ofItsHandoffs[type]?.(text(payload, 'title') ?? '') ?? null) : null;
  const own = payload['partnerId'] === reader.partnerId;
  if (Object.hasOwn(ofTheReader, type)) return own ? (ofTheReader[type]?.(payload) ?? null) : null;
  if (spokenTo.test(type)) return own || payload['actingPartnerId'] === reader.partnerId ? text(payload, 'partnerSentence') : null;
  return null;
}
