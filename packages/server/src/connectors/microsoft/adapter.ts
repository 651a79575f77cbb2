import type { FormField, SystemAdapter } from '../../modules/sync/index.ts';
import { microsoftReferralRecords } from './cosell/records.ts';
import { readMicrosoftEvents } from './events.ts';

const field = (key: string, label: string, help: string | null, more: Partial<FormField> = {}): FormField => ({
  key,
  label,
  kind: 'text',
  required: false,
  help,
  ...more,
});

const settings: readonly FormField[] = [
  field('tenant', 'Directory (tenant)', 'The id of your directory at Microsoft Entra, as its overview page shows it.', { required: true }),
  field('publisherId', 'Publisher', 'Your publisher id in the commercial marketplace; needed only for selling there.'),
  field('solutionId', 'Usual solution', 'A referral names a solution at least; this one is put on those for which none was chosen, such as SOL-12345-ABC.'),
  field('partnerRole', 'Usual role of the partner', 'What you do for customers, as Partner Center lists it; asked for when services are sold together.'),
  field('notificationContact', 'Contact for private offers', 'The mail address that Microsoft writes to about offers.'),
  field('earningsUrl', 'Address of the earnings export', 'Where the earnings report can be read as JSON. Without one, upload the report as a file.', {
    kind: 'url',
  }),
];
const credentials: readonly FormField[] = [
  field('clientId', 'Client id', 'Of the application that is registered in your directory.', { required: true }),
  field('clientSecret', 'Client secret', null, { kind: 'secret', required: true }),
  field(
    'refreshToken',
    'Refresh token',
    'Of a service account with the role of referral administrator: the connection ends with the person who signed in. Not needed where only the marketplace is used.',
    {
      kind: 'long_secret',
    },
  ),
];

/** Microsoft as an outside system. One connection serves co-selling and the marketplace. */
export const microsoftAdapter: SystemAdapter = {
  system: 'microsoft',
  label: 'Microsoft',
  uses: ['cosell', 'marketplace'],
  settings,
  credentials,
  records: microsoftReferralRecords,
  hints: readMicrosoftEvents,
};
