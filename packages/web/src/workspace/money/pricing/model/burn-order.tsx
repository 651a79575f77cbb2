import { ArrowUp } from 'lucide-react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { IconButton } from '../../../../ui/button.tsx';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import type { Of } from './fresh.ts';

type Order = Of<'prepaid'>['order'];
const all = ['free_first', 'priority', 'expires_first', 'smallest_first', 'oldest_first'] as const satisfies Order;

/** Which block burns first; a later rule decides only where the ones before it leave two alike. */
export function BurnOrder({ value, onChange }: { value: Order; onChange: (order: Order) => void }) {
  const rest = all.filter((id) => !value.includes(id));
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-12 font-medium">{t('pricing.burn')}</legend>
      {[...value, ...rest].map((id) => {
        const place = value.indexOf(id);
        return (
          <div key={id} className="flex min-h-8 items-center gap-2">
            <Checkbox
              isSelected={place >= 0}
              isDisabled={value.length === 1 && place === 0}
              onChange={(chosen) => onChange(chosen ? [...value, id] : value.filter((entry) => entry !== id))}
              className="flex-1"
            >
              {t(`pricing.burn.${id}`)}
            </Checkbox>
            {place > 0 && (
              <IconButton
                size="compact"
                label={t('pricing.earlier', { name: t(`pricing.burn.${id}`) })}
                onPress={() => onChange(value.toSpliced(place, 1).toSpliced(place - 1, 0, id))}
              >
                <ArrowUp size={14} aria-hidden />
              </IconButton>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
