import { lazy, Suspense, useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import type { Act } from './groups.ts';

// Choosing somebody brings a field with a list, which reading and answering do without: it is loaded when it is asked for.
const PersonPicker = lazy(async () => ({ default: (await import('../partners/kit/pickers.tsx')).PersonPicker }));

/** Who holds an act, and the way to give it to somebody else. */
export function HeldBy({ act, onGive }: { act: Act; onGive: (memberId: string) => void }) {
  const [choosing, setChoosing] = useState(false);
  const role = act.assigneeRole === null ? null : t(`people.role.${act.assigneeRole}`);
  const holder = act.assigneeName ?? role ?? t('inbox.nobody');
  const shown = (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="text-muted">{t('inbox.assignee')}</span>
      <bdi>{holder}</bdi>
      <Button size="compact" onPress={() => setChoosing(true)}>
        {t('inbox.giveOn')}
      </Button>
    </p>
  );
  if (!choosing) return shown;
  return (
    <Suspense fallback={shown}>
      <PersonPicker
        label={t('inbox.assignee')}
        value={act.assigneeId}
        className="max-w-80"
        onChange={(id) => {
          if (id !== null && id !== act.assigneeId) onGive(id);
        }}
      />
    </Suspense>
  );
}
