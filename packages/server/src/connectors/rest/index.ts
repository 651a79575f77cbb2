import type { SystemAdapter } from '../../modules/sync/index.ts';
import { readRestEvents } from './hints.ts';
import { restRecords } from './records.ts';

export const restAdapter: SystemAdapter = {
  system: 'rest',
  label: 'Another system, by configuration',
  uses: ['crm'],
  settings: [
    {
      key: 'definition',
      label: 'Definition',
      kind: 'text',
      required: true,
      help: 'JSON: how to sign in, and for each object where its records, ids, times and fields are. See the guide on connecting a CRM.',
    },
  ],
  credentials: [
    { key: 'user', label: 'User', kind: 'text', required: false, help: 'For basic and login.' },
    { key: 'secret', label: 'Password, token or key', kind: 'secret', required: false, help: null },
  ],
  records: restRecords,
  hints: readRestEvents,
};
