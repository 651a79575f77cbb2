import { majorOf } from '@entente/kernel';
import { create } from 'xmlbuilder2';
import { countryOfAccount, type BankAccount } from './bank.ts';
import type { Payment } from './provider.ts';

export type PaymentFile = {
  readonly messageId: string;
  readonly createdAt: string;
  readonly payOn: string;
  readonly currency: string;
  readonly payer: { readonly holder: string; readonly bank: Extract<BankAccount, { kind: 'iban' }> };
  readonly payments: readonly Payment[];
};
const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
/** What banks of every scheme take in names and references. */
const ALLOWED = /[^A-Za-z0-9/\-?:().,'+ ]/g;
const REPLACED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  ø: 'o',
  Ø: 'O',
  œ: 'oe',
  Œ: 'OE',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  '&': '+',
  '–': '-',
  '—': '-',
  '’': "'",
  _: '-',
};

/** In the letters a bank takes: accents are dropped, what has no Latin form becomes a dot, and no reference begins or ends with a slash. */
export function bankText(text: string, most: number): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/./gsu, (sign) => REPLACED[sign] ?? sign);
  const clean = plain
    .replaceAll(ALLOWED, '.')
    .replaceAll('//', '/')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/^\/+|\/+$/g, '')
    .slice(0, most)
    .trim();
  return clean === '' ? '.' : clean;
}

/** An id without its dashes: 32 of the 35 characters an identification may have, and still unique. */
export const bankId = (id: string): string => id.replaceAll('-', '');

/** ISO 20022 customer credit transfer. One file holds one currency, so that its control sum is a sum. */
export function paymentXml({ messageId, createdAt, payOn, currency, payer, payments }: PaymentFile): string {
  if (payments.length === 0) throw new RangeError('a payment file needs a payment');
  if (payments.some((payment) => payment.currency !== currency || payment.amountMinor <= 0))
    throw new RangeError('every payment is positive and of the currency of the file');
  const sum = majorOf(
    payments.reduce((all, { amountMinor }) => all + BigInt(amountMinor), 0n),
    currency,
  );
  const count = String(payments.length);
  const sepa = currency === 'EUR' && payments.every(({ bank }) => bank.kind === 'iban');
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele(NAMESPACE, 'Document').ele('CstmrCdtTrfInitn');
  const header = root.ele('GrpHdr');
  header.ele('MsgId').txt(messageId).up().ele('CreDtTm').txt(createdAt).up().ele('NbOfTxs').txt(count).up().ele('CtrlSum').txt(sum);
  header.ele('InitgPty').ele('Nm').txt(bankText(payer.holder, 70));
  const batch = root.ele('PmtInf');
  batch
    .ele('PmtInfId')
    .txt(messageId)
    .up()
    .ele('PmtMtd')
    .txt('TRF')
    .up()
    .ele('BtchBookg')
    .txt('true')
    .up()
    .ele('NbOfTxs')
    .txt(count)
    .up()
    .ele('CtrlSum')
    .txt(sum);
  if (sepa) batch.ele('PmtTpInf').ele('SvcLvl').ele('Cd').txt('SEPA');
  batch.ele('ReqdExctnDt').ele('Dt').txt(payOn);
  batch.ele('Dbtr').ele('Nm').txt(bankText(payer.holder, 70));
  batch.ele('DbtrAcct').ele('Id').ele('IBAN').txt(payer.bank.iban);
  const debtorAgent = batch.ele('DbtrAgt').ele('FinInstnId');
  if (payer.bank.bic === null) debtorAgent.ele('Othr').ele('Id').txt('NOTPROVIDED');
  else debtorAgent.ele('BICFI').txt(payer.bank.bic);
  batch.ele('ChrgBr').txt(sepa ? 'SLEV' : 'SHAR');
  for (const payment of payments) {
    const one = batch.ele('CdtTrfTxInf');
    one.ele('PmtId').ele('InstrId').txt(bankId(payment.id)).up().ele('EndToEndId').txt(bankId(payment.id));
    one.ele('Amt').ele('InstdAmt', { Ccy: currency }).txt(majorOf(payment.amountMinor, currency));
    const { bank } = payment;
    if (bank.bic !== null) one.ele('CdtrAgt').ele('FinInstnId').ele('BICFI').txt(bank.bic);
    const creditor = one.ele('Cdtr');
    creditor.ele('Nm').txt(bankText(payment.holder, 70));
    const address = creditor.ele('PstlAdr');
    address.ele('Ctry').txt(payment.country || countryOfAccount(bank));
    if (payment.address !== null) address.ele('AdrLine').txt(bankText(payment.address, 70));
    const account = one.ele('CdtrAcct').ele('Id');
    if (bank.kind === 'iban') account.ele('IBAN').txt(bank.iban);
    else account.ele('Othr').ele('Id').txt(bankText(bank.accountNumber, 34));
    one.ele('RmtInf').ele('Ustrd').txt(bankText(payment.reference, 140));
  }
  return root.end({ prettyPrint: true });
}
