import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { TextBox } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import type { Deal } from './deal.ts';

export function Comments({ deal }: { deal: Deal }) {
  const [body, setBody] = useState('');
  const why = useWhyNot()('portal:deals');
  const act = useAct('portalDeals.comment', { onDone: () => setBody('') });
  const vendor = portalName();
  const send = (): void => {
    if (body.trim() !== '' && why === undefined) void act.run({ params: { id: deal.id }, body: { body } });
  };
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    send();
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      send();
    }
  }
  return (
    <Panel title={t('portal.deal.comments')}>
      {deal.comments.length === 0 ? (
        <p className="mb-3 text-muted">{t('portal.deal.noComments', { vendor })}</p>
      ) : (
        <ul aria-label={t('portal.deal.comments')} className="mb-4 flex flex-col gap-3">
          {deal.comments.map((comment) => (
            <li key={comment.id} className="flex gap-2.5">
              <Avatar name={comment.by} size={32} />
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap gap-x-2 text-12 text-muted">
                  <bdi className="font-medium text-text">{comment.by}</bdi>
                  <RelativeTime at={comment.at} />
                </p>
                <p dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-line">
                  {comment.body}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter sends, as everywhere text is written */}
      <form onSubmit={onSubmit} onKeyDown={onKey} className="flex flex-col gap-2">
        <TextBox label={t('portal.deal.write', { vendor })} value={body} onChange={setBody} rows={2} maxLength={4000} disabled={why !== undefined} />
        <Refused sentence={act.refusal} />
        <Button type="submit" busy={act.busy} why={why} className="self-start">
          {t('portal.deal.send')}
        </Button>
      </form>
    </Panel>
  );
}
