import { majorOf } from '@entente/kernel';
import { because, count, quoted, text, type Payload } from './payload.ts';
import { plainWords } from './words.ts';

const quote = (payload: Payload): string => {
  const number = count(payload, 'number');
  return number === null ? 'the quote' : `quote ${number}${(count(payload, 'quoteVersion') ?? 1) > 1 ? `, version ${count(payload, 'quoteVersion')}` : ''}`;
};
const subscription = (payload: Payload): string => `subscription${quoted(text(payload, 'name'))}`;
const rule = (payload: Payload): string => (text(payload, 'ruleName') ? ` for${quoted(text(payload, 'ruleName'))}` : '');
const saying = (payload: Payload): string => (text(payload, 'sentence') ? `: ${text(payload, 'sentence')}` : '');

function amount(payload: Payload, key: string): string | null {
  const [minor, currency] = [count(payload, key), text(payload, 'currency')];
  return minor === null || currency === null || !Number.isSafeInteger(minor) ? null : `${majorOf(minor, currency)} ${currency}`;
}

/** What the deal is sold for, how it is settled, and what follows of what is received. */
export const commercialSentences: Readonly<Record<string, (payload: Payload) => string>> = {
  'quote.created': (payload) => `${quote(payload)} was begun${text(payload, 'copiedFrom') ? ', copied from another' : ''}.`,
  'quote.changed': (payload) => `${quote(payload)} was changed${amount(payload, 'netMinor') ? `; it comes to ${amount(payload, 'netMinor')}` : ''}.`,
  'quote.submitted': (payload) => `${quote(payload)} waits for approvals.`,
  'quote.approved_once': (payload) => `${quote(payload)} has one of its approvals.`,
  'quote.approved': (payload) => `${quote(payload)} is approved.`,
  'quote.rejected': (payload) => `${quote(payload)} was not approved${because(payload)}.`,
  'quote.sent': (payload) => `${quote(payload)} was sent to the customer.`,
  'quote.accepted': (payload) => `The customer accepted ${quote(payload)}${amount(payload, 'netMinor') ? ` of ${amount(payload, 'netMinor')}` : ''}.`,
  'quote.declined': (payload) => `The customer declined ${quote(payload)}.`,
  'quote.withdrawn': (payload) => `${quote(payload)} was withdrawn.`,
  'quote.expired': (payload) => `The last day of ${quote(payload)} has passed.`,
  'quote.superseded': (payload) =>
    `${count(payload, 'supersededBy') === null ? 'Another quote' : `Quote ${count(payload, 'supersededBy')}`} took the place of ${quote(payload)}.`,
  'settlement.chosen': (payload) => {
    const [label, before, net] = [text(payload, 'label'), text(payload, 'from'), amount(payload, 'netMinor')];
    const instead = before === null || before === label ? '' : `, and no longer by${quoted(before)}`;
    return `The deal is settled by${quoted(label) || ' another way'}${instead}${net === null ? '' : `; our net is ${net}`}.`;
  },
  'subscription.started': (payload) => `The ${subscription(payload)} began.`,
  'subscription.changed': (payload) => `The ${subscription(payload)} was changed${saying(payload)}.`,
  'subscription.renewal_opened': (payload) =>
    `A deal was opened to renew the ${subscription(payload)}${text(payload, 'endsOn') ? ` before ${text(payload, 'endsOn')}` : ''}.`,
  'outcome.accepted': (payload) =>
    `Both sides accepted the outcome${quoted(text(payload, 'description'))}${amount(payload, 'amountMinor') ? `: ${amount(payload, 'amountMinor')}` : ''}.`,
  'receipt.recorded': (payload) => {
    const net = amount(payload, 'netMinor');
    return `${text(payload, 'reverses') ? 'Money went back' : 'Money came'} for the deal${net === null ? '' : `: ${net} before tax`}.`;
  },
  'earning.recorded': (payload) => {
    const sum = amount(payload, 'amountMinor');
    return `Earned${quoted(text(payload, 'title')) || ' by a partner'}${sum === null ? '' : `: ${sum}`}.`;
  },
  'earning.held': (payload) => `What a partner earned is held${because(payload)}.`,
  'earning.released': (payload) => `What a partner earned was released before its day${because(payload)}.`,
  'earning.due': () => 'What partners earned is owed now.',
  'split.allocated': (payload) => {
    const [net, partners] = [amount(payload, 'netMinor'), amount(payload, 'partnersMinor')];
    return net === null || partners === null ? 'What came for the deal was divided.' : `Of ${net} that came, ${partners} went to partners.`;
  },
  'split.held': (payload) => `What came for the deal could not be divided${saying(payload)}.`,
  'incentive.accrued': (payload) => {
    const [sum, kind] = [amount(payload, 'amountMinor'), plainWords(text(payload, 'kind') ?? 'incentive')];
    return (count(payload, 'amountMinor') ?? 0) < 0
      ? `An incentive was taken back (${kind})${sum === null ? '' : `: ${sum}`}.`
      : `A partner earned an incentive (${kind})${sum === null ? '' : `: ${sum}`}.`;
  },
  'incentive.held': (payload) => `Incentives of the deal could not be worked out${saying(payload)}.`,
  'incentive.claimed': (payload) => `Influence on the deal was claimed${rule(payload)}.`,
  'incentive.claim_decided': (payload) => `The claim of influence was ${payload['approved'] === true ? 'approved' : 'declined'}${because(payload)}.`,
  'incentive.spiff_registered': (payload) => `Somebody was registered${rule(payload)}.`,
};
