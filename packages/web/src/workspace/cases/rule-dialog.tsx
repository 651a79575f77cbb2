import { type FormEvent, useId, useState } from 'react';
import { isStale } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { RefusalNote } from '../partners/kit/form-drawer.tsx';
import { effectsOf, namedSide, type Outcome } from './preview.ts';
import { RulePreview } from './rule-preview.tsx';
import { ShareField } from './share-field.tsx';
import { useCaseAct } from './use-case.ts';
import type { Case } from './words.ts';

const LEAST = 10;

/** A ruling is final in one step: before it is made, what becomes of each side's protection and credit stands beside it. */
export function RuleDialog({ entry, onClose, onReload }: { entry: Case; onClose: () => void; onReload: () => void }) {
  const form = useId();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [share, setShare] = useState(5000);
  const [reason, setReason] = useState('');
  const [partnerText, setPartnerText] = useState('');
  const [tried, setTried] = useState(false);
  const rule = useCaseAct('cases.rule');
  const [first, second] = entry.sides;
  const vendorSide = entry.sides.some((side) => side.partnerId === null);
  const named = namedSide(partnerText, entry.sides);
  const textError =
    tried && partnerText.trim().length < LEAST ? t('cases.rule.tooShort', { n: LEAST }) : named === null ? undefined : t('cases.rule.names', { name: named });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (outcome === null || reason.trim().length < LEAST || partnerText.trim().length < LEAST || named !== null) return;
    rule.mutate(
      {
        params: { id: entry.id },
        body: { outcome, reason: reason.trim(), partnerText: partnerText.trim(), firstShareBasisPoints: outcome === 'shared' ? share : null },
        ifVersion: entry.version,
      },
      {
        onSuccess: () => {
          toast(t('cases.ruled'));
          onClose();
        },
      },
    );
  }
  const options: { id: Outcome; label: string; note?: string }[] = [
    { id: 'first', label: t('cases.rule.side', { letter: first?.letter ?? 'A', name: first?.name ?? '' }) },
    { id: 'second', label: t('cases.rule.side', { letter: second?.letter ?? 'B', name: second?.name ?? '' }) },
    { id: 'shared', label: t('cases.rule.shared'), note: t('cases.rule.shared.note') },
    ...(vendorSide ? [] : [{ id: 'vendor' as const, label: t('cases.rule.vendor') }]),
    { id: 'nobody', label: t('cases.rule.nobody') },
  ];
  return (
    <Dialog
      title={t(entry.appeal === null ? 'cases.rule' : 'cases.ruleAgain')}
      isOpen
      onClose={onClose}
      size="wide"
      isDismissable={false}
      note={t(entry.appeal === null ? 'cases.rule.once' : 'cases.rule.final')}
      footer={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" form={form} isPending={rule.isPending}>
            {t('cases.rule')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid items-start gap-5 md:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {isStale(rule.error) ? (
            <div role="alert" className="flex flex-wrap items-center gap-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
              <p className="flex-1">{t('work.stale')}</p>
              <Button size="compact" onPress={onReload}>
                {t('work.stale.reload')}
              </Button>
            </div>
          ) : (
            <RefusalNote error={rule.error} />
          )}
          <RadioGroup
            label={t('cases.rule.outcome')}
            value={outcome}
            onChange={setOutcome}
            look="cards"
            isRequired
            options={options}
            error={tried && outcome === null ? t('cases.rule.choose') : undefined}
          />
          {outcome === 'shared' && <ShareField letter={first?.letter ?? 'A'} value={share} onChange={setShare} />}
          <TextField
            label={t('cases.reason')}
            description={t('cases.reason.who')}
            value={reason}
            onChange={setReason}
            rows={3}
            isRequired
            validationBehavior="aria"
            maxLength={4000}
            error={tried && reason.trim().length < LEAST ? t('cases.rule.tooShort', { n: LEAST }) : undefined}
          />
          <TextField
            label={t('cases.partnerText')}
            description={t('cases.partnerText.note')}
            value={partnerText}
            onChange={setPartnerText}
            rows={3}
            isRequired
            validationBehavior="aria"
            maxLength={1000}
            error={textError}
          />
        </div>
        <RulePreview effects={outcome === null ? null : effectsOf(entry.sides, outcome, share)} text={partnerText.trim()} />
      </form>
    </Dialog>
  );
}
