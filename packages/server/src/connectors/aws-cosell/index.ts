export { awsAdapter } from './adapter.ts';
export { awsCosellPort } from './port.ts';
export { awsCosellRecords } from './records.ts';
