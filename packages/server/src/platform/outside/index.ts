export type { Access, OutsideSystemName } from './access.ts';
export { OutsideError, type OutsideFailure, type OutsideIssue } from './error.ts';
