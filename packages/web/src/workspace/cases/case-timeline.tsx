import { Lock, MessageSquareText, Paperclip } from 'lucide-react';
import { t } from '../../lib/i18n/i18n.ts';
import { Card } from '../../ui/page.tsx';
import { Timeline, type TimelineEntry } from '../../ui/timeline.tsx';
import type { Case, Entry } from './words.ts';

const titleOf = (entry: Entry): string => {
  if (entry.kind === 'note') return t('cases.timeline.note');
  if (entry.kind === 'evidence') return entry.letter === null ? t('cases.timeline.vendorEvidence') : t('cases.timeline.evidence', { letter: entry.letter });
  return entry.body;
};
const icons = { note: <Lock size={14} aria-hidden />, evidence: <Paperclip size={14} aria-hidden />, event: <MessageSquareText size={14} aria-hidden /> };

/** Newest first; lines of the case itself are read by both sides, the rest by whom it is for. */
export function CaseTimeline({ entry }: { entry: Case }) {
  // Where a side gave evidence the case says so in a line of its own; one of the two is enough.
  const shown = entry.entries.filter((one) => one.kind !== 'evidence' || one.letter === null);
  const entries: TimelineEntry[] = shown
    .map((one) => ({ id: one.id, at: one.at, title: titleOf(one), by: one.by, icon: icons[one.kind] }))
    .toSorted((a, b) => b.at.localeCompare(a.at));
  return (
    <Card title={t('cases.timeline')}>{entries.length === 0 ? <p className="text-muted">{t('cases.timeline.none')}</p> : <Timeline entries={entries} />}</Card>
  );
}
