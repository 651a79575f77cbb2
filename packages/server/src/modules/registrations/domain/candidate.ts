import type { Result } from '@entente/contracts';

/** Something that looks like the customer, with a score of 0 to 100 and its reasons. Never shown to a partner. */
export type Candidate = Result<'registrations.get'>['candidates'][number];
