export { createAwsAccounts } from './accounts.ts';
export type { AwsAccount, AwsAccounts } from './accounts.ts';
export { AwsError } from './errors.ts';
export { decodeJson, encodeError, encodeJson, isObject, targetOf } from './json.ts';
export type { JsonObject } from './json.ts';
