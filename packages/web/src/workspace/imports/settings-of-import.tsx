import { useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Percent } from '../../lib/i18n/values.tsx';
import { Card } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import type { Import } from './import-screen.tsx';

const NONE = '__none';

/** Each change is kept at once: whoever leaves and comes back finds the import as it was left. */
function useConfigure(item: Import) {
  const save = useApiMutation('imports.configure', { invalidates: ['imports.get'] });
  return (body: Parameters<typeof save.mutate>[0]['body']) => save.mutate({ params: { id: item.id }, body });
}

export function Columns({ item }: { item: Import }) {
  const configure = useConfigure(item);
  const options = [{ id: NONE, label: t('imports.mapping.none') }, ...item.fields.map((field) => ({ id: field.key, label: field.label }))];
  return (
    <Card title={t('imports.mapping')} flush>
      <ul className="divide-y divide-line">
        {item.mapping.map((column) => (
          <li key={column.column} className="grid items-center gap-2 px-4 py-3 md:grid-cols-[1fr_240px_1fr]">
            <span className="min-w-0">
              <bdi className="font-medium">{column.column}</bdi>
              <span className="block truncate text-12 text-muted">
                <bdi>{column.samples.slice(0, 3).join(' · ')}</bdi>
              </span>
            </span>
            <Select
              label={t('imports.mapping.field', { column: column.column })}
              hideLabel
              options={options}
              value={column.field ?? NONE}
              onChange={(field) => configure({ mapping: { [column.column]: field === NONE ? null : field } })}
            />
            <span className="text-12 text-muted">
              {column.field !== null && <Percent share={column.confidence} />} {column.why}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Questions({ item }: { item: Import }) {
  const configure = useConfigure(item);
  if (item.questions.length === 0) return null;
  return (
    <Card title={t('imports.questions')}>
      <div className="flex flex-col gap-4">
        {item.questions.map((question) => (
          <Select
            key={question.key}
            label={question.sentence}
            options={question.answers.map((answer) => ({ id: answer.value, label: answer.label }))}
            value={question.answer}
            onChange={(answer) => configure({ answers: { [question.key]: answer } })}
          />
        ))}
      </div>
    </Card>
  );
}

export function UnknownValues({ item }: { item: Import }) {
  const configure = useConfigure(item);
  if (item.unknownValues.length === 0) return null;
  return (
    <Card title={t('imports.values')} flush>
      <ul className="divide-y divide-line">
        {item.unknownValues.map((unknown) => {
          const known = item.valueChoices.find((choice) => choice.field === unknown.field)?.values ?? [];
          const values = [...new Set([...(unknown.suggestion === null ? [] : [unknown.suggestion]), ...known])];
          return (
            <li key={`${unknown.field}:${unknown.value}`} className="grid items-center gap-2 px-4 py-3 md:grid-cols-[1fr_240px_1fr]">
              <bdi className="font-medium">{unknown.value}</bdi>
              <Select
                label={t('imports.values.fix', { value: unknown.value })}
                hideLabel
                options={[{ id: NONE, label: t('imports.values.leave') }, ...values.map((value) => ({ id: value, label: value }))]}
                value={unknown.fix ?? NONE}
                onChange={(value) => configure({ valueFixes: { [unknown.field]: { [unknown.value]: value === NONE ? null : value } } })}
              />
              <span className="text-12 text-muted">{t('imports.values.count', { n: unknown.count })}</span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

export function Duplicates({ item }: { item: Import }) {
  const configure = useConfigure(item);
  return (
    <Card title={t('imports.duplicates')}>
      <Select
        label={t('imports.duplicates')}
        hideLabel
        options={(['skip', 'if_blank', 'overwrite', 'never'] as const).map((rule) => ({ id: rule, label: t(`imports.duplicates.${rule}`) }))}
        value={item.duplicates.rule}
        onChange={(rule) => configure({ duplicateRule: rule })}
      />
    </Card>
  );
}
