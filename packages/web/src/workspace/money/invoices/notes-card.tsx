import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Card } from '../../../ui/page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { NoteSheet } from './note-sheet.tsx';
import type { Invoice } from './words.ts';

/** Credit notes to this invoice. */
export function NotesCard({ invoice }: { invoice: Invoice }) {
  const [open, setOpen] = useState<string>();
  if (invoice.creditNotes.length === 0) return null;
  return (
    <Card title={t('invoices.tab.notes')} flush>
      <ul>
        {invoice.creditNotes.map((note) => (
          <li key={note.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
            <button type="button" onClick={() => setOpen(note.id)} className="link">
              <bdi>{note.number}</bdi>
            </button>
            <DateText date={note.issuedOn} />
            <bdi className="min-w-40 flex-1 text-muted">{note.reason}</bdi>
            <ExactMoney value={{ amountMinor: 0 - note.totalMinor, currency: note.currency }} />
          </li>
        ))}
      </ul>
      {open !== undefined && <NoteSheet id={open} onClose={() => setOpen(undefined)} />}
    </Card>
  );
}
