import { useState } from 'react';
import { ArrowLeftRight, Lock, Pencil } from 'lucide-react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { cx } from '../../../../ui/cx.ts';
import { focusFirstField } from '../../../../ui/focus.ts';
import { ValueText } from '../../../connections/value-text.tsx';
import { Refusal } from '../../kit/form-dialog.tsx';
import type { Deal } from '../use-room.ts';
import { FactField } from './fact-field.tsx';
import { useSetValues } from './use-set-values.ts';
import { type DealView, type FieldValue, theirCurrency, type ViewField } from './words.ts';

export type RowProps = { deal: Deal; view: DealView; field: ViewField };

const sameText = (left: FieldValue, right: FieldValue): boolean => JSON.stringify(left) === JSON.stringify(right);

/** "Business Validation" and "Business validation" need not be said twice. */
const loose = (value: FieldValue): FieldValue => (typeof value === 'string' ? value.trim().toLowerCase() : value);

/** Our value, changed in place where the deal may be written and the value decides anything. */
export function OurValue({ deal, field }: Omit<RowProps, 'view'>) {
  const [draft, setDraft] = useState<FieldValue | undefined>(undefined);
  const values = useSetValues(deal);
  const mayEdit = values.maySet(field.field) && field.authority !== 'theirs';
  const close = () => {
    values.clearError();
    setDraft(undefined);
  };
  if (draft !== undefined)
    return (
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves the inputs inside; the form itself is not acted on
      <form
        ref={focusFirstField}
        className="flex min-w-48 flex-col gap-2"
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          void values.save({ [field.field]: draft }).then((saved) => {
            if (saved) setDraft(undefined);
          });
        }}
      >
        <Refusal error={values.error} />
        <FactField
          label={field.label}
          hideLabel
          described={field}
          currency={deal.currency}
          value={draft}
          onChange={setDraft}
          description={field.locked ? t('views.edit.locked') : undefined}
        />
        <span className="flex gap-1.5">
          <Button type="submit" size="compact" kind="primary" isPending={values.isPending} isDisabled={sameText(draft, field.ours)}>
            {t('ui.save')}
          </Button>
          <Button size="compact" onPress={close}>
            {t('ui.cancel')}
          </Button>
        </span>
      </form>
    );
  return (
    <span className="flex items-start gap-1">
      <span className="line-clamp-6 min-w-0">
        <ValueText value={field.ours} type={field.type} choices={field.choices} currency={deal.currency} />
      </span>
      {mayEdit && (
        <IconButton size="compact" className="-my-1" label={t('views.edit', { field: field.label })} onPress={() => setDraft(field.ours)}>
          <Pencil size={13} aria-hidden />
        </IconButton>
      )}
    </span>
  );
}

/** Their value as it is over there, and beneath it in our words where those are others. */
export function TheirValue({ deal, view, field }: RowProps) {
  const currency = theirCurrency(view, deal.currency);
  const here =
    typeof field.theirsHere === 'string' ? (field.choices.find((choice) => choice.value === field.theirsHere)?.label ?? field.theirsHere) : field.theirsHere;
  const said = field.theirsHere !== null && !sameText(loose(field.theirs), loose(here));
  return (
    <span className="flex min-w-0 flex-col">
      <span className="line-clamp-6">
        {said || field.choices.length === 0 ? (
          <ValueText value={field.theirs} type={field.type} currency={currency} />
        ) : (
          <ValueText value={field.theirs} type={field.type} choices={field.choices} currency={currency} />
        )}
      </span>
      {said && (
        <span className="line-clamp-3 text-12 text-muted">
          <ValueText value={field.theirsHere} type={field.type} choices={field.choices} currency={currency} />
        </span>
      )}
    </span>
  );
}

/** How the two stand to each other: words and a mark, never colour alone. */
export function FieldMarks({ field }: { field: ViewField }) {
  return (
    <span className="flex flex-wrap gap-1">
      {field.conflictId !== null && <Badge tone="bad">{t('views.status.conflict')}</Badge>}
      {field.queued && <Badge tone="accent">{t(field.locked ? 'views.queued.locked' : 'views.queued')}</Badge>}
      {field.differs && field.conflictId === null && (
        <Badge tone="warn" icon={<ArrowLeftRight size={11} aria-hidden />}>
          {t('views.differs')}
        </Badge>
      )}
      {field.locked && <Badge icon={<Lock size={11} aria-hidden />}>{t('views.locked')}</Badge>}
    </span>
  );
}

export const differenceClass = (field: ViewField): string => cx(field.differs && 'bg-warn-soft/60');
