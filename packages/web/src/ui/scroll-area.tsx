import type { ReactNode } from 'react';

/** What scrolls but holds nothing to focus must itself be reachable, or the keyboard cannot move it (WCAG 2.1.1). */
export function ScrollArea({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrow keys scroll it once it has the focus
    <section aria-label={label} tabIndex={0} className={className}>
      {children}
    </section>
  );
}
