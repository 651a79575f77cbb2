import { useState } from 'react';
import { useApi } from '../../lib/api/index.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { LineFacts } from './line-facts.tsx';
import type { BillingLine, Candidate } from './words.ts';

/** Whose lines these are: the likeliest agreements with why, any other by name, and a reason in any case. */
export function MatchDrawer({
  lines,
  isPending,
  onClose,
  onMatch,
  onWriteOff,
}: {
  lines: readonly BillingLine[];
  isPending: boolean;
  onClose: () => void;
  onMatch: (agreementId: string, reason: string) => void;
  onWriteOff?: () => void;
}) {
  const [first] = lines;
  const candidates = useApi('disbursements.candidates', { params: { id: first?.id ?? '' } }, { enabled: first !== undefined });
  const agreements = useApi('agreements.list', { query: { limit: 200 } }, { staleTime: 60_000 });
  const [picked, setPicked] = useState<string>();
  const [another, setAnother] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const found = candidates.data?.candidates ?? [];
  const chosen = another ?? picked ?? null;
  const others = (agreements.data?.items ?? []).filter((one) => lines.every((line) => one.currency === null || one.currency === line.currency));
  function submit() {
    setTried(true);
    if (chosen !== null && reason.trim() !== '') onMatch(chosen, reason.trim());
  }
  return (
    <FormDrawer
      title={lines.length === 1 ? t('disbursements.match') : t('disbursements.matchMany', { n: lines.length })}
      verb={t('disbursements.match')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={isPending}
      error={null}
    >
      {lines.length === 1 && first !== undefined && <LineFacts line={first} />}
      <fieldset className="flex min-w-0 flex-col gap-2 border-t border-line pt-4">
        <legend className="sr-only">{t('disbursements.candidates')}</legend>
        <p aria-hidden className="text-12 font-medium">
          {t('disbursements.candidates')}
        </p>
        {candidates.error !== null && candidates.data === undefined ? (
          <ErrorState compact error={candidates.error} onRetry={() => void candidates.refetch()} />
        ) : candidates.data === undefined ? (
          <SkeletonRows rows={2} height={56} widths={[40, 30]} what={t('disbursements.candidates')} />
        ) : found.length === 0 ? (
          <p className="text-muted">{t('disbursements.candidates.none')}</p>
        ) : (
          found.map((candidate) => (
            <CandidateOption
              key={candidate.agreementId}
              candidate={candidate}
              isChosen={chosen === candidate.agreementId}
              onChoose={() => {
                setPicked(candidate.agreementId);
                setAnother(null);
              }}
            />
          ))
        )}
      </fieldset>
      <ComboBox
        // Options that come later would not be taken over by the field.
        key={others.length}
        label={t('disbursements.another')}
        options={others.map((one) => ({
          id: one.id,
          label: t('disbursements.anotherNamed', {
            key: one.externalId,
            marketplace: one.marketplaceName,
            buyer: one.dealName ?? one.buyerAccount ?? t('disbursements.buyer.unknown'),
          }),
        }))}
        value={another}
        onChange={setAnother}
        error={tried && chosen === null ? t('disbursements.choose.missing') : undefined}
      />
      <TextField
        label={t('disbursements.reason')}
        description={t('disbursements.reason.note')}
        isRequired
        validationBehavior="aria"
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('disbursements.reason.missing') : undefined}
      />
      {onWriteOff !== undefined && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-4">
          <span className="flex-1 text-muted">{t('disbursements.writeOff.when')}</span>
          <Button kind="danger" size="compact" onPress={onWriteOff}>
            {t('disbursements.writeOff')}
          </Button>
        </p>
      )}
    </FormDrawer>
  );
}

function CandidateOption({ candidate, isChosen, onChoose }: { candidate: Candidate; isChosen: boolean; onChoose: () => void }) {
  return (
    <label
      className={`flex items-start gap-3 rounded-popover border p-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent ${isChosen ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover'}`}
    >
      <input type="radio" name="agreement" checked={isChosen} onChange={onChoose} className="mt-0.5 size-4 shrink-0 accent-[var(--accent)] outline-none" />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <bdi className="font-medium">
          {candidate.dealNumber === null
            ? t('disbursements.noDeal')
            : t('disbursements.dealNamed', { number: candidate.dealNumber, name: candidate.dealName ?? '' })}
        </bdi>
        <bdi className="text-12 break-all text-muted">
          {t('disbursements.candidate.named', { agreement: candidate.agreementKey ?? '–', buyer: candidate.buyerName ?? t('disbursements.buyer.unknown') })}
        </bdi>
        {candidate.reasons.map((reason) => (
          <bdi key={reason} className="text-12">
            {reason}
          </bdi>
        ))}
      </span>
      <span className="num shrink-0 text-12 text-muted" title={t('disbursements.candidates.likely', { n: candidate.score })}>
        <span aria-hidden>{formatNumber(candidate.score)}</span>
        <span className="sr-only">{t('disbursements.candidates.likely', { n: candidate.score })}</span>
      </span>
    </label>
  );
}
