import type { SystemAdapter } from '../../modules/sync/index.ts';
import { readHubspotEvents } from './hints.ts';
import { hubspotRecords } from './records.ts';
import { credentialFields, settingFields } from './settings.ts';

export const hubspotAdapter: SystemAdapter = {
  system: 'hubspot',
  label: 'HubSpot',
  uses: ['crm'],
  settings: settingFields,
  credentials: credentialFields,
  records: hubspotRecords,
  hints: readHubspotEvents,
};
