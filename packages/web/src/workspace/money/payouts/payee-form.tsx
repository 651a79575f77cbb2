import { useState } from 'react';
import type { Request } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { AddressFields, emptyAddress, isEmptyAddress, lacksOfAddress } from './address-fields.tsx';
import { BankFields, bankOf, emptyBank } from './bank-fields.tsx';
import { MinimumFields } from './minimum-fields.tsx';
import { usePayoutAct } from './use-payout-act.ts';
import { languages, type PayeeDetail, taxFormKinds } from './words.ts';

type Body = Request<'payees.change'>['body'];
type TaxKind = (typeof taxFormKinds)[number] | 'none';
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Proposes a change: only what differs is sent, and nothing of it holds until a second person approves it. */
export function PayeeForm({ payee, onClose }: { payee: PayeeDetail; onClose: () => void }) {
  const [legalName, setLegalName] = useState(payee.legalName ?? '');
  const [address, setAddress] = useState(payee.address ?? emptyAddress);
  const [taxId, setTaxId] = useState(payee.taxId ?? '');
  const [taxKind, setTaxKind] = useState<TaxKind>(payee.taxForm?.kind ?? 'none');
  const [validUntil, setValidUntil] = useState(payee.taxForm?.validUntil ?? '');
  const [bank, setBank] = useState(emptyBank);
  const [currency, setCurrency] = useState(payee.currency ?? '');
  const [minimums, setMinimums] = useState(payee.minimums);
  const [language, setLanguage] = useState(payee.language);
  const [tried, setTried] = useState(false);
  const change = usePayoutAct('payees.change');
  const account = bankOf(bank);
  const lacksDay = taxKind !== 'none' && validUntil === '';
  const wrongCurrency = currency !== '' && !/^[A-Z]{3}$/.test(currency);
  const lacksAddress = !isEmptyAddress(address) && lacksOfAddress(address) !== undefined;
  const taxForm = taxKind === 'none' ? null : { kind: taxKind, fileId: taxKind === payee.taxForm?.kind ? payee.taxForm.fileId : null, validUntil };
  const body: Body = {
    ...(legalName.trim() !== '' && legalName.trim() !== payee.legalName ? { legalName: legalName.trim() } : {}),
    ...(isEmptyAddress(address) || same(address, payee.address) ? {} : { address }),
    ...(taxId.trim() === (payee.taxId ?? '') ? {} : { taxId: taxId.trim() === '' ? null : taxId.trim() }),
    ...(same(taxForm, payee.taxForm) ? {} : { taxForm }),
    ...(account === null || account === 'wrong' ? {} : { bank: account }),
    ...(currency === '' || currency === payee.currency ? {} : { currency }),
    ...(same(minimums, payee.minimums) ? {} : { minimums }),
    ...(language === payee.language ? {} : { language }),
  };
  const unchanged = Object.keys(body).length === 0;
  function submit() {
    setTried(true);
    if (unchanged || lacksDay || wrongCurrency || lacksAddress || account === 'wrong') return;
    change.mutate(
      { params: { id: payee.partnerId }, body },
      {
        onSuccess: () => {
          onClose();
          toast(t('payouts.proposed.done'));
        },
      },
    );
  }
  return (
    <FormDrawer
      title={t('payouts.payee.change')}
      verb={t('payouts.propose')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={change.isPending}
      error={change.error}
    >
      <p className="text-muted">{t('payouts.payee.change.note')}</p>
      {tried && unchanged && account !== 'wrong' && (
        <p role="alert" className="text-bad">
          {t('payouts.unchanged')}
        </p>
      )}
      <TextField label={t('payouts.legalName')} maxLength={200} value={legalName} onChange={setLegalName} />
      <AddressFields value={address} onChange={setAddress} tried={tried} />
      <TextField label={t('payouts.taxId')} maxLength={40} value={taxId} onChange={setTaxId} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={t('payouts.taxForm')}
          options={[{ id: 'none' as const, label: t('work.none') }, ...taxFormKinds.map((id) => ({ id, label: t(`payouts.taxForm.${id}`) }))]}
          value={taxKind}
          onChange={setTaxKind}
        />
        {taxKind !== 'none' && (
          <DateField
            label={t('payouts.validUntil')}
            isRequired
            validationBehavior="aria"
            value={validUntil}
            onChange={setValidUntil}
            error={tried && lacksDay ? t('payouts.day.missing') : undefined}
          />
        )}
      </div>
      <BankFields value={bank} onChange={setBank} current={payee.bank} isWrong={tried && account === 'wrong'} />
      <TextField
        label={t('payouts.currency')}
        description={t('payouts.payee.currency.note')}
        maxLength={3}
        placeholder="EUR"
        className="w-40"
        validationBehavior="aria"
        value={currency}
        onChange={(text) => setCurrency(text.toUpperCase())}
        error={tried && wrongCurrency ? t('payouts.currency.wrong') : undefined}
      />
      <MinimumFields value={minimums} onChange={setMinimums} />
      <Select
        label={t('payouts.language')}
        options={languages.map((id) => ({ id, label: t(`payouts.language.${id}`) }))}
        value={language}
        onChange={setLanguage}
        className="w-56"
      />
    </FormDrawer>
  );
}
