import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney, formatExact } from '../../disbursements/exact-money.tsx';
import { formatQuantity } from '../../metering/quantity.ts';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { type CreditPick, creditLines, type Picks, pickProblem } from './credit-picks.ts';
import { creditable, type Invoice, type InvoiceLine, invoiceName, invoiceReads, today } from './words.ts';

const hows = ['none', 'rest', 'amount', 'quantity'] as const;

/** Line by line: all that is left, an amount before tax, or a quantity; tax follows its line. */
export function CreditDialog({ invoice, onClose, onReload }: { invoice: Invoice; onClose: () => void; onReload: () => void }) {
  const lines = creditable(invoice.lines);
  const [picks, setPicks] = useState<Picks>(new Map());
  const [reason, setReason] = useState('');
  const [day, setDay] = useState(today());
  const [tried, setTried] = useState(false);
  const issue = useApiMutation('creditNotes.issue', {
    invalidates: invoiceReads,
    onDone: (note) => {
      toast(t('invoices.credit.done', { number: note.number, amount: formatExact(note.totalMinor, note.currency) }));
      onClose();
    },
  });
  const asked = creditLines(lines, picks);
  const set = (id: string, pick: CreditPick) => setPicks(new Map(picks).set(id, pick));
  function submit() {
    setTried(true);
    if (asked === null || asked.length === 0 || reason.trim() === '' || day === '') return;
    issue.mutate({ params: { id: invoice.id }, body: { reason: reason.trim(), on: day, lines: asked }, ifVersion: invoice.version });
  }
  return (
    <FormDrawer
      title={t('invoices.credit.title', { number: invoiceName(invoice) })}
      verb={t('invoices.credit.verb')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={issue.isPending}
      error={issue.error}
      onReload={onReload}
    >
      <p className="text-muted">{t('invoices.credit.note')}</p>
      <Button
        size="compact"
        className="self-start"
        onPress={() => setPicks(new Map(lines.map((line) => [line.id, { how: 'rest', amountMinor: null, quantity: '' }])))}
      >
        {t('invoices.credit.everything')}
      </Button>
      <ul className="flex flex-col gap-3">
        {lines.map((line) => (
          <CreditLine key={line.id} line={line} currency={invoice.currency} pick={picks.get(line.id)} tried={tried} onChange={(pick) => set(line.id, pick)} />
        ))}
      </ul>
      {tried && asked?.length === 0 && (
        <p role="alert" className="text-12 text-bad">
          {t('invoices.credit.choose')}
        </p>
      )}
      <DateField
        label={t('invoices.issuedOn')}
        isRequired
        validationBehavior="aria"
        value={day}
        onChange={setDay}
        className="w-48"
        error={tried && day === '' ? t('invoices.fillIn') : undefined}
      />
      <TextField
        label={t('invoices.reason')}
        description={t('invoices.credit.reason.note')}
        isRequired
        validationBehavior="aria"
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('payouts.reason.missing') : undefined}
      />
    </FormDrawer>
  );
}

function CreditLine({
  line,
  currency,
  pick,
  tried,
  onChange,
}: {
  line: InvoiceLine;
  currency: string;
  pick: CreditPick | undefined;
  tried: boolean;
  onChange: (pick: CreditPick) => void;
}) {
  const { how, amountMinor, quantity } = pick ?? { how: 'none', amountMinor: null, quantity: '' };
  const problem = pick === undefined ? null : pickProblem(line, pick);
  // What is too much is said at once; what is not typed yet only after a try.
  const words = problem !== null && (tried || problem !== 'missing') ? t(`invoices.credit.problem.${problem}`) : undefined;
  return (
    <li className="flex flex-col gap-2 rounded-card border border-line p-3">
      <div className="flex flex-wrap gap-x-3">
        <bdi className="min-w-40 flex-1 font-medium">{line.description}</bdi>
        <span className="text-end">
          <span className="block text-12 text-muted">{t('invoices.leftToCredit')}</span>
          <ExactMoney value={{ amountMinor: line.leftNetMinor, currency }} />
        </span>
      </div>
      <div className="grid grid-cols-2 items-start gap-3">
        <Select
          label={t('invoices.credit.how', { line: line.description })}
          hideLabel
          options={hows.map((id) => ({ id, label: t(`invoices.credit.how.${id}`) }))}
          value={how}
          onChange={(next) => onChange({ how: next, amountMinor, quantity })}
        />
        {how === 'amount' && (
          <SignedMoneyField
            label={t('invoices.credit.amount')}
            amountMinor={amountMinor}
            currency={currency}
            onChange={(next) => onChange({ how, amountMinor: next, quantity })}
            error={words}
          />
        )}
        {how === 'quantity' && (
          <TextField
            label={t('invoices.credit.quantity', { of: formatQuantity(line.quantity) })}
            inputMode="decimal"
            validationBehavior="aria"
            value={quantity}
            onChange={(next) => onChange({ how, amountMinor, quantity: next })}
            error={words}
          />
        )}
      </div>
    </li>
  );
}
