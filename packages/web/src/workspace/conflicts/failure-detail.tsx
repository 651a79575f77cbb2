import { useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { RawText } from '../connections/raw-text.tsx';
import { type FieldValue, typedText, valueOfText } from '../connections/values.ts';
import { ValueField } from '../connections/value-field.tsx';
import type { useFailures } from './use-failures.ts';
import { type Mendable, useMendable } from './use-mendable.ts';
import type { Failure } from './words.ts';

type Acts = ReturnType<typeof useFailures>;

/** What was wrong field by field, each to be mended here where the value is ours, and the raw exchange below. */
export function FailureDetail({ failure, mayDecide, acts, onDone }: { failure: Failure; mayDecide: boolean; acts: Acts; onDone: () => void }) {
  const open = failure.status === 'open';
  const { fields, currency } = useMendable(failure, open && mayDecide);
  const mendable = failure.issues.flatMap((issue) => fields.find((field) => field.key === issue.field) ?? []);
  return (
    <div className="flex flex-col gap-4 px-4 pb-4">
      {failure.issues.length > 0 && (
        <ul className="flex flex-col gap-1">
          {failure.issues.map((issue, index) => (
            <li key={index} className="flex flex-wrap gap-x-2">
              {issue.label !== null && (
                <bdi dir="ltr" className="font-mono text-12 text-muted">
                  {issue.label}
                </bdi>
              )}
              <bdi className="min-w-0 wrap-anywhere">{issue.sentence}</bdi>
            </li>
          ))}
        </ul>
      )}
      {open && mayDecide && (
        <Mend
          key={mendable.map((field) => field.key).join()}
          failure={failure}
          fields={[...new Set(mendable)]}
          currency={currency}
          acts={acts}
          onDone={onDone}
        />
      )}
      {!open && failure.closedBy !== null && (
        <p className="text-muted">
          <bdi>{failure.closedBy}</bdi> {failure.closedAt !== null && <InstantText at={failure.closedAt} />}
        </p>
      )}
      <details>
        <summary className="min-h-6 cursor-pointer font-medium">{t('failures.exchange')}</summary>
        <div className="mt-2 grid gap-4 lg:grid-cols-2">
          <RawText label={t('failures.request')} value={failure.request} />
          <RawText label={t('failures.response')} value={failure.response} />
        </div>
      </details>
    </div>
  );
}

function Mend({
  failure,
  fields,
  currency,
  acts,
  onDone,
}: {
  failure: Failure;
  fields: readonly Mendable[];
  currency: string | null;
  acts: Acts;
  onDone: () => void;
}) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const [note, setNote] = useState('');
  const [skipping, setSkipping] = useState(false);
  function retry() {
    const set: Record<string, FieldValue> = {};
    const bad: string[] = [];
    for (const field of fields) {
      const text = typed[field.key];
      if (text === undefined) continue;
      const value = valueOfText(text, field.type, currency);
      if (value.ok) set[field.key] = value.value;
      else bad.push(field.key);
    }
    setWrong(bad);
    if (bad.length === 0) acts.retry(failure.id, Object.keys(set).length === 0 ? undefined : set, onDone);
  }
  return (
    <form
      className="flex max-w-160 flex-col gap-3 rounded-card border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        retry();
      }}
    >
      {fields.map((field) => (
        <ValueField
          key={field.key}
          label={t('failures.mend', { field: field.label })}
          type={field.type}
          choices={field.choices}
          text={typed[field.key] ?? typedText(field.value, field.type, currency)}
          onChange={(text) => setTyped({ ...typed, [field.key]: text })}
          error={wrong.includes(field.key) ? t('conflicts.value.wrong') : undefined}
        />
      ))}
      {skipping && (
        <TextField label={t('failures.skip.note')} value={note} onChange={setNote} rows={2} maxLength={2000} description={t('failures.skip.detail')} />
      )}
      <div className="flex flex-wrap gap-2">
        {!skipping && (
          <Button type="submit" kind="primary" isPending={acts.isPending}>
            {t(Object.keys(typed).length > 0 ? 'failures.mendAndRetry' : 'failures.retry')}
          </Button>
        )}
        <Button
          kind={skipping ? 'primary' : 'secondary'}
          isPending={skipping && acts.isPending}
          onPress={() => (skipping ? acts.skip(failure.id, note.trim() === '' ? undefined : note.trim(), onDone) : setSkipping(true))}
        >
          {t('failures.skip')}
        </Button>
        {skipping && <Button onPress={() => setSkipping(false)}>{t('ui.cancel')}</Button>}
      </div>
    </form>
  );
}
