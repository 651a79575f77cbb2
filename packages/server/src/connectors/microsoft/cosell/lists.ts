/*
 * Values the referrals API of Partner Center knows (learn.microsoft.com, "Referral resources" and "Create a referral").
 */
export const outcomes = ['Open', 'Won', 'Lost', 'Declined', 'Expired'] as const;
export const qualifications = ['None', 'Direct', 'MarketingQualified', 'SalesQualified'] as const;
/** Bands of employees with the least number of each; the first three are of an earlier list and are only read. */
export const sizeBands: readonly (readonly [string, number])[] = [
  ['1to50employees', 1],
  ['51to500employees', 51],
  ['Morethan500employees', 501],
  ['1to9employees', 1],
  ['10to50employees', 10],
  ['51to250employees', 51],
  ['251to1000employees', 251],
  ['1001to5000employees', 1001],
  ['5001to10000employees', 5001],
  ['10001to20000employees', 10_001],
  ['Morethan20000employees', 20_001],
];
export const assistanceCodes = [
  'Unknown',
  'WorkloadSpecificValueProposition',
  'CustomerTechnicalArchitecture',
  'ProofOfConceptOrDemo',
  'QuotesOrLicensing',
  'PostSalesCustomerSuccess',
  'GeneralOrOther',
] as const;

/** How a referral may be taken to Microsoft; their pages call these the kinds of a deal. */
export const involvements = ['Co-sell', 'Partner-led'] as const;
/** Free text over there; these are what is asked of us when we decline. */
export const rejectReasons = [
  'It does not fit what we sell',
  'No capacity at the moment',
  'The customer cannot be reached',
  'We work on it already',
  'Other',
] as const;
export const SOLUTIONS = 'Solutions';
