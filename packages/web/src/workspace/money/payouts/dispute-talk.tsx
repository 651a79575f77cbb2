import { type FormEvent, useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { RefusalNote } from '../../partners/kit/form-drawer.tsx';
import { usePayoutAct } from './use-payout-act.ts';
import type { Dispute } from './words.ts';

type Said = { id: string; by: string; at: string; text: string; note: string };

/** What was said, from the reason to the answer. All of it is read by the partner. */
export function DisputeTalk({ dispute }: { dispute: Dispute }) {
  const mayWrite = useCan('payouts:write');
  const [text, setText] = useState('');
  const say = usePayoutAct('disputes.comment');
  const said: Said[] = [
    {
      id: 'reason',
      by: dispute.openedBy,
      at: dispute.openedAt,
      text: dispute.reason,
      note: t(dispute.byPartner ? 'payouts.said.opened.partner' : 'payouts.said.opened'),
    },
    ...dispute.comments.map((comment) => ({ ...comment, note: t(comment.byPartner ? 'payouts.said.partner' : 'payouts.said.ours') })),
    ...(dispute.answeredBy !== null && dispute.answeredAt !== null
      ? [{ id: 'answer', by: dispute.answeredBy, at: dispute.answeredAt, text: dispute.answer ?? '', note: t(`payouts.dispute.${dispute.state}`) }]
      : []),
  ];
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return;
    say.mutate({ params: { id: dispute.id }, body: { text: text.trim() } }, { onSuccess: () => setText('') });
  }
  return (
    <Card title={t('payouts.said')}>
      <ol className="flex flex-col gap-4">
        {said.map((one) => (
          <li key={one.id}>
            <p className="flex flex-wrap gap-x-1.5 text-12 text-muted">
              <bdi className="font-medium text-text">{one.by}</bdi>
              <span aria-hidden>·</span>
              <span>{one.note}</span>
              <span aria-hidden>·</span>
              <RelativeTime at={one.at} />
            </p>
            {one.text !== '' && (
              <p className="mt-0.5 whitespace-pre-wrap">
                <bdi>{one.text}</bdi>
              </p>
            )}
          </li>
        ))}
      </ol>
      {dispute.state === 'open' && mayWrite && (
        <form onSubmit={submit} className="mt-4 flex flex-col gap-2 border-t border-line pt-4">
          <RefusalNote error={say.error} />
          <TextField label={t('payouts.say')} description={t('payouts.say.note')} rows={2} maxLength={4000} value={text} onChange={setText} />
          <Button type="submit" className="self-end" isDisabled={text.trim() === ''} isPending={say.isPending}>
            {t('payouts.say.send')}
          </Button>
        </form>
      )}
    </Card>
  );
}
