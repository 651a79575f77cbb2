import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { Menu } from '../../../../ui/menu.tsx';
import { NumberField } from '../../../../ui/number-field.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { lineOf, listOf } from '../../../partners/kit/text-list.ts';
import { DecimalField } from '../kit/decimal-field.tsx';
import type { MarginDefinition } from '../words.ts';

type Extra = MarginDefinition['extras'][number];
const kinds = ['registration', 'new_customer', 'competitive', 'specialisation'] as const satisfies readonly Extra['kind'][];
const registrations = ['sourcing', 'service_attach', 'renewal'] as const;

function fresh(kind: Extra['kind']): Extra {
  const named = { label: t(`pricing.extra.${kind}`), percent: '' };
  if (kind === 'registration') return { kind, ...named, registrations: ['sourcing'] };
  if (kind === 'specialisation') return { kind, ...named, skills: [], certifiedPeople: 1 };
  return { kind, ...named };
}

/** What comes on top of the base, and when. */
export function MarginExtras({ extras, onChange }: { extras: readonly Extra[]; onChange: (extras: Extra[]) => void }) {
  const put = (index: number, extra: Extra) => onChange(extras.map((entry, at) => (at === index ? extra : entry)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-12 font-medium">{t('pricing.extras')}</legend>
      {extras.map((extra, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_6rem_2rem] items-end gap-2 rounded-popover border border-line p-2">
          <TextField label={t(`pricing.extra.${extra.kind}`)} value={extra.label} onChange={(label) => put(index, { ...extra, label })} isRequired />
          <DecimalField
            label={t('pricing.percent')}
            max={100}
            suffix="%"
            value={extra.percent}
            isRequired={false}
            onChange={(percent) => put(index, { ...extra, percent })}
          />
          <IconButton label={t('pricing.takeOut', { name: extra.label })} onPress={() => onChange(extras.filter((_, at) => at !== index))}>
            <Trash2 size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
          {extra.kind === 'registration' && (
            <span className="col-span-3 flex flex-wrap gap-x-4">
              {registrations.map((kind) => (
                <Checkbox
                  key={kind}
                  isSelected={extra.registrations.includes(kind)}
                  isDisabled={extra.registrations.length === 1 && extra.registrations[0] === kind}
                  onChange={(chosen) =>
                    put(index, { ...extra, registrations: chosen ? [...extra.registrations, kind] : extra.registrations.filter((entry) => entry !== kind) })
                  }
                >
                  {t(`pricing.registration.${kind}`)}
                </Checkbox>
              ))}
            </span>
          )}
          {extra.kind === 'specialisation' && (
            <span className="col-span-3 grid gap-2 md:grid-cols-2">
              <TextField
                label={t('pricing.skills')}
                description={t('work.list.note')}
                defaultValue={lineOf(extra.skills)}
                onChange={(text) => put(index, { ...extra, skills: listOf(text) })}
                isRequired
              />
              <NumberField
                label={t('pricing.certified')}
                value={extra.certifiedPeople}
                minValue={0}
                maxValue={1000}
                onChange={(people) => put(index, { ...extra, certifiedPeople: Number.isNaN(people) ? 0 : Math.trunc(people) })}
              />
            </span>
          )}
        </div>
      ))}
      <p>
        <Menu
          label={t('pricing.extra.add')}
          groups={[
            { id: 'kinds', items: kinds.map((kind) => ({ id: kind, label: t(`pricing.extra.${kind}`), onAction: () => onChange([...extras, fresh(kind)]) })) },
          ]}
        >
          <Button size="compact" icon={<Plus size={14} aria-hidden />} isDisabled={extras.length >= 30}>
            {t('pricing.extra.add')}
          </Button>
        </Menu>
      </p>
    </fieldset>
  );
}
