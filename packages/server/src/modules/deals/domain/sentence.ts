import { dealStages, participantRoles, routeKinds, type DealStage, type ParticipantRole, type RouteKind } from '@entente/kernel';
import { commercialSentences } from './commercial-sentences.ts';
import { outsideSentences } from './outside-sentences.ts';
import { because, partner, quoted, text, type Payload } from './payload.ts';
import { plainWords, roleLabel, routeLabel, stageLabel } from './words.ts';

export type TimelineEvent = { readonly type: string; readonly payload: Payload };

const stage = (payload: Payload, key: string): string =>
  (dealStages as readonly unknown[]).includes(payload[key]) ? stageLabel[payload[key] as DealStage] : 'another stage';
export const roleIn = (payload: Payload): ParticipantRole | null =>
  (participantRoles as readonly unknown[]).includes(payload['role']) ? (payload['role'] as ParticipantRole) : null;
const route = (payload: Payload): string =>
  (routeKinds as readonly unknown[]).includes(payload['kind']) ? `${routeLabel[payload['kind'] as RouteKind]} route` : 'route';
const from = (payload: Payload): string => text(payload, 'fromName') ?? 'A partner';
const to = (payload: Payload): string => text(payload, 'toName') ?? 'another partner';
const role = (payload: Payload): string => {
  const known = roleIn(payload);
  return known ? ` as ${roleLabel[known]}` : '';
};

const fieldLabel: Readonly<Record<string, string>> = {
  name: 'name',
  accountId: 'account',
  amountMinor: 'amount',
  currency: 'currency',
  closeOn: 'close date',
  openedOn: 'opening date',
  ownerId: 'owner',
  region: 'region',
  source: 'source',
  nextStep: 'next step',
  externalId: 'outside identity',
};

function updated(payload: Payload): string {
  const fields = Array.isArray(payload['fields']) ? payload['fields'].filter((field) => typeof field === 'string') : [];
  if (fields.length === 1 && fields[0] === 'nextStep')
    return text(payload, 'nextStep') ? `The next step is now${quoted(text(payload, 'nextStep'))}.` : 'The next step was cleared.';
  if (fields.length === 1 && fields[0] === 'ownerId')
    return text(payload, 'ownerName') ? `${text(payload, 'ownerName')} now owns the deal.` : 'The deal has no owner now.';
  if (fields.length === 1 && fields[0] === 'closeOn')
    return text(payload, 'closeOn') ? `The close date is now ${text(payload, 'closeOn')}.` : 'The close date was cleared.';
  const labels = fields.map((field) => fieldLabel[field] ?? plainWords(field));
  return labels.length === 0
    ? 'The deal was changed.'
    : `The ${labels.length === 1 ? labels[0] : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`} changed.`;
}

const sentences: Readonly<Record<string, (payload: Payload) => string>> = {
  'deal.created': (payload) => (text(payload, 'stage') ? `The deal was created in ${stage(payload, 'stage')}.` : 'The deal was created.'),
  'deal.updated': updated,
  'deal.stage_moved': (payload) =>
    payload['to'] === 'won'
      ? `The deal was won${because(payload)}.`
      : payload['to'] === 'lost'
        ? `The deal was lost${because(payload)}.`
        : `The deal moved from ${stage(payload, 'from')} to ${stage(payload, 'to')}${because(payload)}.`,
  'deal.lines_changed': (payload) =>
    payload['count'] === 0
      ? 'All lines were taken off the deal.'
      : payload['count'] === 1
        ? 'The deal now has one line.'
        : typeof payload['count'] === 'number'
          ? `The deal now has ${payload['count']} lines.`
          : 'The lines changed.',
  'deal.close_slipped': (payload) =>
    `The close date slipped${typeof payload['days'] === 'number' ? ` by ${payload['days']} ${payload['days'] === 1 ? 'day' : 'days'}` : ''}${text(payload, 'to') ? ` to ${text(payload, 'to')}` : ''}.`,
  'participant.added': (payload) => `${partner(payload)} joined${role(payload)}.`,
  'participant.updated': (payload) =>
    `${partner(payload)}${role(payload)}${text(payload, 'state') ? ` is ${plainWords(text(payload, 'state') ?? '')}` : ' was updated'}${text(payload, 'step') ? `: ${text(payload, 'step')}` : ''}.`,
  'participant.ended': (payload) => `${partner(payload)} left${role(payload)}.`,
  'route.added': (payload) => `A ${route(payload)} was added${payload['settles'] === true ? ', and it settles the deal' : ''}.`,
  'route.updated': (payload) =>
    `The ${route(payload)} ${text(payload, 'to') ? `is now ${plainWords(text(payload, 'to') ?? '')}` : payload['settles'] === true ? 'now settles the deal' : 'was updated'}.`,
  'route.ended': (payload) => `The ${route(payload)} ended.`,
  'committee.changed': (payload) =>
    `${text(payload, 'contactName') ?? 'A contact'} ${payload['removed'] === true ? 'was taken off the buying committee' : `is on the buying committee${text(payload, 'role') ? ` as ${plainWords(text(payload, 'role') ?? '')}` : ''}`}.`,
  'handoff.added': (payload) => `A handoff was promised:${quoted(text(payload, 'title'))}.`,
  'handoff.done': (payload) => `The handoff${quoted(text(payload, 'title'))} is done.`,
  'handoff.updated': (payload) => `What the handoff${quoted(text(payload, 'title'))} waits on was changed.`,
  'handoff.reopened': (payload) => `The handoff${quoted(text(payload, 'title'))} was opened again.`,
  'comment.added': (payload) => (text(payload, 'excerpt') ? `Comment: ${text(payload, 'excerpt')}` : 'A comment was added.'),
  'file.added': (payload) => `The file${quoted(text(payload, 'name'))} was ${payload['removed'] === true ? 'removed' : 'added'}.`,
  'touch.logged': (payload) =>
    `${text(payload, 'partnerName') ? `${text(payload, 'partnerName')}: ` : ''}${plainWords(text(payload, 'kind') ?? 'touch')} logged${text(payload, 'note') ? `: ${text(payload, 'note')}` : ''}.`,
  'act.opened': (payload) => `Waiting for somebody:${quoted(text(payload, 'title')) || ' an act was opened'}.`,
  'act.assigned': (payload) =>
    `What waits${text(payload, 'title') ? `,${quoted(text(payload, 'title'))},` : ''} was given to ${text(payload, 'to') ?? 'somebody else'}.`,
  'act.decided': (payload) => `Decided${quoted(text(payload, 'title'))}${text(payload, 'outcome') ? `: ${plainWords(text(payload, 'outcome') ?? '')}` : ''}.`,
  'act.escalated': (payload) => `The clock ran out${text(payload, 'title') ? ` on${quoted(text(payload, 'title'))}` : ''}; it was escalated.`,
  'match.made': (payload) => `Partners were matched${typeof payload['considered'] === 'number' ? `; ${payload['considered']} were considered` : ''}.`,
  'brief.written': () => 'A brief was written.',
  'meeting.invited': (payload) => `A meeting was set up${text(payload, 'title') ? `:${quoted(text(payload, 'title'))}` : ''}.`,
  'run.started': (payload) => `The play${quoted(text(payload, 'playName') ?? text(payload, 'title'))} started.`,
  'run.step': (payload) => `The play reached${quoted(text(payload, 'title') ?? text(payload, 'stepKey')) || ' its next step'}.`,
  'run.finished': (payload) =>
    `The play${quoted(text(payload, 'playName') ?? text(payload, 'title'))} finished${text(payload, 'status') ? ` (${plainWords(text(payload, 'status') ?? '')})` : ''}.`,
  'share.asked': (payload) => `${from(payload)} asked that ${to(payload)} joins${role(payload)}.`,
  'share.consented': (payload) => `It was agreed that ${to(payload)} joins${role(payload)}; ${to(payload)} is asked now.`,
  'share.accepted': (payload) => `${to(payload)} agreed to join${role(payload)}, asked by ${from(payload)}.`,
  'share.declined': (payload) => `${to(payload)} does not join${role(payload)}, as ${from(payload)} had asked.`,
  'share.ended': (payload) => `${from(payload)} and ${to(payload)} no longer share the deal.`,
  'chain.priced': () => 'A price of the resale chain was set.',
  'outcome.logged': (payload) => `The outcome was logged${text(payload, 'outcome') ? `: ${plainWords(text(payload, 'outcome') ?? '')}` : ''}.`,
  ...outsideSentences,
  ...commercialSentences,
};

/** One plain sentence for anything that can happen to a deal; a type that is not known here is told by its name. */
export function sentenceOf(event: TimelineEvent): string {
  const known = Object.hasOwn(sentences, event.type) ? sentences[event.type] : undefined;
  if (known) return tidy(known(event.payload));
  const words = plainWords(event.type).replaceAll('.', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

const tidy = (sentence: string): string => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`.replace(/([.!?])\.$/, '$1');
