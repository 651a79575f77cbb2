import { useNow } from '../../../ui/use-now.ts';

/** The day it is, by the clock that the page shares. */
export const useToday = (): string => useNow().toISOString().slice(0, 10);
