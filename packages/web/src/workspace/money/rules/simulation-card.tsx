import { type FormEvent, type ReactNode, useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { RefusalNote } from '../../partners/kit/form-drawer.tsx';
import { daysFrom, today } from './days.ts';
import { refusedFields } from './refusals.tsx';

/** Tries a document on what has happened; nothing is written. An answer to an older state of the document says so. */
export function SimulationCard<D, R>({
  document,
  run,
  onRefused,
  note,
  children,
}: {
  document: D;
  run: (document: D, from: string, to: string) => Promise<R>;
  onRefused: (error: unknown) => void;
  note: string;
  children: (answer: R) => ReactNode;
}) {
  const [from, setFrom] = useState(() => daysFrom(today(), -365));
  const [to, setTo] = useState(() => daysFrom(today(), 1));
  const [answer, setAnswer] = useState<{ of: string; result: R }>();
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const asked = JSON.stringify([document, from, to]);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (from === '' || to === '' || isPending) return;
    setPending(true);
    setError(null);
    try {
      const result = await run(document, from, to);
      setAnswer({ of: asked, result });
      onRefused(null);
    } catch (problem) {
      onRefused(problem);
      setError(problem);
    } finally {
      setPending(false);
    }
  }
  return (
    <Card title={t('rules.simulate')} flush>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3 p-4">
        <p className="text-12 text-muted">{note}</p>
        <div className="grid grid-cols-2 gap-3">
          <DateField label={t('rules.simulate.from')} value={from} onChange={setFrom} isRequired />
          <DateField label={t('rules.simulate.to')} value={to} onChange={setTo} isRequired />
        </div>
        {error !== null &&
          (refusedFields(error).length > 0 ? (
            <p role="alert" className="text-bad">
              {t('rules.simulate.refused')}
            </p>
          ) : (
            <RefusalNote error={error} />
          ))}
        <p>
          <Button type="submit" isPending={isPending}>
            {t('rules.simulate.run')}
          </Button>
        </p>
      </form>
      {answer !== undefined && (
        <div aria-live="polite" className="border-t border-line pb-2">
          {answer.of !== asked && <p className="bg-warn-soft px-4 py-1.5 text-12 text-warn">{t('rules.simulate.older')}</p>}
          {children(answer.result)}
        </div>
      )}
    </Card>
  );
}
