/** What a rule answers: it may be done, or the sentence that says why not. */
export type Decision<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly sentence: string };

export const allow = <Value>(value: Value): Decision<Value> => ({ ok: true, value });
export const refuse = (sentence: string): { readonly ok: false; readonly sentence: string } => ({ ok: false, sentence });
