import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { MoneyField } from '../../marketplaces/kit/money-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { moneyWords } from './marks.tsx';
import { type Rest, RestChoice } from './rest-choice.tsx';
import { useFundAct } from './use-fund-act.ts';
import type { ClaimDetail } from './words.ts';

type Given = { amountMinor: number | null; reason: string };

/** Line by line: whole unless somebody writes less, and then why. */
export function ApproveClaim({ claim, onClose, onReload }: { claim: ClaimDetail; onClose: () => void; onReload: () => void }) {
  const [given, setGiven] = useState<Readonly<Record<number, Given>>>({});
  const [rest, setRest] = useState<Rest>('keep');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const approve = useFundAct('fundClaims.approve');
  const currency = claim.localCurrency;
  const rows = claim.lines.map((line) => {
    const own = given[line.number] ?? { amountMinor: line.claimedMinor, reason: '' };
    const wrong = own.amountMinor === null || own.amountMinor > line.claimedMinor;
    const less = !wrong && own.amountMinor !== line.claimedMinor;
    return { line, ...own, wrong, less, lacksReason: less && own.reason.trim() === '' };
  });
  const total = rows.reduce((sum, row) => sum + (row.amountMinor ?? 0), 0);
  const partial = rows.some(({ less }) => less);
  function submit() {
    setTried(true);
    if (rows.some(({ wrong, lacksReason }) => wrong || lacksReason) || total === 0) return;
    const lines = rows.flatMap(({ line, amountMinor, reason, less }) =>
      less ? [{ number: line.number, approvedMinor: amountMinor ?? 0, reason: reason.trim() }] : [],
    );
    approve.mutate(
      { params: { id: claim.id }, body: { lines, rest, note: note.trim() === '' ? null : note.trim() }, ifVersion: claim.version },
      {
        onSuccess: (after) => {
          onClose();
          toast(t('funds.claim.approved.done', { amount: moneyWords(after.approvedMinor ?? 0, after.currency) }));
        },
      },
    );
  }
  const set = (number: number, change: Partial<Given>, before: Given) => setGiven({ ...given, [number]: { ...before, ...change } });
  return (
    <FormDrawer
      title={t('funds.approve.of', { name: claim.title })}
      verb={t('funds.approve')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={approve.isPending}
      error={approve.error}
      onReload={onReload}
    >
      <p className="text-muted">{t('funds.claim.approve.note')}</p>
      <ul className="flex flex-col gap-3">
        {rows.map(({ line, amountMinor, reason, wrong, less, lacksReason }) => (
          <li key={line.number} className="flex flex-col gap-2 rounded-card border border-line p-3">
            <p className="flex flex-wrap justify-between gap-x-3">
              <bdi className="font-medium">{line.description}</bdi>
              <span>
                <span className="text-12 text-muted">{t('funds.claimed')}</span> <ExactMoney value={{ amountMinor: line.claimedMinor, currency }} />
              </span>
            </p>
            <MoneyField
              label={t('funds.approve.line', { n: line.number })}
              currency={currency}
              amountMinor={amountMinor}
              onChange={(next) => set(line.number, { amountMinor: next }, { amountMinor, reason })}
              {...(tried && wrong ? { error: t('funds.approve.line.wrong', { amount: moneyWords(line.claimedMinor, currency) }) } : {})}
            />
            {less && (
              <TextField
                label={t('funds.approve.why')}
                isRequired
                validationBehavior="aria"
                maxLength={1000}
                value={reason}
                onChange={(text) => set(line.number, { reason: text }, { amountMinor, reason })}
                {...(tried && lacksReason ? { error: t('funds.reason.missing') } : {})}
              />
            )}
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap justify-between gap-x-3 border-t border-line pt-3 font-medium">
        <span>{t('funds.approve.total')}</span>
        <ExactMoney value={{ amountMinor: total, currency }} />
      </p>
      {tried && total === 0 && <p className="text-12 text-bad">{t('funds.approve.zero')}</p>}
      {partial && <RestChoice value={rest} onChange={setRest} />}
      <TextField label={t('funds.note')} description={t('funds.approve.note')} rows={2} maxLength={4000} value={note} onChange={setNote} />
    </FormDrawer>
  );
}
