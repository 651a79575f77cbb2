import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { lineOf, listOf } from '../../partners/kit/text-list.ts';
import { freeKey, keysOf, type FieldDraft } from './definition-draft.ts';

const types = ['text', 'number', 'date', 'money', 'choice', 'yes_no'] as const;

/** What the marketplace asks of each offer beyond the common terms. */
export function FieldsEditor({
  fields,
  kept,
  onChange,
  mayWrite,
}: {
  fields: readonly FieldDraft[];
  /** As they were kept last. */ kept: readonly FieldDraft[];
  onChange: (fields: FieldDraft[]) => void;
  mayWrite: boolean;
}) {
  const keys = keysOf(fields, kept, 'field');
  const change = (key: string, part: Partial<FieldDraft>) => onChange(fields.map((field) => (field.key === key ? { ...field, ...part } : field)));
  function add() {
    const label = t('marketplaces.field.new');
    onChange([
      ...fields,
      {
        key: freeKey(
          label,
          fields.map((field) => field.key),
          'field',
        ),
        label,
        type: 'text',
        required: false,
      },
    ]);
  }
  return (
    <Card
      title={t('marketplaces.fields')}
      flush
      actions={
        mayWrite && (
          <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={add}>
            {t('marketplaces.field.add')}
          </Button>
        )
      }
    >
      {fields.length === 0 && <p className="p-4 text-muted">{t('marketplaces.fields.none')}</p>}
      <ul>
        {fields.map((field) => (
          <li key={field.key} className="border-b border-line p-4 last:border-b-0">
            <fieldset disabled={!mayWrite} aria-label={field.label} className="grid min-w-0 items-start gap-3 md:grid-cols-[1fr_9rem_9rem_7rem_2rem]">
              <TextField
                label={t('marketplaces.field.label')}
                value={field.label}
                onChange={(label) => change(field.key, { label })}
                maxLength={60}
                isDisabled={!mayWrite}
                isRequired
              />
              <TextField label={t('marketplaces.state.key')} value={keys.get(field.key) ?? field.key} isReadOnly isDisabled={!mayWrite} />
              <Select
                label={t('marketplaces.field.type')}
                options={types.map((id) => ({ id, label: t(`marketplaces.type.${id}`) }))}
                value={field.type}
                onChange={(type) => change(field.key, type === 'choice' ? { type, choices: field.choices ?? [] } : { type, choices: undefined })}
                isDisabled={!mayWrite}
              />
              <span className="md:pt-6">
                <Checkbox isSelected={field.required} onChange={(required) => change(field.key, { required })} isDisabled={!mayWrite}>
                  {t('marketplaces.field.required')}
                </Checkbox>
              </span>
              <span className="flex justify-end md:pt-5">
                <IconButton
                  label={t('marketplaces.field.remove', { name: field.label })}
                  isDisabled={!mayWrite}
                  onPress={() => onChange(fields.filter((entry) => entry.key !== field.key))}
                >
                  <Trash2 size={16} aria-hidden />
                </IconButton>
              </span>
              {field.type === 'choice' && <Choices field={field} onChange={(choices) => change(field.key, { choices })} mayWrite={mayWrite} />}
            </fieldset>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Choices({ field, onChange, mayWrite }: { field: FieldDraft; onChange: (choices: string[]) => void; mayWrite: boolean }) {
  return (
    <div className="md:col-span-5">
      <TextField
        label={t('marketplaces.field.choices')}
        description={t('marketplaces.field.choices.note')}
        defaultValue={lineOf(field.choices ?? [])}
        onChange={(text) => onChange(listOf(text))}
        isDisabled={!mayWrite}
        isRequired
      />
    </div>
  );
}
