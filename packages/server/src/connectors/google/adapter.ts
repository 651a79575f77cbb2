import type { FormField, SystemAdapter } from '../../modules/sync/index.ts';
import { readGoogleEvents } from './events.ts';
import { googleOpportunityRecords } from './opportunities/records.ts';

const text = (key: string, label: string, help: string): FormField => ({ key, label, kind: 'text', required: false, help });
const settings: readonly FormField[] = [
  text('partnerId', 'Partner id', 'Of Partner Hub, such as C01234567. Needed for co-selling; give the service account the role of an integrator there.'),
  text('providerId', 'Provider id', 'Under which the marketplace knows you. The account of the connection is used when this is empty.'),
  text('project', 'Project', 'The Google Cloud project of your marketplace products. The provider id is used when this is empty.'),
  text('location', 'Location', 'Of private offers; global is used when this is empty.'),
  text('offerContactEmail', 'Contact for private offers', 'A mail address of yours. Google asks for it and sends the link of each offer to it.'),
  text('usualContractVehicle', 'Usual contract vehicle', 'Filled in with a submission where the deal names none.'),
  text('usualRegion', 'Usual region', 'In Google’s word; filled in with a submission where the deal names none.'),
  text('usualProductFamily', 'Usual product family', 'In Google’s word, such as GOOGLE_CLOUD_PLATFORM; filled in with a submission where the deal names none.'),
  text('pushServiceAccount', 'Service account of the subscription', 'The mail address as which Pub/Sub pushes messages to us. Without it no message is taken.'),
  text('pushAudience', 'Audience of the subscription', 'Only when the subscription names one of its own; the address of the messages is used otherwise.'),
];
const credentials: readonly FormField[] = [
  {
    key: 'serviceAccountJson',
    label: 'Key of the service account',
    kind: 'long_secret',
    required: true,
    help: 'The whole JSON file that Google Cloud gave for the key.',
  },
];

/** Google Cloud as an outside system. One connection serves co-selling and the marketplace. */
export const googleAdapter: SystemAdapter = {
  system: 'google',
  label: 'Google Cloud',
  uses: ['cosell', 'marketplace'],
  settings,
  credentials,
  records: googleOpportunityRecords,
  hints: readGoogleEvents,
};
