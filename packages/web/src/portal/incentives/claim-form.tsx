import { type FormEvent, useState } from 'react';
import { ApiProblem, problemSentence, useApi } from '../../lib/api/index.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { useAct } from '../act.ts';
import { Go, go, useParam } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { Choose, TextBox, Tick } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { Failed, Ghosts, Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { DealChoice } from './deal-choice.tsx';
import { guarded } from './guard.tsx';
import { chosen, claimBody, type ClaimDraft, claimFaults, type Evidence, type InfluenceProgramme } from './model.ts';
import { ProgrammePage } from './programme-page.tsx';
import { ProgrammeTerms, usePortalProgrammes } from './programmes.tsx';
import { touchWord } from './words.tsx';

export const ClaimForm = guarded(Form);

/** `?rule=` and `?deal=` name what is chosen already. */
function Form() {
  const { influence } = usePortalProgrammes();
  return (
    <ProgrammePage
      title={t('portal.incentives.claim.new')}
      back={{ to: '/portal/incentives/claims', label: t('portal.incentives.view.influence') }}
      none={t('portal.incentives.none.influence')}
      isNone={influence.length === 0}
    >
      <Fields programmes={influence} />
    </ProgrammePage>
  );
}

function Fields({ programmes }: { programmes: readonly InfluenceProgramme[] }) {
  const [askedRule] = useParam('rule');
  const [askedDeal] = useParam('deal');
  const [draft, setDraft] = useState<ClaimDraft>(() => ({
    ruleId: programmes.find((one) => one.ruleId === askedRule)?.ruleId ?? (programmes.length === 1 ? (programmes[0]?.ruleId ?? '') : ''),
    dealId: askedDeal ?? '',
    note: '',
    without: [],
  }));
  const [tried, setTried] = useState(false);
  const denied = useWhyNot()('portal:deals');
  const { ruleId, dealId } = draft;
  const evidence = useApi('portalIncentives.evidence', { query: { ruleId, dealId } }, { enabled: ruleId !== '' && dealId !== '' });
  const act = useAct('portalIncentives.claim', {
    notice: t('portal.incentives.claim.sent', { vendor: portalName() }),
    onDone: ({ id }) => go(`/portal/incentives/claims/${id}`),
  });
  const why = denied ?? ((evidence.data?.claimId ?? null) === null ? undefined : t('portal.incentives.claim.already'));
  const faults = claimFaults(draft, evidence.data);
  const programme = programmes.find((one) => one.ruleId === ruleId);
  const set = (part: Partial<ClaimDraft>): void => {
    act.forget();
    setDraft({ ...draft, ...part });
  };
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (why === undefined && evidence.data && Object.keys(faults).length === 0) void act.run({ body: claimBody(draft, evidence.data) });
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-6">
        <Panel title={t('portal.incentives.claim.what')}>
          <div className="flex flex-col gap-4 pt-1">
            <Choose
              label={t('portal.incentives.programme')}
              choices={programmes.map(({ ruleId: id, name }) => ({ id, label: name }))}
              value={ruleId}
              onChange={(id) => set({ ruleId: id, without: [] })}
              emptyLabel={t('portal.incentives.programme.choose')}
              error={tried && faults.ruleId ? t('portal.missing') : undefined}
              required
            />
            <DealChoice
              value={dealId}
              onChange={(id) => set({ dealId: id, without: [] })}
              fits={() => true}
              none={t('portal.incentives.deal.none')}
              error={tried && faults.dealId ? t('portal.missing') : undefined}
            />
            <TextBox
              label={t('portal.incentives.claim.note')}
              note={t('portal.incentives.claim.note.note', { vendor: portalName() })}
              value={draft.note}
              onChange={(note) => set({ note })}
              maxLength={4000}
              error={tried && faults.note ? t('portal.missing') : undefined}
              required
            />
          </div>
        </Panel>
        {ruleId !== '' && dealId !== '' && (
          <Panel title={t('portal.incentives.evidence')} flush>
            {evidence.data ? (
              <EvidencePicks evidence={evidence.data} draft={draft} onChange={(without) => set({ without })} fault={tried ? faults.evidence : undefined} />
            ) : evidence.error instanceof ApiProblem && evidence.error.status === 409 ? (
              <div className="px-4 py-3">
                <Refused sentence={problemSentence(evidence.error, evidence.error.message)} />
              </div>
            ) : evidence.error ? (
              <Failed error={evidence.error} onRetry={() => void evidence.refetch()} />
            ) : (
              <Ghosts what={t('portal.incentives.evidence')} rows={3} height={44} />
            )}
          </Panel>
        )}
        <Refused sentence={act.refusal} />
        <div>
          <Button type="submit" look="main" busy={act.busy} why={why}>
            {t('portal.incentives.claim.send')}
          </Button>
        </div>
      </div>
      {programme !== undefined && (
        <Panel title={programme.name} className="self-start">
          <ProgrammeTerms programme={programme} />
        </Panel>
      )}
    </form>
  );
}

/** What the record shows of us on the deal, newest first: all of it is taken until some is taken out. */
function EvidencePicks({
  evidence,
  draft,
  onChange,
  fault,
}: {
  evidence: Evidence;
  draft: ClaimDraft;
  onChange: (without: readonly string[]) => void;
  fault: 'few' | 'short' | undefined;
}) {
  const { without } = draft;
  const picked = chosen(evidence, without).length;
  const few = evidence.items.length < evidence.atLeast;
  if (evidence.claimId !== null)
    return (
      <p className="px-4 py-3">
        {t('portal.incentives.claim.already')}{' '}
        <Go to={`/portal/incentives/claims/${evidence.claimId}`} className="link in-text">
          {t('portal.incentives.claim.open')}
        </Go>
      </p>
    );
  return (
    <div className="flex flex-col gap-2 px-4 pt-1 pb-3">
      <p
        className={few || fault !== undefined ? 'rounded-popover bg-warn-soft px-3 py-2 text-warn' : 'text-muted'}
        role={fault === undefined ? undefined : 'alert'}
      >
        {few
          ? t('portal.incentives.evidence.few', { there: evidence.items.length, needed: evidence.atLeast, vendor: portalName() })
          : t('portal.incentives.evidence.picked', { picked, needed: evidence.atLeast })}
      </p>
      {evidence.items.length > 0 && (
        <ul className="flex flex-col gap-2">
          {evidence.items.map(({ id, kind, at }) => (
            <li key={id}>
              <Tick
                label={
                  <span className="flex flex-wrap gap-x-3">
                    <bdi>{touchWord(kind)}</bdi>
                    <span className="text-muted">
                      <InstantText at={at} />
                    </span>
                  </span>
                }
                checked={!without.includes(id)}
                onChange={(checked) => onChange(checked ? without.filter((one) => one !== id) : [...without, id])}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
