import { type FormEvent, useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { focusFirstField } from '../../ui/focus.ts';
import { TextField } from '../../ui/text-field.tsx';
import { choiceLabel } from './choice-label.ts';
import { type Act, keysFor } from './groups.ts';

/** The answers as verbs. One that needs a reason opens its field first; the others act at once and can be undone. */
export function Answers({
  act,
  asking,
  onAsk,
  isPending,
  onAnswer,
}: {
  act: Act;
  asking: string | undefined;
  onAsk: (choice: string | undefined) => void;
  isPending: boolean;
  onAnswer: (choice: Act['choices'][number], note: string | undefined) => void;
}) {
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const asked = act.choices.find((choice) => choice.key === asking);
  const keys = keysFor(act.choices);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (asked === undefined) return;
    if (note.trim() === '') {
      setMissing(true);
      return;
    }
    onAnswer(asked, note.trim());
  }

  if (!act.mayDecide)
    return (
      <p className="rounded-popover bg-hover px-3 py-2 text-muted">
        {t('inbox.mayNot', { who: act.assigneeName ?? (act.assigneeRole === null ? t('people.role.admin') : t(`people.role.${act.assigneeRole}`)) })}
      </p>
    );
  return (
    <div className="flex flex-col gap-3">
      <fieldset aria-label={t('inbox.answers')} className="flex min-w-0 flex-wrap gap-2">
        {act.choices.map((choice, index) => (
          <Button
            key={choice.key}
            kind={index === 0 ? 'primary' : 'secondary'}
            size="touch"
            keyHint={keys.get(choice.key)}
            isDisabled={isPending}
            aria-expanded={choice.needsNote ? asking === choice.key : undefined}
            onPress={() => (choice.needsNote ? onAsk(asking === choice.key ? undefined : choice.key) : onAnswer(choice, undefined))}
          >
            {choiceLabel(choice)}
          </Button>
        ))}
      </fieldset>
      {asked !== undefined && (
        <form ref={focusFirstField} onSubmit={submit} className="flex max-w-140 flex-col gap-3 rounded-card border border-line p-4">
          <TextField
            label={t('inbox.note', { verb: choiceLabel(asked) })}
            description={t('inbox.note.who')}
            rows={3}
            value={note}
            isRequired
            validationBehavior="aria"
            onChange={(text) => {
              setNote(text);
              setMissing(false);
            }}
            error={missing ? t('inbox.note.missing') : undefined}
          />
          <div className="flex gap-2">
            <Button type="submit" kind="primary" isPending={isPending}>
              {choiceLabel(asked)}
            </Button>
            <Button onPress={() => onAsk(undefined)}>{t('ui.cancel')}</Button>
          </div>
        </form>
      )}
    </div>
  );
}
