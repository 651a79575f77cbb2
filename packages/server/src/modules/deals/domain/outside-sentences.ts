import { because, count, partner, quoted, text, type Payload } from './payload.ts';
import { plainWords } from './words.ts';

const onMarketplace = (payload: Payload): string => (text(payload, 'marketplaceName') ? ` on ${text(payload, 'marketplaceName')}` : '');
const offer = (payload: Payload): string => `offer${quoted(text(payload, 'name'))}`;
const agreement = (payload: Payload): string => (text(payload, 'externalId') ? `agreement ${text(payload, 'externalId')}` : 'agreement');
/** The other side of a connection, by the name people gave it. */
const cloud = (payload: Payload): string => text(payload, 'with') ?? 'the cloud';
const there = (payload: Payload): string => text(payload, 'connection') ?? 'an outside system';
const field = (payload: Payload): string => (text(payload, 'field') ? `“${plainWords(text(payload, 'field') ?? '')}”` : 'a field');
const until = (payload: Payload, key: string): string => (text(payload, key) ? ` until ${text(payload, key)?.slice(0, 10)}` : '');
const lines = (payload: Payload): string => (count(payload, 'lines') === 1 ? 'One billed line' : `${count(payload, 'lines') ?? 'Some'} billed lines`);
const saying = (payload: Payload): string => (text(payload, 'sentence') ? `: ${text(payload, 'sentence')}` : '');

const steps: Readonly<Record<string, string>> = {
  submit: 'the deal could not be submitted',
  respond: 'an invitation could not be answered',
  invite: 'the partner could not be invited',
  link: 'what was chosen could not be linked',
  unlink: 'what was linked could not be freed',
};
const conflicts: Readonly<Record<string, string>> = {
  both_changed: 'it was changed on both sides',
  they_propose: 'they propose another value',
  we_propose: 'our value waits for a yes',
  untranslated: 'a value has no counterpart',
};
const decisions: Readonly<Record<string, string>> = { ours: 'our value stays', theirs: 'theirs is taken', value: 'both get a third value' };
const own = (table: Readonly<Record<string, string>>, key: string | null): string | null =>
  key !== null && Object.hasOwn(table, key) ? (table[key] ?? null) : null;

/** What outside systems, clouds and marketplaces have to do with a deal. */
export const outsideSentences: Readonly<Record<string, (payload: Payload) => string>> = {
  'deal.facts_set': (payload) => {
    const fields = Array.isArray(payload['fields']) ? payload['fields'].filter((each) => typeof each === 'string') : [];
    return fields.length === 0 ? 'Facts of the deal were set.' : `${fields.length === 1 ? 'A fact was' : 'Facts were'} set: ${fields.join(', ')}.`;
  },
  'view.linked': (payload) =>
    text(payload, 'outsideId') ? `The deal was tied to ${text(payload, 'outsideId')} in ${there(payload)}.` : `The deal gets its record in ${there(payload)}.`,
  'view.unlinked': (payload) =>
    text(payload, 'outsideId')
      ? `The deal no longer follows the outside record ${text(payload, 'outsideId')}.`
      : 'The deal no longer follows an outside record.',
  'view.changed': (payload) => `What ${there(payload)} shows of the deal changed${saying(payload)}.`,
  'conflict.opened': (payload) => {
    const why = own(conflicts, text(payload, 'reason'));
    return `${field(payload)} differs in ${there(payload)}${why === null ? '' : `: ${why}`}. Somebody decides.`;
  },
  'conflict.resolved': (payload) => {
    const what = own(decisions, text(payload, 'with'));
    return `It was decided on ${field(payload)}${what === null ? '' : `: ${what}`}.`;
  },
  'conflict.reopened': (payload) => `The decision on ${field(payload)} was taken back.`,
  'failure.retried': () => 'What could not be synced is tried again.',
  'failure.skipped': () => 'What could not be synced was let be.',
  'cosell.shared': (payload) => `The deal is shared with ${cloud(payload)}.`,
  'cosell.submitted': (payload) => `The deal was submitted to ${cloud(payload)} for review.`,
  'cosell.linked': (payload) => `A solution or an offer was linked at ${cloud(payload)}.`,
  'cosell.unlinked': (payload) => `A solution or an offer is no longer linked at ${cloud(payload)}.`,
  'cosell.links_changed': (payload) => {
    const named = (key: string): string => {
      const list = payload[key];
      return Array.isArray(list) ? list.filter((each) => typeof each === 'string').join(', ') : '';
    };
    const parts = [named('added') === '' ? '' : `named ${named('added')}`, named('removed') === '' ? '' : `no longer named ${named('removed')}`];
    return `At ${cloud(payload)} the record was changed: ${parts.filter((part) => part !== '').join('; ')}.`;
  },
  'cosell.partner_invited': (payload) => `A partner was invited at ${cloud(payload)}.`,
  'cosell.step_failed': (payload) => `${cloud(payload)}: ${own(steps, text(payload, 'step')) ?? 'a step failed'}${saying(payload)}.`,
  'cosell.review_changed': (payload) =>
    `${cloud(payload)}: ${text(payload, 'label') ?? plainWords(text(payload, 'to') ?? 'the review moved on')}${saying(payload)}.`,
  'invitation.decided': (payload) =>
    `The invitation${quoted(text(payload, 'title'))} of ${text(payload, 'sender') ?? cloud(payload)} was ${plainWords(text(payload, 'status') ?? 'decided')}${because(payload)}.`,
  'offer.drafted': (payload) => `The ${offer(payload)} was drafted${onMarketplace(payload)}.`,
  'offer.sent': (payload) => `The ${offer(payload)} is out${onMarketplace(payload)}.`,
  'offer.moved': (payload) => `The ${offer(payload)} is now ${plainWords(text(payload, 'state') ?? 'in another state')}${onMarketplace(payload)}.`,
  'offer.extended': (payload) => `The ${offer(payload)} may be accepted${until(payload, 'expiresOn') || ' for longer'}.`,
  'offer.accepted': (payload) => `The buyer accepted the ${offer(payload)}${onMarketplace(payload)}.`,
  'offer.expired': (payload) => `The ${offer(payload)} expired${onMarketplace(payload)}.`,
  'offer.expiring': (payload) => `The ${offer(payload)} expires soon${text(payload, 'expiresOn') ? `, on ${text(payload, 'expiresOn')}` : ''}.`,
  'offer.withdrawn': (payload) => `The ${offer(payload)} was withdrawn${because(payload)}.`,
  'offer.refused': (payload) => `${text(payload, 'marketplaceName') ?? 'The marketplace'} refused the ${offer(payload)}${because(payload)}.`,
  'authorization.drafted': (payload) => `It was drafted that ${partner(payload)} may resell${onMarketplace(payload)}.`,
  'authorization.given': (payload) => `${partner(payload)} may resell${onMarketplace(payload)}.`,
  'authorization.changed': (payload) => `What ${partner(payload)} may resell${onMarketplace(payload)} was changed${until(payload, 'untilOn')}.`,
  'authorization.restricted': (payload) => `${partner(payload)} may no longer resell${onMarketplace(payload)}${because(payload)}.`,
  'authorization.failed': (payload) => `${text(payload, 'marketplaceName') ?? 'The marketplace'} did not let ${partner(payload)} resell${because(payload)}.`,
  'agreement.created': (payload) => `The ${agreement(payload)} was made${onMarketplace(payload)}.`,
  'agreement.amended': (payload) => `The ${agreement(payload)} was changed${onMarketplace(payload)}.`,
  'agreement.renewal_opened': (payload) => `A deal was opened to renew it${text(payload, 'endsOn') ? ` before ${text(payload, 'endsOn')}` : ''}.`,
  'agreement.renewed': (payload) => `The ${agreement(payload)} was renewed${until(payload, 'endsAt')}.`,
  'agreement.replaced': (payload) => `Another agreement took the place of the ${agreement(payload)}.`,
  'agreement.expired': (payload) => `The ${agreement(payload)} came to its end${onMarketplace(payload)}.`,
  'agreement.cancelled': (payload) => `The ${agreement(payload)} was ended early${onMarketplace(payload)}.`,
  'entitlement.pending': (payload) => `What was bought waits to be fulfilled${onMarketplace(payload)}.`,
  'entitlement.active': (payload) => `The buyer may use what was bought${onMarketplace(payload)}.`,
  'entitlement.changed': (payload) => `What the buyer may use was changed${onMarketplace(payload)}.`,
  'entitlement.suspended': (payload) => `The use of what was bought is suspended${onMarketplace(payload)}.`,
  'entitlement.ended': (payload) => `The buyer may no longer use what was bought${onMarketplace(payload)}.`,
  'usage.rejected': (payload) =>
    `${text(payload, 'marketplace') ?? 'The marketplace'} did not accept ${text(payload, 'quantity') ?? ''} ${text(payload, 'dimension') ?? 'units'} of usage${saying(payload)}.`.replace(
      '  ',
      ' ',
    ),
  'disbursement.matched': (payload) =>
    `${lines(payload)} of ${text(payload, 'marketplace') ?? 'the marketplace'} ${count(payload, 'lines') === 1 ? 'belongs' : 'belong'} to the deal.`,
  'disbursement.unmatched': (payload) =>
    `${lines(payload)} of ${text(payload, 'marketplace') ?? 'the marketplace'} no longer ${count(payload, 'lines') === 1 ? 'belongs' : 'belong'} to the deal.`,
  'disbursement.reconciled': (payload) =>
    `${text(payload, 'marketplace') ?? 'The marketplace'} has paid out for the deal${text(payload, 'key') ? ` (${text(payload, 'key')})` : ''}.`,
};
