import type { FormField, SystemAdapter } from '../../modules/sync/index.ts';
import { readAwsEvents } from './events.ts';
import { awsCosellRecords } from './records.ts';

const settings: readonly FormField[] = [
  {
    key: 'catalog',
    label: 'Catalogue',
    kind: 'choice',
    required: true,
    choices: ['AWS', 'Sandbox'],
    help: 'Sandbox is for trying out; what is there never reaches AWS sellers.',
  },
  { key: 'region', label: 'Region', kind: 'text', required: false, help: 'Partner Central answers in us-east-1, which is used when this is empty.' },
  {
    key: 'snapshotRole',
    label: 'Role for snapshots',
    kind: 'text',
    required: false,
    help: 'An IAM role that AWS takes to pass our changes on to other members of an engagement. Without it they see the opportunity as it was shared.',
  },
  { key: 'tags', label: 'Tags of new opportunities', kind: 'text', required: false, help: 'As key=value, several with commas between them.' },
];
const credentials: readonly FormField[] = [
  {
    key: 'accessKeyId',
    label: 'Access key',
    kind: 'text',
    required: true,
    help: 'Of a user or role that may use Partner Central selling, and the marketplace where it is used.',
  },
  { key: 'secretAccessKey', label: 'Secret of the access key', kind: 'secret', required: true, help: null },
];

/** AWS as an outside system. One connection serves co-selling and the marketplace. */
export const awsAdapter: SystemAdapter = {
  system: 'aws',
  label: 'Amazon Web Services',
  uses: ['cosell', 'marketplace'],
  settings,
  credentials,
  records: awsCosellRecords,
  hints: readAwsEvents,
};
