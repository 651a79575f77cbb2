import { Plus, Trash2 } from 'lucide-react';
import { useApiMutation, useApiPages } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { Menu } from '../../../../ui/menu.tsx';
import { NumberField } from '../../../../ui/number-field.tsx';
import { Select } from '../../../../ui/select.tsx';
import { CurrencySelect } from '../../../deals/kit/pickers.tsx';
import { toMajor, toMinor } from '../../../deals/kit/money.ts';
import { formatExact } from '../../../disbursements/exact-money.tsx';
import { DecimalField } from '../kit/decimal-field.tsx';
import { isDecimal } from '../model/check.ts';
import { type ApprovalDefinition, listWords } from '../words.ts';
import { DocumentsTab, type FormProps } from './documents-tab.tsx';

type Condition = ApprovalDefinition['when'][number];
const kinds = [
  'every_quote',
  'discount_above',
  'margin_above',
  'ours_below',
  'term_longer_than',
  'value_above',
] as const satisfies readonly Condition['kind'][];
const roles = ['owner', 'admin', 'partner_manager', 'alliance_manager', 'finance'] as const;
const invalidates = ['quotes.rules', 'quotes.preview'] as const;

function fresh(kind: Condition['kind']): Condition {
  if (kind === 'every_quote') return { kind };
  if (kind === 'term_longer_than') return { kind, months: 36 };
  if (kind === 'value_above') return { kind, amountMinor: 0, currency: 'EUR' };
  return { kind, percent: '' };
}
function conditionWords(condition: Condition): string {
  if (condition.kind === 'every_quote') return t('pricing.when.every_quote');
  if (condition.kind === 'term_longer_than') return t('pricing.when.term.words', { n: condition.months });
  if (condition.kind === 'value_above') return t('pricing.when.value.words', { amount: formatExact(condition.amountMinor, condition.currency) });
  return t(`pricing.when.${condition.kind}.words`, { percent: condition.percent });
}

/** Whose approval a quote needs; every rule that applies asks. */
export function ApprovalsTab() {
  const list = useApiPages('quotes.rules', { query: { limit: 100 } });
  const add = useApiMutation('quotes.addRule', { invalidates });
  const amend = useApiMutation('quotes.amendRule', { invalidates });
  const end = useApiMutation('quotes.endRule', { invalidates });
  return (
    <DocumentsTab
      kind={{
        id: 'approval',
        list,
        fresh: (): ApprovalDefinition => ({ approverRole: 'partner_manager', when: [{ kind: 'discount_above', percent: '' }] }),
        isReady: ({ when }) =>
          when.length > 0 && when.every((condition) => !('percent' in condition) || (isDecimal(condition.percent) && Number(condition.percent) <= 100)),
        sentence: ({ approverRole, when }) =>
          t('pricing.approval.words', { role: t(`people.role.${approverRole}`), when: listWords(when.map(conditionWords), 'disjunction') }),
        Form: ApprovalForm,
        add: (body) => add.mutateAsync({ body }),
        amend: (id, body, ifVersion) => amend.mutateAsync({ params: { id }, body, ifVersion }),
        end: (id, body, ifVersion) => end.mutateAsync({ params: { id }, body, ifVersion }),
      }}
    />
  );
}

function ApprovalForm({ value, onChange }: FormProps<ApprovalDefinition>) {
  const put = (index: number, condition: Condition) => onChange({ ...value, when: value.when.map((entry, at) => (at === index ? condition : entry)) });
  const offered = roles.some((role) => role === value.approverRole) ? [...roles] : [value.approverRole, ...roles];
  return (
    <>
      <Select
        label={t('pricing.approval.role')}
        description={t('pricing.approval.fourEyes')}
        options={offered.map((id) => ({ id, label: t(`people.role.${id}`) }))}
        value={value.approverRole}
        onChange={(approverRole) => onChange({ ...value, approverRole })}
      />
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 text-12 font-medium">{t('pricing.when')}</legend>
        {value.when.map((condition, index) => (
          <div key={index} className="grid grid-cols-[minmax(0,1fr)_2rem] items-end gap-2">
            <ConditionFields value={condition} onChange={(next) => put(index, next)} />
            <IconButton
              label={t('pricing.takeOut', { name: t(`pricing.when.${condition.kind}`) })}
              isDisabled={value.when.length === 1}
              onPress={() => onChange({ ...value, when: value.when.filter((_, at) => at !== index) })}
            >
              <Trash2 size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </div>
        ))}
        <p>
          <Menu
            label={t('pricing.when.add')}
            groups={[
              {
                id: 'kinds',
                items: kinds.map((kind) => ({
                  id: kind,
                  label: t(`pricing.when.${kind}`),
                  onAction: () => onChange({ ...value, when: [...value.when, fresh(kind)] }),
                })),
              },
            ]}
          >
            <Button size="compact" icon={<Plus size={14} aria-hidden />}>
              {t('pricing.when.add')}
            </Button>
          </Menu>
        </p>
      </fieldset>
    </>
  );
}

function ConditionFields({ value, onChange }: { value: Condition; onChange: (value: Condition) => void }) {
  const label = t(`pricing.when.${value.kind}`);
  if (value.kind === 'every_quote') return <p className="flex h-9 items-center">{label}</p>;
  if (value.kind === 'term_longer_than')
    return (
      <NumberField
        label={label}
        value={value.months}
        minValue={1}
        maxValue={600}
        onChange={(months) => onChange({ ...value, months: Number.isNaN(months) ? 1 : Math.trunc(months) })}
      />
    );
  if (value.kind === 'value_above')
    return (
      <span className="grid grid-cols-[minmax(0,1fr)_7rem] items-end gap-2">
        <NumberField
          label={label}
          value={toMajor(value.amountMinor, value.currency)}
          minValue={0}
          onChange={(major) => onChange({ ...value, amountMinor: toMinor(major, value.currency) ?? 0 })}
          formatOptions={{ style: 'currency', currency: value.currency }}
        />
        <CurrencySelect
          value={value.currency}
          onChange={(currency) => onChange({ ...value, currency, amountMinor: toMinor(toMajor(value.amountMinor, value.currency), currency) ?? 0 })}
        />
      </span>
    );
  return <DecimalField label={label} value={value.percent} max={100} suffix="%" onChange={(percent) => onChange({ ...value, percent })} />;
}
