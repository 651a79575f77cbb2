/** What an act may be answered with, by its kind; the first is the main one. Unknown kinds can only be dismissed. */
export type ActChoice = { readonly key: string; readonly label: string; readonly needsNote: boolean };

const CHOICES: Readonly<Record<string, readonly ActChoice[]>> = {
  approval: [
    { key: 'approve', label: 'Approve', needsNote: false },
    { key: 'decline', label: 'Decline', needsNote: true },
  ],
  task: [
    { key: 'done', label: 'Mark done', needsNote: false },
    { key: 'skip', label: 'Skip', needsNote: true },
  ],
  meeting: [
    { key: 'send', label: 'Send invitation', needsNote: false },
    { key: 'skip', label: 'Skip', needsNote: true },
  ],
  escalation: [{ key: 'done', label: 'Taken care of', needsNote: false }],
};

export type RecordType = 'registration' | 'lead' | 'case' | 'share';

/** What an act with a record stands for; kinds of one module share their first word (`case_ruling`, `case_evidence`). */
export function recordTypeOf(kind: string): RecordType | null {
  if (kind === 'extension' || kind === 'escalation' || kind === 'silent_registration') return 'registration';
  const first = kind.split('_')[0];
  return first === 'registration' || first === 'lead' || first === 'case' || first === 'share' ? first : null;
}

/** An act that stands for a record is answered there: it has no answers of its own. */
export function choicesOf(kind: string, recordId: string | null = null): readonly ActChoice[] {
  if (recordId !== null && recordTypeOf(kind) !== null) return [];
  return CHOICES[kind] ?? [{ key: 'dismiss', label: 'Dismiss', needsNote: false }];
}
