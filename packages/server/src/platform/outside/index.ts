export { outsideSystems, type Access, type OutsideSystemName } from './access.ts';
export { OutsideError, type OutsideFailure, type OutsideIssue } from './error.ts';
