import type { CommercialQuote, MarketplaceCapabilities, OfferIssue, ResaleGrant } from './quote.ts';
import { moneyText } from './drift.ts';
import { daysBetween, totalOf } from './terms.ts';

type Terms = Omit<CommercialQuote, 'buyerAccount' | 'expiresOn' | 'startsOn'>;
type Say = (severity: OfferIssue['severity'], field: string, code: string, sentence: string) => void;

function collecting(): { issues: OfferIssue[]; say: Say } {
  const issues: OfferIssue[] = [];
  return { issues, say: (severity, field, code, sentence) => void issues.push({ severity, field, code, sentence }) };
}

/** What every marketplace asks of an offer, by what it says it can do; what only one asks, its adapter adds. */
export function offerIssues(quote: CommercialQuote, can: MarketplaceCapabilities, known: { readonly dimensions: readonly string[] | null }): OfferIssue[] {
  const { issues, say } = collecting();
  termIssues(quote, can, known, say);
  accountIssue(quote.buyerAccount, 'buyerAccount', can, say);
  if (quote.expiresOn === null) {
    if (can.expiry.required) say('blocks', 'expiresOn', 'required', 'Say until when the buyer can accept.');
  } else {
    const days = daysBetween(quote.today, quote.expiresOn);
    if (days < 0) say('blocks', 'expiresOn', 'past', `The offer would have expired on ${quote.expiresOn}.`);
    else if (days < 3)
      say(
        'warning',
        'expiresOn',
        'short',
        `The buyer has until ${quote.expiresOn}, which is ${days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'}`}.`,
      );
    if (can.expiry.maximumDays !== null && days > can.expiry.maximumDays)
      say('blocks', 'expiresOn', 'range', `Offers can be open for ${can.expiry.maximumDays} days at most.`);
  }
  if (quote.startsOn !== null && quote.expiresOn !== null && quote.startsOn < quote.expiresOn)
    say('warning', 'startsOn', 'early', `The agreement would begin on ${quote.startsOn}, before the last day to accept.`);
  return issues;
}

export function grantIssues(grant: ResaleGrant, can: MarketplaceCapabilities, known: { readonly dimensions: readonly string[] | null }): OfferIssue[] {
  const { issues, say } = collecting();
  if (can.resale.mode === 'none') say('blocks', 'usage', 'unsupported', 'This marketplace knows no resale authorisations.');
  else if (can.resale.mode === 'associate')
    say('warning', 'usage', 'by_hand', 'This marketplace has it made on its own pages; make it there, then note its identity here.');
  else if (!can.resale.usages.includes(grant.usage))
    say('blocks', 'usage', 'enum', `This marketplace does not give authorisations that are ${grant.usage.replaceAll('_', ' ')}.`);
  termIssues(grant, can, known, say);
  accountIssue(grant.resellerAccount, 'resellerAccount', can, say);
  if (grant.buyerAccount !== null) accountIssue(grant.buyerAccount, 'buyerAccount', can, say);
  if (grant.usage === 'until' && grant.until !== null && grant.until < grant.today)
    say('blocks', 'untilOn', 'past', `The authorisation would have ended on ${grant.until}.`);
  return issues;
}

function accountIssue(account: string, field: string, can: MarketplaceCapabilities, say: Say): void {
  if (account === '') say('blocks', field, 'required', `${can.buyerAccount.label} is missing.`);
  else if (!new RegExp(`^(?:${can.buyerAccount.pattern})$`).test(account))
    say('blocks', field, 'format', `“${account}” is not written like this: ${can.buyerAccount.label}.`);
}

function termIssues(terms: Terms, can: MarketplaceCapabilities, known: { readonly dimensions: readonly string[] | null }, say: Say): void {
  if (terms.name.length > can.nameMaximum) say('blocks', 'name', 'length', `The name has ${terms.name.length} characters; ${can.nameMaximum} are possible.`);
  if ((terms.description ?? '').length > can.descriptionMaximum)
    say('blocks', 'description', 'length', `The description has ${(terms.description ?? '').length} characters; ${can.descriptionMaximum} are possible.`);
  if (can.currencies.length > 0 && !can.currencies.includes(terms.currency))
    say('blocks', 'currency', 'enum', `Offers cannot be priced in ${terms.currency}. Possible: ${can.currencies.join(', ')}.`);
  if (terms.totalMinor <= 0n) say('warning', 'lines', 'free', 'The offer costs nothing.');
  if (totalOf(terms.lines) !== terms.totalMinor) say('blocks', 'lines', 'sum', 'The lines do not sum to the total.');
  if (terms.termMonths === null) say('warning', 'termMonths', 'open', 'The offer names no term.');
  terms.lines.forEach((line, index) => {
    if (known.dimensions !== null && !known.dimensions.includes(line.dimension))
      say(
        'blocks',
        `lines.${index}.dimension`,
        'unknown',
        `The listing has no dimension “${line.dimension}”. It has ${known.dimensions.join(', ') || 'none'}.`,
      );
  });
  const keys = terms.lines.map((line) => line.dimension);
  keys.forEach(
    (key, index) => keys.indexOf(key) !== index && say('blocks', `lines.${index}.dimension`, 'duplicate', `Two lines are priced by the dimension ${key}.`),
  );
  instalmentIssues(terms, can, say);
  if (
    can.eulas.length > 0 &&
    !can.eulas.some(
      (one) =>
        one.kind === terms.eula.kind &&
        (terms.eula.kind === 'custom' || one.version === null || terms.eula.version === null || one.version === terms.eula.version),
    )
  )
    say(
      'blocks',
      'eula',
      'enum',
      terms.eula.kind === 'standard' ? `There is no standard licence ${terms.eula.version ?? ''} there.` : 'A licence of one’s own cannot be used there.',
    );
  if (terms.eula.kind === 'custom' && !terms.eula.url.startsWith('https://')) say('blocks', 'eula', 'format', 'The licence must be at an https address.');
}

function instalmentIssues({ instalments, totalMinor, currency, today }: Terms, can: MarketplaceCapabilities, say: Say): void {
  if (instalments.length === 0) return;
  if (instalments.length > can.instalments.maximum)
    say(
      'blocks',
      'instalments',
      'too_many',
      can.instalments.maximum === 0 ? 'Instalments cannot be agreed there.' : `At most ${can.instalments.maximum} instalments can be agreed there.`,
    );
  const sum = totalOf(instalments);
  if (sum !== totalMinor)
    say('blocks', 'instalments', 'sum', `The instalments sum to ${moneyText(sum, currency)}, the offer to ${moneyText(totalMinor, currency)}.`);
  instalments.forEach((instalment, index) => {
    const before = instalments[index - 1];
    if (before && before.dueOn >= instalment.dueOn)
      say('blocks', `instalments.${index}.dueOn`, 'order', 'Instalments must follow each other, one a day at most.');
    if (instalment.dueOn < today)
      say('warning', `instalments.${index}.dueOn`, 'past', `The instalment of ${instalment.dueOn} lies in the past and is charged on acceptance.`);
  });
}
