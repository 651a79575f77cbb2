export * from './errors.ts';
export * from './ids.ts';
export * from './money.ts';
export * from './paging.ts';
export * from './state-machine.ts';
export * from './vocabulary.ts';
export * from './business-time.ts';
export * from './registration-facts.ts';
