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

export function choicesOf(kind: string): readonly ActChoice[] {
  return CHOICES[kind] ?? [{ key: 'dismiss', label: 'Dismiss', needsNote: false }];
}
