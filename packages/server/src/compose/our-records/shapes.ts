import type { OurField } from '../../modules/sync/index.ts';

export const fieldOf = (key: string, label: string, type: OurField['type']): OurField => ({ key, label, type, choices: [], writable: true });
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
/** What our own names hold at most. */
export const longer = 200;
