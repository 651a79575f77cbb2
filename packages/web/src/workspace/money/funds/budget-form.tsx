import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { MoneyField } from '../../marketplaces/kit/money-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { PersonPicker } from '../../partners/kit/pickers.tsx';
import { keyed } from './activity-types.tsx';
import { PolicyFields } from './policy-fields.tsx';
import { faultsOf, usualPolicy } from './policy-model.ts';
import { type Budget, type BudgetDetail, fundReads } from './words.ts';

const isCurrency = (code: string): boolean => /^[A-Z]{3}$/.test(code);
const missing = (tried: boolean, wrong: boolean, words: string) => (tried && wrong ? { error: words } : {});

/** Money set aside, and on which terms it is given. */
export function NewBudget({ onClose, onSaved }: { onClose: () => void; onSaved: (budget: Budget) => void }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Budget['kind']>('proposal');
  const [code, setCode] = useState('EUR');
  const [amountMinor, setAmount] = useState<number | null>(null);
  const [startsOn, setStartsOn] = useState('');
  const [endsOn, setEndsOn] = useState('');
  const [ownerId, setOwner] = useState<string | null>(null);
  const [policy, setPolicy] = useState(usualPolicy);
  const [tried, setTried] = useState(false);
  const create = useApiMutation('funds.createBudget', { invalidates: fundReads, onDone: onSaved });
  const currency = isCurrency(code) ? code : 'EUR';
  const faults = faultsOf(policy, kind);
  function submit() {
    setTried(true);
    if (name.trim() === '' || !isCurrency(code) || amountMinor === null || amountMinor < 1 || startsOn === '' || endsOn <= startsOn || faults.length > 0)
      return;
    const own = { ...policy, activityTypes: keyed(policy.activityTypes), accrual: kind === 'accrued' ? policy.accrual : null };
    create.mutate({ body: { name: name.trim(), kind, currency: code, amountMinor, startsOn, endsOn, ownerId, policy: own } });
  }
  return (
    <FormDrawer
      title={t('funds.budget.new')}
      verb={t('funds.budget.create')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={create.isPending}
      error={create.error}
    >
      <TextField
        label={t('work.name')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={name}
        onChange={setName}
        {...missing(tried, name.trim() === '', t('work.name.missing'))}
      />
      <RadioGroup
        label={t('funds.kind')}
        look="cards"
        options={(['proposal', 'accrued'] as const).map((id) => ({ id, label: t(`funds.kind.${id}`), note: t(`funds.kind.${id}.note`) }))}
        value={kind}
        onChange={setKind}
      />
      <div className="grid gap-3 sm:grid-cols-[8rem_1fr]">
        <TextField
          label={t('funds.currency')}
          isRequired
          validationBehavior="aria"
          maxLength={3}
          value={code}
          onChange={(text) => setCode(text.toUpperCase())}
          {...missing(tried, !isCurrency(code), t('funds.currency.wrong'))}
        />
        <MoneyField
          label={t('funds.amount')}
          isRequired
          validationBehavior="aria"
          currency={currency}
          amountMinor={amountMinor}
          onChange={setAmount}
          {...missing(tried, amountMinor === null || amountMinor < 1, t('funds.amount.missing'))}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField
          label={t('funds.startsOn')}
          isRequired
          validationBehavior="aria"
          value={startsOn}
          onChange={setStartsOn}
          {...missing(tried, startsOn === '', t('funds.day.missing'))}
        />
        <DateField
          label={t('funds.endsOn')}
          description={t('funds.endsOn.note')}
          isRequired
          validationBehavior="aria"
          value={endsOn}
          onChange={setEndsOn}
          {...missing(tried, endsOn <= startsOn, t('funds.endsOn.wrong'))}
        />
      </div>
      <PersonPicker label={t('funds.owner')} value={ownerId} onChange={setOwner} />
      <h3 className="border-t border-line pt-4 text-13 font-semibold">{t('funds.terms')}</h3>
      <PolicyFields policy={policy} kind={kind} currency={currency} faults={tried ? faults : []} onChange={setPolicy} />
    </FormDrawer>
  );
}

export function ChangeBudget({ budget, onClose, onReload }: { budget: BudgetDetail; onClose: () => void; onReload: () => void }) {
  const [name, setName] = useState(budget.name);
  const [amountMinor, setAmount] = useState<number | null>(budget.amountMinor);
  const [endsOn, setEndsOn] = useState(budget.endsOn);
  const [ownerId, setOwner] = useState(budget.ownerId);
  const [tried, setTried] = useState(false);
  const change = useApiMutation('funds.updateBudget', { invalidates: fundReads, onDone: onClose });
  function submit() {
    setTried(true);
    if (name.trim() === '' || amountMinor === null || amountMinor < 1 || endsOn <= budget.startsOn) return;
    change.mutate({ params: { id: budget.id }, body: { name: name.trim(), amountMinor, endsOn, ownerId }, ifVersion: budget.version });
  }
  return (
    <FormDrawer
      title={t('funds.budget.change')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={change.isPending}
      error={change.error}
      onReload={onReload}
    >
      <TextField
        label={t('work.name')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={name}
        onChange={setName}
        {...missing(tried, name.trim() === '', t('work.name.missing'))}
      />
      <MoneyField
        label={t('funds.amount')}
        description={t('funds.amount.note')}
        isRequired
        validationBehavior="aria"
        currency={budget.currency}
        amountMinor={amountMinor}
        onChange={setAmount}
        {...missing(tried, amountMinor === null || amountMinor < 1, t('funds.amount.missing'))}
      />
      <DateField
        label={t('funds.endsOn')}
        description={t('funds.endsOn.note')}
        isRequired
        validationBehavior="aria"
        value={endsOn}
        onChange={setEndsOn}
        {...missing(tried, endsOn <= budget.startsOn, t('funds.endsOn.wrong'))}
      />
      <PersonPicker label={t('funds.owner')} value={ownerId} onChange={setOwner} />
    </FormDrawer>
  );
}

/** New terms from a day on; what was submitted before keeps its own. */
export function NewTerms({ budget, onClose, onReload }: { budget: BudgetDetail; onClose: () => void; onReload: () => void }) {
  const [policy, setPolicy] = useState(budget.policy);
  const [from, setFrom] = useState('');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const publish = useApiMutation('funds.publishPolicy', { invalidates: fundReads, onDone: onClose });
  const faults = faultsOf(policy, budget.kind);
  function submit() {
    setTried(true);
    if (from === '' || faults.length > 0) return;
    publish.mutate({
      params: { id: budget.id },
      body: { policy: { ...policy, activityTypes: keyed(policy.activityTypes) }, effectiveFrom: from, note: note.trim() === '' ? null : note.trim() },
      ifVersion: budget.version,
    });
  }
  return (
    <FormDrawer
      title={t('funds.terms.new')}
      verb={t('funds.terms.publish')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={publish.isPending}
      error={publish.error}
      onReload={onReload}
    >
      <p className="text-muted">{t('funds.terms.new.note')}</p>
      <DateField
        label={t('funds.terms.from')}
        isRequired
        validationBehavior="aria"
        value={from}
        onChange={setFrom}
        className="w-48"
        {...missing(tried, from === '', t('funds.day.missing'))}
      />
      <TextField label={t('funds.note')} rows={2} maxLength={4000} value={note} onChange={setNote} />
      <PolicyFields policy={policy} kind={budget.kind} currency={budget.currency} faults={tried ? faults : []} onChange={setPolicy} />
    </FormDrawer>
  );
}
