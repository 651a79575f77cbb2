import { useState } from 'react';
import type { Request, Result } from '../../lib/api/index.ts';
import { useAct } from '../act.ts';
import { FormDialog } from '../kit/dialog.tsx';
import { Choose, TextInput } from '../kit/fields.tsx';
import { portalName } from '../session.ts';
import { t } from '../text.ts';
import { groupedIban, ibanFault, plainIban } from './iban.ts';
import { countries, countryName } from './names.ts';

type Bank = NonNullable<Request<'portalMoney.changePayee'>['body']['bank']>;
const isBic = (text: string): boolean => /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text);
const bicOf = (text: string): string => text.replaceAll(/\s/g, '').toUpperCase();

export function BankDialog({ payee, onClose }: { payee: Result<'portalMoney.payee'>; onClose: () => void }) {
  const [choices] = useState(countries);
  const [kind, setKind] = useState<Bank['kind']>('iban');
  const [holder, setHolder] = useState(payee.legalName ?? '');
  const [iban, setIban] = useState('');
  const [account, setAccount] = useState({ accountNumber: '', bankCode: '', country: payee.address?.country ?? '' });
  const [bic, setBic] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct('portalMoney.changePayee', { notice: t('portal.money.sent', { vendor: portalName() }), onDone: onClose });
  const fault = ibanFault(iban);
  const needsBic = kind === 'account';
  const wrongBic = bicOf(bic) === '' ? needsBic : !isBic(bicOf(bic));
  const wrongNumber = !/^[0-9A-Za-z -]{3,34}$/.test(account.accountNumber.trim());
  const bank: Bank =
    kind === 'iban'
      ? { kind, iban: plainIban(iban), bic: bicOf(bic) || null, holder: holder.trim() }
      : {
          kind,
          accountNumber: account.accountNumber.trim(),
          bankCode: account.bankCode.trim() || null,
          bic: bicOf(bic),
          country: account.country,
          holder: holder.trim(),
        };
  function submit(): void {
    setTried(true);
    const isWrong = kind === 'iban' ? fault !== undefined : wrongNumber || account.country === '';
    if (!isWrong && !wrongBic && holder.trim() !== '') void act.run({ body: { bank } });
  }
  return (
    <FormDialog title={t('portal.money.bank')} verb={t('portal.money.send')} busy={act.busy} refusal={act.refusal} onClose={onClose} onSubmit={submit}>
      <p className="text-muted">{t('portal.money.bank.note', { vendor: portalName() })}</p>
      <Choose
        label={t('portal.money.bank.kind')}
        choices={[
          { id: 'iban', label: t('portal.money.bank.iban') },
          { id: 'account', label: t('portal.money.bank.number') },
        ]}
        value={kind}
        onChange={setKind}
      />
      <TextInput
        label={t('portal.money.bank.holder')}
        value={holder}
        onChange={setHolder}
        maxLength={200}
        error={tried && holder.trim() === '' ? t('portal.missing') : undefined}
        required
      />
      {kind === 'iban' ? (
        <TextInput
          label={t('portal.money.bank.iban')}
          note={fault === undefined ? t('portal.money.bank.right', { country: countryName(plainIban(iban).slice(0, 2)) }) : t('portal.money.bank.iban.note')}
          value={iban}
          onChange={setIban}
          onBlur={() => setIban(groupedIban(iban))}
          error={
            (tried || plainIban(iban).length > 21) && fault !== undefined
              ? t(fault === 'shape' ? 'portal.money.bank.iban.shape' : 'portal.money.bank.iban.digits')
              : undefined
          }
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          maxLength={42}
          required
        />
      ) : (
        <>
          <TextInput
            label={t('portal.money.bank.number')}
            value={account.accountNumber}
            onChange={(accountNumber) => setAccount({ ...account, accountNumber })}
            error={tried && wrongNumber ? t('portal.money.bank.number.wrong') : undefined}
            dir="ltr"
            autoComplete="off"
            maxLength={34}
            required
          />
          <TextInput
            label={t('portal.money.bank.code')}
            note={t('portal.money.bank.code.note')}
            value={account.bankCode}
            onChange={(bankCode) => setAccount({ ...account, bankCode })}
            dir="ltr"
            autoComplete="off"
            maxLength={35}
          />
          <Choose
            label={t('portal.money.country')}
            choices={choices}
            value={account.country}
            onChange={(country) => setAccount({ ...account, country })}
            emptyLabel={t('portal.money.country.choose')}
            error={tried && account.country === '' ? t('portal.missing') : undefined}
            required
          />
        </>
      )}
      <TextInput
        label={t('portal.money.bank.bic')}
        value={bic}
        onChange={setBic}
        error={tried && wrongBic ? t('portal.money.bank.bic.wrong') : undefined}
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        maxLength={11}
        required={needsBic}
      />
    </FormDialog>
  );
}
