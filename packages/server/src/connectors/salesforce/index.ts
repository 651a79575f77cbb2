import type { SystemAdapter } from '../../modules/sync/index.ts';
import { readSalesforceEvents } from './hints.ts';
import { salesforceRecords } from './records.ts';
import { credentialFields, settingFields } from './settings.ts';

export const salesforceAdapter: SystemAdapter = {
  system: 'salesforce',
  label: 'Salesforce',
  uses: ['crm'],
  settings: settingFields,
  credentials: credentialFields,
  records: salesforceRecords,
  hints: readSalesforceEvents,
};
