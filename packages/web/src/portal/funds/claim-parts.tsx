import { Plus, X } from 'lucide-react';
import { formatDate } from '../../lib/i18n/format.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { Button } from '../kit/button.tsx';
import { Choose, TextInput } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { toMinor } from '../shared/amounts.ts';
import { t } from '../text.ts';
import { emptyLine, emptyProof, type LineDraft, type LineFault, type LineFaults, type ProofDraft, totals } from './claim-model.ts';
import { FileField } from './file-field.tsx';
import { mostOf } from './request-model.ts';
import { moneyWords, type Proof, proofs as kinds, proofWords } from './words.tsx';

const MOST_LINES = 200;
const MOST_PROOFS = 100;
const papers = 'application/pdf,image/png,image/jpeg';
const plus = <Plus size={16} strokeWidth={1.75} aria-hidden />;

/** Told as a step from what is there by then: a file is stored while one types on. */
type Change<Draft> = (step: (now: readonly Draft[]) => readonly Draft[]) => void;

type LinesProps = {
  lines: readonly LineDraft[];
  onChange: Change<LineDraft>;
  currency: string;
  costShareBp: number;
  approvedOn: string | null;
  today: string;
  faults: ReadonlyMap<number, LineFaults>;
};

/** Each invoice with its file, what it cost and what is claimed of it; the fund bears its share of all of them together. */
export function LineFields({ lines, onChange, currency, costShareBp, approvedOn, today, faults }: LinesProps) {
  const set = (key: number, part: Partial<LineDraft>): void => onChange((now) => now.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const { costMinor, claimedMinor } = totals(lines, currency);
  const most = mostOf(costMinor, costShareBp);
  const sentence = (fault: LineFault | undefined): string | undefined => {
    if (fault === undefined) return undefined;
    if (fault === 'early') return t('portal.funds.line.date.early', { day: formatDate(approvedOn ?? '') });
    const words = {
      missing: 'portal.missing',
      amount: 'portal.amount.wrong',
      tooMuch: 'portal.funds.line.tooMuch',
      late: 'portal.funds.line.date.late',
    } as const;
    return t(words[fault]);
  };
  return (
    <Panel title={t('portal.funds.lines')} note={t('portal.funds.lines.note', { currency })}>
      <ul className="flex flex-col gap-4 pt-1">
        {lines.map((line, index) => {
          const fault = faults.get(line.key) ?? {};
          const cost = toMinor(line.cost, currency);
          return (
            <li key={line.key}>
              <fieldset className="flex flex-col gap-3 rounded-card border border-line p-3">
                <legend className="px-1 text-13 font-medium">{t('portal.funds.line', { n: index + 1 })}</legend>
                <div className="grid gap-3 md:grid-cols-2">
                  <TextInput
                    label={t('portal.funds.line.description')}
                    value={line.description}
                    onChange={(description) => set(line.key, { description })}
                    maxLength={200}
                    error={sentence(fault.description)}
                    required
                  />
                  <TextInput
                    label={t('portal.funds.line.supplier')}
                    value={line.supplier}
                    onChange={(supplier) => set(line.key, { supplier })}
                    maxLength={200}
                    error={sentence(fault.supplier)}
                    required
                  />
                  <TextInput
                    label={t('portal.funds.line.number')}
                    value={line.invoiceNumber}
                    onChange={(invoiceNumber) => set(line.key, { invoiceNumber })}
                    maxLength={80}
                    dir="ltr"
                    error={sentence(fault.invoiceNumber)}
                    required
                  />
                  <TextInput
                    label={t('portal.funds.line.date')}
                    type="date"
                    {...(approvedOn === null ? {} : { min: approvedOn })}
                    max={today}
                    value={line.invoiceDate}
                    onChange={(invoiceDate) => set(line.key, { invoiceDate })}
                    error={sentence(fault.invoiceDate)}
                    required
                  />
                  <TextInput
                    label={t('portal.funds.line.cost')}
                    value={line.cost}
                    onChange={(text) => set(line.key, { cost: text })}
                    inputMode="decimal"
                    dir="ltr"
                    error={sentence(fault.cost)}
                    required
                  />
                  <TextInput
                    label={t('portal.funds.line.claimed')}
                    note={cost === undefined ? undefined : t('portal.funds.form.requested.note', { amount: moneyWords(mostOf(cost, costShareBp), currency) })}
                    value={line.claimed}
                    onChange={(claimed) => set(line.key, { claimed })}
                    inputMode="decimal"
                    dir="ltr"
                    error={sentence(fault.claimed)}
                    required
                  />
                </div>
                <FileField
                  label={t('portal.funds.line.file')}
                  file={line.file}
                  onFile={(file) => set(line.key, { file })}
                  error={sentence(fault.file)}
                  accept={papers}
                  required
                />
                <Button
                  look="quiet"
                  icon={<X size={16} aria-hidden />}
                  className="self-start"
                  onClick={() => onChange((now) => now.filter(({ key }) => key !== line.key))}
                >
                  {t('portal.funds.line.remove', { n: index + 1 })}
                </Button>
              </fieldset>
            </li>
          );
        })}
      </ul>
      {lines.length < MOST_LINES && (
        <Button icon={plus} className="mt-3" onClick={() => onChange((now) => [...now, emptyLine()])}>
          {t('portal.funds.line.add')}
        </Button>
      )}
      {lines.length > 0 && (
        <dl className="mt-4 flex flex-wrap justify-end gap-x-8 gap-y-1 border-t border-line pt-3 font-medium">
          {[[t('portal.funds.line.cost'), costMinor] as const, [t('portal.funds.line.claimed'), claimedMinor] as const].map(([label, amountMinor]) => (
            <div key={label} className="flex gap-2">
              <dt className="font-normal text-muted">{label}</dt>
              <dd>
                <Money value={{ amountMinor, currency }} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {claimedMinor > most && (
        <p role="alert" className="mt-2 text-end text-13 text-bad">
          {t('portal.funds.total.tooMuch', { amount: moneyWords(most, currency) })}
        </p>
      )}
    </Panel>
  );
}

export function ProofFields({ proofs, wanted, onChange }: { proofs: readonly ProofDraft[]; wanted: readonly Proof[]; onChange: Change<ProofDraft> }) {
  const set = (key: number, part: Partial<ProofDraft>): void => onChange((now) => now.map((proof) => (proof.key === key ? { ...proof, ...part } : proof)));
  return (
    <Panel title={t('portal.funds.proofs')}>
      <p className="mb-3 text-muted">{wanted.length === 0 ? t('portal.funds.proofs.free') : t('portal.funds.proofs.rule', { list: proofWords(wanted) })}</p>
      <ul className="flex flex-col gap-4">
        {proofs.map((proof, index) => (
          <li key={proof.key}>
            <fieldset className="flex flex-col gap-3 rounded-card border border-line p-3">
              <legend className="px-1 text-13 font-medium">{t('portal.funds.proof', { n: index + 1 })}</legend>
              <div className="grid gap-3 md:grid-cols-2">
                <Choose
                  label={t('portal.funds.proof.kind')}
                  choices={kinds.map((id) => ({ id, label: t(`portal.funds.proof.${id}`) }))}
                  value={proof.kind}
                  onChange={(kind) => set(proof.key, { kind })}
                />
                <FileField
                  label={t('portal.funds.proof.file')}
                  file={proof.file}
                  onFile={(file) => set(proof.key, { file })}
                  error={undefined}
                  accept={`${papers},.csv,.xlsx,.docx,.pptx,.txt`}
                />
              </div>
              <TextInput label={t('portal.funds.proof.note')} value={proof.note} onChange={(note) => set(proof.key, { note })} maxLength={500} />
              <Button
                look="quiet"
                icon={<X size={16} aria-hidden />}
                className="self-start"
                onClick={() => onChange((now) => now.filter(({ key }) => key !== proof.key))}
              >
                {t('portal.funds.proof.remove', { n: index + 1 })}
              </Button>
            </fieldset>
          </li>
        ))}
      </ul>
      {proofs.length < MOST_PROOFS && (
        <Button icon={plus} className="mt-3" onClick={() => onChange((now) => [...now, emptyProof(wanted.find((kind) => kind !== 'invoice') ?? 'photo')])}>
          {t('portal.funds.proof.add')}
        </Button>
      )}
    </Panel>
  );
}
