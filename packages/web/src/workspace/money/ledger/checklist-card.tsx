import { CircleAlert, CircleCheck } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { problemSentence, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Card } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { placeOfItem } from './item-places.ts';
import { ByAt } from './periods-tab.tsx';
import type { Checklist, ChecklistItem } from './words.ts';

/** Items the ledger finds out by itself, and those a person says; each leads to what it counts. */
export function ChecklistCard({ checklist, mayWrite }: { checklist: Checklist; mayWrite: boolean }) {
  const tick = useApiMutation('ledger.tick', { invalidates: ['ledger.checklist', 'ledger.periods'] });
  const mayTick = mayWrite && checklist.state === 'closing' && !tick.isPending;
  const done = checklist.items.filter((item) => item.done).length;
  const say = (item: ChecklistItem, isDone: boolean) =>
    tick.mutate(
      { params: { month: checklist.month }, body: { key: item.key, done: isDone } },
      { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) },
    );
  return (
    <Card title={t('ledger.checklist')} note={t('ledger.checklist.done', { done, all: checklist.items.length })} flush>
      <ul>
        {checklist.items.map((item) => (
          <li key={item.key} className="flex flex-wrap items-start gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0">
            {item.kind === 'tick' ? (
              <Checkbox
                isSelected={item.done}
                isDisabled={!mayTick}
                onChange={(isDone) => say(item, isDone)}
                description={item.sentence}
                className="min-w-0 flex-1"
              >
                <bdi className="font-medium">{item.title}</bdi>
              </Checkbox>
            ) : (
              <div className="flex min-w-0 flex-1 items-start gap-2 py-0.5">
                {item.done ? (
                  <CircleCheck size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-ok" aria-hidden />
                ) : (
                  <CircleAlert size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-warn" aria-hidden />
                )}
                <span className="sr-only">{t(item.done ? 'ledger.item.done' : 'ledger.item.open')}</span>
                <span className="min-w-0">
                  <bdi className="font-medium">{item.title}</bdi>
                  <bdi className="block text-12 text-muted">{item.sentence}</bdi>
                </span>
              </div>
            )}
            <span className="flex flex-wrap items-center gap-3 py-0.5 text-12 max-md:ps-6">
              {item.kind === 'tick' && item.doneBy !== null && <ByAt by={item.doneBy} at={item.doneAt} />}
              <Where item={item} month={checklist.month} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Where({ item, month }: { item: ChecklistItem; month: string }) {
  const place = placeOfItem(item.key, month);
  const counted = item.kind === 'computed' && item.open > 0;
  if (place === null) return counted ? <Num value={item.open} /> : null;
  return (
    <Link to={place.to} search={place.search} className="link">
      {counted ? t('ledger.item.count', { n: item.open }) : t('ledger.open')}
      <span className="sr-only">: {item.title}</span>
    </Link>
  );
}
