import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { toast } from '../../../ui/toast.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { payoutReads } from './words.ts';

const AT_ONCE = 500;
type Answer = { changed: number; refused: { id: string; sentence: string }[] };

/** Holds earnings, or lets them go before their day. What is refused does not hold up the others, and is said. */
export function HoldDialog({ what, ids, onClose, onDone }: { what: 'hold' | 'release'; ids: readonly string[]; onClose: () => void; onDone: () => void }) {
  const client = useQueryClient();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  async function act(reason: string, until: string) {
    setPending(true);
    setError(null);
    const answers: Answer[] = [];
    try {
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const some = ids.slice(at, at + AT_ONCE);
        answers.push(
          what === 'hold'
            ? await callApi('earnings.hold', { body: { ids: some, reason, until: until === '' ? null : until } })
            : await callApi('earnings.release', { body: { ids: some, reason } }),
        );
      }
      const changed = answers.reduce((sum, answer) => sum + answer.changed, 0);
      const refused = answers.flatMap((answer) => answer.refused);
      const [first] = refused;
      if (first === undefined) toast(t(what === 'hold' ? 'payouts.held.done' : 'payouts.freed.done', { n: changed }));
      else toast(t('payouts.someRefused', { done: changed, refused: refused.length, sentence: first.sentence }), { tone: 'bad' });
      onDone();
    } catch (problem) {
      setError(problem);
    } finally {
      for (const operation of payoutReads) void client.invalidateQueries({ queryKey: [operation] });
      setPending(false);
    }
  }
  return (
    <ReasonDialog
      title={t(what === 'hold' ? 'payouts.hold.title' : 'payouts.free.title')}
      verb={t(what === 'hold' ? 'payouts.hold' : 'payouts.free')}
      body={t(what === 'hold' ? 'payouts.hold.ask' : 'payouts.free.ask', { n: ids.length })}
      {...(what === 'hold' ? { day: { label: t('payouts.heldUntil'), description: t('payouts.heldUntil.note'), initial: '' } } : {})}
      isPending={isPending}
      error={error}
      onClose={onClose}
      onDone={(reason, until) => void act(reason, until)}
    />
  );
}
