import type { DefaultMapping } from '../../modules/sync/index.ts';
import { CURRENCY_FIELD } from './fields.ts';

/** The stages a new org has; an admin's own are added in the mapping. Of several that mean one of ours, the first is written. */
const stages: DefaultMapping['fields'][number]['valueMap'] = [
  { ours: 'prospect', theirs: 'Prospecting' },
  { ours: 'qualified', theirs: 'Qualification' },
  { ours: 'qualified', theirs: 'Needs Analysis' },
  { ours: 'technical', theirs: 'Value Proposition' },
  { ours: 'technical', theirs: 'Id. Decision Makers' },
  { ours: 'business', theirs: 'Perception Analysis' },
  { ours: 'business', theirs: 'Proposal/Price Quote' },
  { ours: 'committed', theirs: 'Negotiation/Review' },
  { ours: 'won', theirs: 'Closed Won' },
  { ours: 'lost', theirs: 'Closed Lost' },
];

/** The CRM owns stage, amount, close date and owner; what became of the deal here is ours. Custom fields only count where they are there. */
export const salesforceDefaults: readonly DefaultMapping[] = [
  {
    kind: 'person',
    object: 'User',
    createsHere: false,
    createsThere: false,
    fields: [
      { field: 'name', outsideField: 'Name', authority: 'theirs' },
      { field: 'email', outsideField: 'Email', authority: 'theirs' },
    ],
  },
  {
    kind: 'account',
    object: 'Account',
    createsHere: true,
    createsThere: false,
    fields: [
      { field: 'name', outsideField: 'Name', authority: 'newest' },
      { field: 'domain', outsideField: 'Website', authority: 'newest' },
      { field: 'industry', outsideField: 'Industry', authority: 'theirs' },
      { field: 'country', outsideField: 'BillingCountry', authority: 'theirs' },
      { field: 'employees', outsideField: 'NumberOfEmployees', authority: 'theirs' },
      { field: 'owner', outsideField: 'OwnerId', authority: 'theirs' },
      { field: 'parent', outsideField: 'ParentId', authority: 'theirs' },
    ],
  },
  {
    kind: 'contact',
    object: 'Contact',
    createsHere: true,
    createsThere: false,
    fields: [
      { field: 'name', outsideField: 'Name', authority: 'newest' },
      { field: 'email', outsideField: 'Email', authority: 'newest' },
      { field: 'title', outsideField: 'Title', authority: 'newest' },
      { field: 'phone', outsideField: 'Phone', authority: 'newest' },
      { field: 'account', outsideField: 'AccountId', authority: 'theirs' },
    ],
  },
  {
    kind: 'product',
    object: 'Product2',
    createsHere: true,
    createsThere: false,
    fields: [
      { field: 'name', outsideField: 'Name', authority: 'theirs' },
      { field: 'family', outsideField: 'Family', authority: 'theirs' },
      { field: 'active', outsideField: 'IsActive', authority: 'theirs' },
    ],
  },
  {
    kind: 'deal',
    object: 'Opportunity',
    createsHere: true,
    createsThere: true,
    fields: [
      { field: 'name', outsideField: 'Name', authority: 'newest' },
      { field: 'stage', outsideField: 'StageName', authority: 'theirs', valueMap: stages },
      { field: 'amount', outsideField: 'Amount', authority: 'theirs' },
      { field: 'currency', outsideField: CURRENCY_FIELD, authority: 'theirs' },
      { field: 'close_on', outsideField: 'CloseDate', authority: 'theirs' },
      { field: 'account', outsideField: 'AccountId', authority: 'theirs' },
      { field: 'owner', outsideField: 'OwnerId', authority: 'theirs' },
      { field: 'next_step', outsideField: 'NextStep', authority: 'newest' },
      { field: 'partners', outsideField: 'Entente_Partners__c', authority: 'ours' },
      { field: 'registration_status', outsideField: 'Entente_Registration__c', authority: 'ours' },
      { field: 'cosell_status', outsideField: 'Entente_Cosell__c', authority: 'ours' },
      { field: 'offer_status', outsideField: 'Entente_Offer__c', authority: 'ours' },
      { field: 'agreement_status', outsideField: 'Entente_Agreement__c', authority: 'ours' },
      { field: 'entitled_on', outsideField: 'Entente_Entitled_On__c', authority: 'ours' },
    ],
  },
];
