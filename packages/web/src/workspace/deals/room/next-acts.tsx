import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useApiMutation, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { recordOfAct } from '../../inbox/record.ts';
import { type Deal, roomReads } from './use-room.ts';

type Act = Result<'acts.decide'>;
type Choice = Act['choices'][number];

export function NextActs({ deal }: { deal: Deal }) {
  const client = useQueryClient();
  const mayDecide = useCan('acts:decide');
  const [asked, setAsked] = useState<{ act: Act; choice: Choice } | null>(null);
  const [note, setNote] = useState('');
  const touched = [...roomReads, 'deals.get', 'runs.list'] as const;
  const reopen = useApiMutation('acts.reopen', { invalidates: touched });
  const decide = useApiMutation('acts.decide', { invalidates: touched });
  const open = deal.acts.filter((act) => act.status === 'open');

  function answer(act: Act, choice: Choice, text?: string) {
    decide.mutate(
      { params: { id: act.id }, body: { choice: choice.key, note: text } },
      {
        onSuccess: () => {
          setAsked(null);
          setNote('');
          void client.invalidateQueries({ queryKey: ['session'] });
          toast(t('deals.act.done', { choice: choice.label, title: act.title }), {
            undo: () => reopen.mutate({ params: { id: act.id } }, { onError: sayRefusal }),
          });
        },
        onError: (error) => {
          if (asked === null) sayRefusal(error);
        },
      },
    );
  }

  return (
    <Card title={t('deals.next')}>
      {open.length === 0 && <p className="text-muted">{t('deals.next.empty')}</p>}
      <ul className="flex flex-col gap-4">
        {open.map((act) => (
          <li key={act.id} className="flex flex-col gap-1.5">
            <p className="font-medium">
              <bdi>{act.title}</bdi>
            </p>
            {act.detail !== null && (
              <p className="text-12 text-muted">
                <bdi>{act.detail}</bdi>
              </p>
            )}
            <p className="flex flex-wrap items-center gap-2 text-12 text-muted">
              <SlaClock dueAt={act.dueAt} startedAt={act.openedAt} />
              {act.assigneeName !== null && <bdi>{act.assigneeName}</bdi>}
            </p>
            {act.recordType !== null ? (
              <RecordLink act={act} />
            ) : act.mayDecide && mayDecide ? (
              <div className="flex flex-wrap gap-1.5">
                {act.choices.map((choice, index) => (
                  <Button
                    key={choice.key}
                    size="compact"
                    kind={index === 0 ? 'primary' : 'secondary'}
                    isDisabled={decide.isPending}
                    onPress={() => (choice.needsNote ? setAsked({ act, choice }) : answer(act, choice))}
                  >
                    {choice.label}
                  </Button>
                ))}
              </div>
            ) : (
              <p className="text-12 text-muted">{t('deals.act.notYours')}</p>
            )}
          </li>
        ))}
      </ul>
      {asked && (
        <FormDialog
          title={asked.choice.label}
          verb={asked.choice.label}
          isOpen
          onClose={() => setAsked(null)}
          size="small"
          isPending={decide.isPending}
          isReady={note.trim() !== ''}
          error={decide.error}
          onSubmit={() => answer(asked.act, asked.choice, note.trim())}
        >
          <p className="text-muted">
            <bdi>{asked.act.title}</bdi>
          </p>
          <TextField label={t('deals.note')} value={note} onChange={setNote} rows={3} isRequired />
        </FormDialog>
      )}
    </Card>
  );
}

/** Answered on the record it stands for; a share and an outside view are answered in this room. */
function RecordLink({ act }: { act: Act }) {
  const record = act.recordType === 'share' || act.recordType === 'view' ? null : recordOfAct(act);
  return record === null ? null : (
    <p>
      <Link to={record.to} className="link">
        {t(record.verb)}
      </Link>
    </p>
  );
}
