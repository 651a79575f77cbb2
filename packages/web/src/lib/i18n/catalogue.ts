/** A translation must say everything the English catalogue says; a missing key fails the type check. */
export type Translation<English extends Record<string, string>> = Record<keyof English, string>;
