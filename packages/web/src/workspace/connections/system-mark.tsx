import type { ConnectionRow } from './words.ts';

const letters: Readonly<Record<ConnectionRow['system'], string>> = {
  salesforce: 'Sf',
  hubspot: 'Hs',
  rest: '{ }',
  aws: 'AWS',
  microsoft: 'Ms',
  google: 'Gc',
};

/** Letters, not brands: the marks of others are theirs. */
export function SystemMark({ system }: { system: ConnectionRow['system'] }) {
  return (
    <span aria-hidden dir="ltr" className="grid size-9 shrink-0 place-items-center rounded-popover border border-line bg-desk text-11 font-semibold text-muted">
      {letters[system]}
    </span>
  );
}
