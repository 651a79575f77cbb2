import { useState } from 'react';
import { useAct } from '../act.ts';
import { go } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { AnswerDialog, WordsDialog } from './words-dialog.tsx';
import type { ClaimDetail } from './words.tsx';

/** What the partner may do with a claim now; the first is the main one. */
export function ClaimActs({ claim }: { claim: ClaimDetail }) {
  const [open, setOpen] = useState<'answer' | 'withdraw'>();
  const why = useWhyNot()('portal:funds');
  const submit = useAct('portalFunds.submitClaim', { notice: t('portal.funds.form.sent', { vendor: portalName() }) });
  const { may } = claim;
  if (may.length === 0) return null;
  const answers = claim.state === 'info_requested';
  const close = (): void => setOpen(undefined);
  return (
    <div className="mt-4 flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {may.includes('submit') && (
          <Button
            look="main"
            why={why}
            busy={submit.busy}
            onClick={() => (answers ? setOpen('answer') : void submit.run({ params: { id: claim.id }, body: { note: null }, ifVersion: claim.version }))}
          >
            {t(answers ? 'portal.funds.act.answer' : 'portal.funds.claim.send')}
          </Button>
        )}
        {may.includes('edit') && (
          <Button why={why} onClick={() => go(`/portal/funds/claims/new?edit=${claim.id}`)}>
            {t('portal.funds.act.edit')}
          </Button>
        )}
        {may.includes('withdraw') && (
          <Button look="danger" why={why} onClick={() => setOpen('withdraw')}>
            {t('portal.funds.act.withdraw')}
          </Button>
        )}
      </div>
      <Refused sentence={submit.refusal} />
      {open === 'answer' && <Answer claim={claim} onClose={close} />}
      {open === 'withdraw' && <Withdraw claim={claim} onClose={close} />}
    </div>
  );
}

type DialogProps = { claim: ClaimDetail; onClose: () => void };

function Answer({ claim: { id, version, question }, onClose }: DialogProps) {
  const act = useAct('portalFunds.submitClaim', { notice: t('portal.funds.act.answered'), onDone: onClose });
  return (
    <AnswerDialog question={question} act={act} onClose={onClose} onWords={(note) => void act.run({ params: { id }, body: { note }, ifVersion: version })} />
  );
}

function Withdraw({ claim: { id, version }, onClose }: DialogProps) {
  const act = useAct('portalFunds.withdrawClaim', { notice: t('portal.funds.act.withdrawn'), onDone: onClose });
  return (
    <WordsDialog
      title={t('portal.funds.act.withdraw')}
      label={t('portal.reason')}
      danger
      act={act}
      onClose={onClose}
      onWords={(reason) => void act.run({ params: { id }, body: { reason }, ifVersion: version })}
    >
      <p>{t('portal.funds.act.withdraw.note')}</p>
    </WordsDialog>
  );
}
