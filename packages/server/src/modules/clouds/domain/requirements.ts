export type Requirement = {
  readonly cloud: 'aws' | 'microsoft' | 'google';
  readonly program: string;
  readonly key: string;
  readonly sentence: string;
  readonly unit: 'yes_no' | 'count' | 'money';
  /** Money is in whole US dollars, as the programmes state it. */
  readonly required: number;
  /** What of our own records answers it; otherwise a person states it. */
  readonly counted: 'launched' | null;
  /** Where it was read. Programmes change: a person compares before relying on it. */
  readonly source: string;
};

const of =
  (cloud: Requirement['cloud'], program: string, source: string) =>
  (key: string, sentence: string, unit: Requirement['unit'], required: number, counted: Requirement['counted'] = null): Requirement => ({
    cloud,
    program,
    key,
    sentence,
    unit,
    required,
    counted,
    source,
  });

const ace = of('aws', 'ACE', 'docs.aws.amazon.com/partner-central/latest/sales-guide/getting-started.html');
const opportunity = of('aws', 'ACE', 'docs.aws.amazon.com/partner-central/latest/developer-guide/working-with-your-opportunities.html');
const tier = (name: string) => of('aws', `Services path: ${name}`, 'AWS Partner Network, Services path tier guide 2023, republished December 2024');
const [select, advanced, premier] = [tier('Select'), tier('Advanced'), tier('Premier')];
const azure = of(
  'microsoft',
  'Azure IP co-sell eligible',
  'techcommunity.microsoft.com, Azure IP co-sell eligibility, January 2025, quoting Partner Center; and its page on commitments',
);
const referrals = of('microsoft', 'Co-sell', 'learn.microsoft.com/en-us/partner-center/developer/get-a-list-of-referrals');

/**
 * What the co-sell programmes ask for, as their owners publish it: only what was found in a source. A programme that is not here
 * publishes no numbers that were found; Google's is one.
 */
export const requirements: readonly Requirement[] = [
  ace('terms', 'The alliance lead has accepted the terms of the ACE programme', 'yes_no', 1),
  ace('people', 'Somebody besides the alliance lead may manage opportunities in Partner Central', 'yes_no', 1),
  opportunity('solution', 'Solutions or marketplace products that can be named on an opportunity', 'count', 1),
  select('accredited', 'Accredited people', 'count', 4),
  select('launched', 'Launched opportunities within 12 months', 'count', 3, 'launched'),
  select('revenue', 'Estimated monthly revenue of launched opportunities, in US dollars', 'money', 1_500),
  advanced('accredited', 'Accredited people', 'count', 8),
  advanced('launched', 'Launched opportunities within 12 months', 'count', 20, 'launched'),
  advanced('revenue', 'Estimated monthly revenue of launched opportunities, in US dollars', 'money', 10_000),
  premier('accredited', 'Accredited people', 'count', 20),
  premier('launched', 'Launched opportunities within 12 months', 'count', 50, 'launched'),
  premier('revenue', 'Estimated monthly revenue of launched opportunities, in US dollars', 'money', 50_000),
  referrals('role', 'Somebody holds the role of referral administrator or referral user', 'yes_no', 1),
  azure('transactable', 'The offer can be bought in the marketplace', 'yes_no', 1),
  azure('revenue', 'Azure consumption or marketplace sales of the last 12 months, in US dollars', 'money', 100_000),
];
