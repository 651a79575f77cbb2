import type { Result } from '@entente/contracts';

/** Terms and rules of a programme, as registrations are told them. */
export type Definition = NonNullable<Result<'programs.get'>['live']>;
