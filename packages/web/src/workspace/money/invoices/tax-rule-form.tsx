import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { isNothing, typedDecimal } from './amounts.ts';
import { invoiceReads, taxCodes, type TaxRule, today } from './words.ts';

/** Only these are taxed; of all others the invoice says why they are not. */
const taxed = (code: TaxRule['code']): boolean => code === 'S';
const needsReason = (code: TaxRule['code']): boolean => !['S', 'Z'].includes(code);

/** A rate from a day on; the one before it ends on that day. */
export function TaxRuleForm({ onClose }: { onClose: () => void }) {
  const [country, setCountry] = useState('');
  const [category, setCategory] = useState('S');
  const [code, setCode] = useState<TaxRule['code']>('S');
  const [rate, setRate] = useState('');
  const [why, setWhy] = useState('');
  const [from, setFrom] = useState(today());
  const [to, setTo] = useState('');
  const [tried, setTried] = useState(false);
  const add = useApiMutation('invoices.addTaxRule', {
    invalidates: ['invoices.taxRules', ...invoiceReads],
    onDone: () => {
      toast(t('invoices.taxRules.added'));
      onClose();
    },
  });
  const exact = taxed(code) ? typedDecimal(rate) : '0';
  const wrongCountry = !/^([A-Z]{2}|\*)$/.test(country);
  const wrongRate = exact === null || exact.startsWith('-') || Number(exact) > 100 || (taxed(code) && isNothing(exact));
  const lacksReason = needsReason(code) && why.trim() === '';
  const wrongTo = to !== '' && to <= from;
  function submit() {
    setTried(true);
    if (wrongCountry || wrongRate || lacksReason || wrongTo || from === '' || category.trim() === '' || exact === null) return;
    add.mutate({
      body: { country, category: category.trim(), code, rate: exact, exemptionReason: needsReason(code) ? why.trim() : null, from, to: to === '' ? null : to },
    });
  }
  return (
    <FormDrawer
      title={t('invoices.taxRules.add')}
      verb={t('invoices.taxRules.add')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={add.isPending}
      error={add.error}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('invoices.party.country')}
          description={t('invoices.taxRules.country.note')}
          isRequired
          validationBehavior="aria"
          maxLength={2}
          value={country}
          onChange={(text) => setCountry(text.toUpperCase())}
          error={tried && wrongCountry ? t('invoices.taxRules.country.note') : undefined}
        />
        <TextField
          label={t('invoices.taxCategory')}
          description={t('invoices.taxRules.category.note')}
          isRequired
          validationBehavior="aria"
          maxLength={10}
          value={category}
          onChange={setCategory}
          error={tried && category.trim() === '' ? t('invoices.fillIn') : undefined}
        />
        <Select label={t('invoices.taxCode')} options={taxCodes.map((id) => ({ id, label: t(`invoices.taxCode.${id}`) }))} value={code} onChange={setCode} />
        {taxed(code) && (
          <TextField
            label={t('invoices.rate')}
            inputMode="decimal"
            suffix="%"
            isRequired
            validationBehavior="aria"
            value={rate}
            onChange={setRate}
            error={tried && wrongRate ? t('invoices.rate.wrong') : undefined}
          />
        )}
        <DateField
          label={t('invoices.from')}
          isRequired
          validationBehavior="aria"
          value={from}
          onChange={setFrom}
          error={tried && from === '' ? t('invoices.fillIn') : undefined}
        />
        <DateField
          label={t('invoices.taxRules.firstWithout')}
          validationBehavior="aria"
          value={to}
          onChange={setTo}
          error={tried && wrongTo ? t('invoices.period.wrong') : undefined}
        />
      </div>
      {needsReason(code) && (
        <TextField
          label={t('invoices.exemption')}
          description={t('invoices.exemption.note')}
          isRequired
          validationBehavior="aria"
          maxLength={500}
          value={why}
          onChange={setWhy}
          error={tried && lacksReason ? t('payouts.reason.missing') : undefined}
        />
      )}
    </FormDrawer>
  );
}
