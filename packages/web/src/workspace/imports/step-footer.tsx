import type { ReactNode } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';

/** Stays in view below the step, so that the way on is in one place however long the step is. */
export function StepFooter({ onBack, note, children }: { onBack?: () => void; note?: string; children: ReactNode }) {
  return (
    <footer className="flex shrink-0 items-center gap-3 border-t border-line bg-surface px-4 py-2.5 md:px-5">
      {onBack && <Button onPress={onBack}>{t('imports.back')}</Button>}
      <span className="min-w-0 flex-1 text-end text-12 text-muted max-sm:hidden">{note}</span>
      <span className="ms-auto flex gap-2">{children}</span>
    </footer>
  );
}
