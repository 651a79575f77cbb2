import { RotateCcw } from 'lucide-react';
import { formatNumber, formatPercent } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { Notice } from './notice.tsx';
import { useConfigure } from './use-configure.ts';
import { targets, type Import } from './words.ts';

const NONE = '__none';
type Column = Import['mapping'][number];

export function ColumnsStep({ item }: { item: Import }) {
  const { configure, forget, isPending } = useConfigure(item);
  const mapped = new Set(item.mapping.map((column) => column.field));
  const missing = item.fields.filter((field) => field.required && !mapped.has(field.key));
  return (
    <>
      <Notes item={item} />
      {missing.length > 0 && <Notice tone="bad">{t('imports.mapping.missing', { fields: missing.map((field) => field.label).join(', ') })}</Notice>}
      <Card>
        <div className="grid gap-4 sm:grid-cols-2 lg:max-w-180">
          <Select
            label={t('imports.mapping.what')}
            options={targets.map((target) => ({ id: target, label: t(`imports.mapping.what.${target}`) }))}
            value={item.target}
            onChange={(target) => target !== item.target && configure({ target })}
          />
          {item.sheets.length > 1 && (
            <Select
              label={t('imports.mapping.sheet')}
              options={item.sheets.map((sheet) => ({ id: sheet, label: sheet }))}
              value={item.sheet}
              onChange={(sheet) => sheet !== item.sheet && configure({ sheet })}
            />
          )}
        </div>
      </Card>
      <Card
        title={t('imports.mapping')}
        note={t('imports.mapping.count', {
          mapped: formatNumber(item.mapping.filter((column) => column.field !== null).length),
          all: formatNumber(item.mapping.length),
        })}
        flush
      >
        <ul className="divide-y divide-line">
          {item.mapping.map((column) => (
            <ColumnRow key={column.column} item={item} column={column} onChange={(field) => configure({ mapping: { [column.column]: field } })} />
          ))}
        </ul>
        <div className="border-t border-line px-4 py-2">
          <Button
            kind="quiet"
            size="compact"
            icon={<RotateCcw size={14} aria-hidden />}
            isDisabled={isPending}
            onPress={() => forget(() => toast(t('imports.mapping.forgotten')))}
          >
            {t('imports.mapping.forget')}
          </Button>
        </div>
      </Card>
    </>
  );
}

function ColumnRow({ item, column, onChange }: { item: Import; column: Column; onChange: (field: string | null) => void }) {
  const holders = new Map(item.mapping.flatMap((one) => (one.field === null || one.column === column.column ? [] : [[one.field, one.column] as const])));
  const options = [
    { id: NONE, label: t('imports.mapping.none') },
    ...item.fields.map((field) => {
      const holder = holders.get(field.key);
      const note = holder === undefined ? (field.required ? t('imports.mapping.required') : undefined) : t('imports.mapping.taken', { column: holder });
      return { id: field.key, label: field.label, ...(note === undefined ? {} : { note }) };
    }),
  ];
  return (
    <li className="grid items-center gap-x-4 gap-y-2 px-4 py-2.5 md:grid-cols-[minmax(0,1fr)_240px_minmax(0,1fr)]">
      <div className="min-w-0">
        <bdi className="block truncate font-medium">{column.column}</bdi>
        <bdi className="block truncate text-12 text-muted">
          {column.samples.length === 0 ? t('imports.mapping.empty') : column.samples.slice(0, 3).join(' · ')}
        </bdi>
      </div>
      <Select
        label={t('imports.mapping.field', { column: column.column })}
        hideLabel
        options={options}
        value={column.field ?? NONE}
        onChange={(field) => field !== (column.field ?? NONE) && onChange(field === NONE ? null : field)}
      />
      <p className="text-12 text-muted">
        {column.field !== null && column.confidence < 1 && (
          <span className="num me-1 font-medium text-text">{t('imports.mapping.sure', { share: formatPercent(column.confidence) })}</span>
        )}
        <bdi>{column.why}</bdi>
      </p>
    </li>
  );
}

/** What the reader found odd, and what was remembered of earlier files like this one. */
export function Notes({ item }: { item: Import }) {
  if (item.warnings.length === 0) return null;
  return (
    <Notice tone="normal" title={t('imports.notes')}>
      <ul className="flex flex-col gap-1">
        {item.warnings.map((warning) => (
          <li key={warning}>
            <bdi>{warning}</bdi>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
