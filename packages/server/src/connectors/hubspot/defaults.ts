import type { DefaultMapping } from '../../modules/sync/index.ts';
import { COMPANY, CURRENCY, FULL_NAME } from './fields.ts';

/** The stages every account begins with, by id; a pipeline of one's own is added in the mapping. */
const stages: DefaultMapping['fields'][number]['valueMap'] = [
  { ours: 'prospect', theirs: 'appointmentscheduled' },
  { ours: 'qualified', theirs: 'qualifiedtobuy' },
  { ours: 'technical', theirs: 'presentationscheduled' },
  { ours: 'business', theirs: 'decisionmakerboughtin' },
  { ours: 'committed', theirs: 'contractsent' },
  { ours: 'won', theirs: 'closedwon' },
  { ours: 'lost', theirs: 'closedlost' },
];

export const hubspotDefaults: readonly DefaultMapping[] = [
  {
    kind: 'person',
    object: 'owners',
    createsHere: false,
    createsThere: false,
    fields: [
      { field: 'name', outsideField: FULL_NAME, authority: 'theirs' },
      { field: 'email', outsideField: 'email', authority: 'theirs' },
    ],
  },
  {
    kind: 'account',
    object: 'companies',
    createsHere: true,
    createsThere: false,
    fields: [
      { field: 'name', outsideField: 'name', authority: 'newest' },
      { field: 'domain', outsideField: 'domain', authority: 'newest' },
      { field: 'industry', outsideField: 'industry', authority: 'theirs' },
      { field: 'country', outsideField: 'country', authority: 'theirs' },
      { field: 'employees', outsideField: 'numberofemployees', authority: 'theirs' },
      { field: 'owner', outsideField: 'hubspot_owner_id', authority: 'theirs' },
    ],
  },
  {
    kind: 'contact',
    object: 'contacts',
    createsHere: true,
    createsThere: false,
    fields: [
      { field: 'name', outsideField: FULL_NAME, authority: 'newest' },
      { field: 'email', outsideField: 'email', authority: 'newest' },
      { field: 'title', outsideField: 'jobtitle', authority: 'newest' },
      { field: 'phone', outsideField: 'phone', authority: 'newest' },
      { field: 'account', outsideField: COMPANY, authority: 'theirs' },
    ],
  },
  {
    kind: 'product',
    object: 'products',
    createsHere: true,
    createsThere: false,
    fields: [
      { field: 'name', outsideField: 'name', authority: 'theirs' },
      { field: 'list_price', outsideField: 'price', authority: 'theirs' },
      { field: 'currency', outsideField: CURRENCY, authority: 'theirs' },
    ],
  },
  {
    kind: 'deal',
    object: 'deals',
    createsHere: true,
    createsThere: true,
    fields: [
      { field: 'name', outsideField: 'dealname', authority: 'newest' },
      { field: 'stage', outsideField: 'dealstage', authority: 'theirs', valueMap: stages },
      { field: 'amount', outsideField: 'amount', authority: 'theirs' },
      { field: 'currency', outsideField: CURRENCY, authority: 'theirs' },
      { field: 'close_on', outsideField: 'closedate', authority: 'theirs' },
      { field: 'account', outsideField: COMPANY, authority: 'theirs' },
      { field: 'owner', outsideField: 'hubspot_owner_id', authority: 'theirs' },
      { field: 'next_step', outsideField: 'hs_next_step', authority: 'newest' },
      { field: 'partners', outsideField: 'entente_partners', authority: 'ours' },
      { field: 'registration_status', outsideField: 'entente_registration', authority: 'ours' },
      { field: 'cosell_status', outsideField: 'entente_cosell', authority: 'ours' },
      { field: 'offer_status', outsideField: 'entente_offer', authority: 'ours' },
      { field: 'agreement_status', outsideField: 'entente_agreement', authority: 'ours' },
      { field: 'entitled_on', outsideField: 'entente_entitled_on', authority: 'ours' },
    ],
  },
];
