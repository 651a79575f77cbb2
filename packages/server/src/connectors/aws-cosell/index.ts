export { awsAdapter } from './adapter.ts';
export { readAwsEvents } from './events.ts';
export { awsCosellPort } from './port.ts';
export { awsCosellRecords } from './records.ts';
