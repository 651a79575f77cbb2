import { useState } from 'react';
import { CheckCheck } from 'lucide-react';
import { formatNumber, formatPercent } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Card } from '../../ui/page.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Select } from '../../ui/select.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useConfigure } from './use-configure.ts';
import type { Import } from './words.ts';

type Unknown = Import['unknownValues'][number];
const SHOWN = 40;
/** Longer lists are searched instead of scrolled. */
const SCROLLED = 12;
const AS_WRITTEN = '__written';
const BLANK = '__blank';

export function ValuesStep({ item }: { item: Import }) {
  const fields = [...new Set(item.unknownValues.map((unknown) => unknown.field))];
  if (item.questions.length === 0 && fields.length === 0)
    return (
      <Card>
        <EmptyState icon={<CheckCheck size={20} aria-hidden />} title={t('imports.values.known')} detail={t('imports.values.known.detail')} />
      </Card>
    );
  return (
    <>
      <Questions item={item} />
      {fields.map((field) => (
        <UnknownOfField key={field} item={item} unknown={item.unknownValues.filter((one) => one.field === field)} />
      ))}
      {fields.length > 0 && <p className="text-12 text-muted">{t('imports.values.undecided.note')}</p>}
    </>
  );
}

function Questions({ item }: { item: Import }) {
  const { configure } = useConfigure(item);
  if (item.questions.length === 0) return null;
  return (
    <Card title={t('imports.questions')}>
      <div className="flex flex-col gap-5">
        {item.questions.map((question) => (
          <RadioGroup
            key={question.key}
            look="cards"
            label={t('imports.questions.column', { column: question.column })}
            description={question.answer === null ? `${question.sentence} ${t('imports.questions.answer')}.` : question.sentence}
            options={question.answers.map((answer) => ({ id: answer.value, label: answer.label }))}
            value={question.answer}
            onChange={(answer) => configure({ answers: { [question.key]: answer } })}
          />
        ))}
      </div>
    </Card>
  );
}

function UnknownOfField({ item, unknown }: { item: Import; unknown: readonly Unknown[] }) {
  const { configure, isPending } = useConfigure(item);
  const [shown, setShown] = useState(SHOWN);
  const field = unknown[0]?.field ?? '';
  const undecided = unknown.filter((one) => one.fix === null);
  const suggested = undecided.filter((one) => one.suggestion !== null);
  const known = item.valueChoices.find((choice) => choice.field === field)?.values ?? [];
  const fixAll = (values: readonly Unknown[], fixOf: (one: Unknown) => string) =>
    configure({ valueFixes: { [field]: Object.fromEntries(values.map((one) => [one.value, fixOf(one)])) } });
  return (
    <Card
      title={t('imports.values', { column: unknown[0]?.column ?? '' })}
      actions={
        <span className="flex flex-wrap justify-end gap-1">
          {suggested.length > 0 && (
            <Button size="compact" isDisabled={isPending} onPress={() => fixAll(suggested, (one) => one.suggestion ?? '')}>
              {t('imports.values.useAll')}
            </Button>
          )}
          {undecided.length > 1 && (
            <Button size="compact" kind="quiet" isDisabled={isPending} onPress={() => fixAll(undecided, () => '')}>
              {t('imports.values.blankAll')}
            </Button>
          )}
        </span>
      }
      flush
    >
      <ul className="divide-y divide-line">
        {unknown.slice(0, shown).map((one) => (
          <li key={one.value} className="grid items-center gap-x-4 gap-y-1.5 px-4 py-2 md:grid-cols-[minmax(0,1fr)_90px_minmax(0,320px)]">
            <bdi className="truncate font-medium">{one.value}</bdi>
            <span className="num text-12 text-muted md:text-end">{t('imports.values.count', { n: one.count, count: formatNumber(one.count) })}</span>
            <Fix one={one} known={known} onFix={(fix) => configure({ valueFixes: { [field]: { [one.value]: fix } } })} />
          </li>
        ))}
      </ul>
      {unknown.length > shown && (
        <div className="border-t border-line px-4 py-2">
          <Button kind="quiet" size="compact" onPress={() => setShown(shown + SHOWN)}>
            {t('imports.more')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Fix({ one, known, onFix }: { one: Unknown; known: readonly string[]; onFix: (fix: string) => void }) {
  const values = [
    ...new Set([
      ...(one.suggestion === null ? [] : [one.suggestion]),
      ...(one.fix === null || one.fix === '' || one.fix === one.value ? [] : [one.fix]),
      ...known,
    ]),
  ];
  const options = [
    ...values.map((value) => ({
      id: value,
      label: value === one.suggestion ? t('imports.values.suggested', { value, share: formatPercent(one.confidence) }) : value,
    })),
    { id: AS_WRITTEN, label: t('imports.values.asWritten') },
    { id: BLANK, label: t('imports.values.blank') },
  ];
  const value = one.fix === null ? null : one.fix === '' ? BLANK : one.fix === one.value ? AS_WRITTEN : one.fix;
  const given = {
    label: t('imports.values.fix', { value: one.value }),
    hideLabel: true,
    options,
    value,
    placeholder: t('imports.values.undecided'),
  };
  const choose = (chosen: string | null) => {
    if (chosen !== null && chosen !== value) onFix(chosen === BLANK ? '' : chosen === AS_WRITTEN ? one.value : chosen);
  };
  return values.length > SCROLLED ? <ComboBox {...given} onChange={choose} /> : <Select {...given} onChange={choose} />;
}
