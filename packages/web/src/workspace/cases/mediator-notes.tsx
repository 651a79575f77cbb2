import { Lock } from 'lucide-react';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { EntryForm } from './entry-form.tsx';
import { EntryRows } from './entry-rows.tsx';
import type { Case } from './words.ts';

/** Set apart by its border, its ground and its words: what stands here never reaches a side. */
export function MediatorNotes({ entry }: { entry: Case }) {
  const mediates = useCan('cases:mediate');
  const notes = entry.entries.filter((one) => one.kind === 'note');
  if (!mediates) return null;
  return (
    <section aria-label={t('cases.notes')} className="overflow-hidden rounded-card border border-dashed border-warn bg-warn-soft">
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 px-4 py-1.5 text-warn">
        <h2 className="flex items-center gap-1.5 font-semibold">
          <Lock size={14} aria-hidden />
          {t('cases.notes')}
        </h2>
        <span className="text-12 font-medium">{t('cases.notes.who')}</span>
      </header>
      <div className="m-1 mt-0 flex flex-col gap-3 rounded-popover bg-surface p-4">
        {notes.length === 0 ? <p className="text-muted">{t('cases.notes.none')}</p> : <EntryRows entries={notes} dealId={entry.dealId} />}
        {entry.state !== 'closed' && <EntryForm entry={entry} kind="note" letter={null} />}
      </div>
    </section>
  );
}
