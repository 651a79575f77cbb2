import { useState } from 'react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { formatMoney } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Card } from '../../../ui/page.tsx';
import { SkeletonRows } from '../../../ui/states.tsx';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import { type Ruling, TraceList } from '../../registrations/review/ruling-card.tsx';
import { effectTone, effectWords, registrationNumber } from '../../registrations/words.ts';
import type { Definition } from '../definition.ts';

/** One registration of the past, ruled on as it was and as it would be, side by side. */
export function TryCard({ programId, draft }: { programId: string; draft: Definition }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [kept, setKept] = useState<{ id: string; label: string } | null>(null);
  const found = useApi('registrations.list', { query: { q: useSettled(text.split(' ')[0] ?? '') || undefined, limit: 20 } }, { keepPrevious: true });
  const trial = useApiMutation('programs.try');
  const options = (found.data?.items ?? []).map((row) => ({
    id: row.id,
    label: `${registrationNumber(row.number)} ${row.companyName}`,
    note: `${row.partnerName}, ${formatMoney({ amountMinor: row.amountMinor, currency: row.currency })}`,
  }));
  const all = kept !== null && kept.id === chosen && !options.some((one) => one.id === kept.id) ? [kept, ...options] : options;

  function attempt(id: string | null): void {
    setChosen(id);
    setKept(all.find((one) => one.id === id) ?? null);
    if (id !== null) trial.mutate({ params: { id: programId }, body: { registrationId: id, definition: draft } });
  }
  const result = trial.data;
  const differs =
    result !== undefined && result.before !== null && (result.before.effect !== result.after.effect || result.before.ruleId !== result.after.ruleId);
  return (
    <Card title={t('programs.bench')}>
      <div className="flex flex-col gap-4">
        <p className="text-12 text-muted">{t('programs.bench.note')}</p>
        <ComboBox
          label={t('programs.bench.choose')}
          options={all}
          value={chosen}
          onSearch={setText}
          onChange={attempt}
          placeholder={t('programs.bench.search')}
          className="max-w-120"
        />
        <Refusal error={trial.error} />
        {trial.isPending && <SkeletonRows rows={4} widths={[40, 40]} what={t('programs.bench.after')} />}
        {result !== undefined && !trial.isPending && (
          <>
            <output className="block font-medium">{t(differs ? 'programs.bench.differs' : 'programs.bench.same')}</output>
            <div className="grid items-start gap-4 md:grid-cols-2">
              <Side title={t('programs.bench.before')} ruling={result.before} />
              <Side title={t('programs.bench.after')} ruling={result.after} />
            </div>
          </>
        )}
      </div>
    </Card>
  );
}

function Side({ title, ruling }: { title: string; ruling: Ruling | null }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2 rounded-popover border border-line p-3">
      <h3 className="text-12 text-muted">{title}</h3>
      {ruling === null ? (
        <p className="text-muted">{t('programs.bench.never')}</p>
      ) : (
        <>
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={effectTone[ruling.effect]}>{effectWords(ruling.effect)}</Badge>
            <bdi>{ruling.sentence}</bdi>
          </p>
          <p className="text-muted">
            <bdi>{ruling.partnerSentence}</bdi>
          </p>
          <TraceList trace={ruling.trace} />
        </>
      )}
    </section>
  );
}
