import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText, Money, RelativeTime } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/page.tsx';
import { DecisionClock } from '../clock.tsx';
import type { Steps } from '../use-steps.ts';
import { holderWords, kindWords, type Registration, registrationNumber, stateTone, stateWords } from '../words.ts';
import type { Attach } from './attach.ts';
import { AttachCard } from './attach-card.tsx';
import { FactsCard } from './facts-card.tsx';
import { HistoryCard, ProtectionCard } from './history-card.tsx';
import { LikenessCard } from './likeness-card.tsx';
import { RulingCard } from './ruling-card.tsx';
import { type Ask, StepBar } from './step-bar.tsx';

/** One registration to decide: the verbs first, then what the rules say, what it looks like, and what the partner said. */
export function Review({
  registration,
  attach,
  onAttach,
  steps,
  onApprove,
  onAsk,
  heading = true,
}: {
  registration: Registration;
  attach: Attach;
  onAttach: (attach: Attach) => void;
  steps: Steps;
  onApprove: () => void;
  onAsk: (what: Ask) => void;
  /** Off on a page of its own, whose head says the same. */
  heading?: boolean;
}) {
  const decidable = registration.steps.some((step) => step.key === 'approve');
  return (
    <article
      aria-label={t('registrations.named', { number: registrationNumber(registration.number), name: registration.companyName })}
      className="flex flex-col gap-4"
    >
      {heading && (
        <header className="flex flex-col gap-1.5">
          <Marks registration={registration} />
          <h2 className="flex flex-wrap items-baseline gap-x-3 text-18 font-semibold">
            <bdi>{registration.companyName}</bdi>
            <Money value={{ amountMinor: registration.amountMinor, currency: registration.currency }} />
          </h2>
          <p className="flex flex-wrap gap-x-3 text-muted">
            <bdi>{registration.partnerName}</bdi>
            <Link to="/registrations/$registrationId" params={{ registrationId: registration.id }} className="link">
              {t('registrations.openPage', { number: registrationNumber(registration.number) })}
            </Link>
          </p>
        </header>
      )}
      <StepBar registration={registration} isPending={steps.isPending} onApprove={onApprove} onAsk={onAsk} onTakeBack={() => steps.takeBack(registration)} />
      <Holder registration={registration} />
      <RulingCard registration={registration} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <FactsCard registration={registration} />
        <LikenessCard candidates={registration.candidates} />
      </div>
      {decidable && <AttachCard registration={registration} value={attach} onChange={onAttach} />}
      <ProtectionCard registration={registration} onExtend={() => onAsk('extend')} onRefuse={() => onAsk('refuse')} />
      {registration.cases.length > 0 && (
        <Card title={t('registrations.cases')}>
          <ul className="flex flex-col gap-1">
            {registration.cases.map((one) => (
              <li key={one.id}>
                <Link to="/cases/$caseId" params={{ caseId: one.id }} className="link">
                  {t('registrations.case.named', { n: one.number })}
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <HistoryCard events={registration.events} onNote={() => onAsk('note')} />
    </article>
  );
}

export function Marks({ registration }: { registration: Registration }) {
  return (
    <p className="flex flex-wrap items-center gap-2">
      <Badge tone={stateTone[registration.state]}>{stateWords(registration.state)}</Badge>
      <Badge>{kindWords(registration.kind)}</Badge>
      {registration.clock !== null && <DecisionClock clock={registration.clock} />}
    </p>
  );
}

/** Who has it, since when, and until when: nobody asks twice. */
function Holder({ registration }: { registration: Registration }) {
  const { clock, protectedUntil, dealId, dealNumber } = registration;
  const who = holderWords(registration);
  const stands = registration.state === 'approved' || registration.state === 'extended';
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-12 text-muted">
      {who !== null && (
        <span>
          <bdi>{who}</bdi> <RelativeTime at={registration.heldSince} />
        </span>
      )}
      {clock !== null && (
        <span>
          {t('registrations.dueAt')} <InstantText at={clock.dueAt} />
        </span>
      )}
      {stands && protectedUntil !== null && (
        <span>
          {t('registrations.protectedUntil')} <InstantText at={protectedUntil} />
        </span>
      )}
      {dealId !== null && dealNumber !== null && (
        <Link to="/deals/$dealId" params={{ dealId }} className="link">
          {`D-${dealNumber}`}
        </Link>
      )}
      {registration.decidedBy !== null && registration.decidedAt !== null && (
        <span>
          <bdi>{t('registrations.decidedBy', { name: registration.decidedBy })}</bdi> <InstantText at={registration.decidedAt} />
        </span>
      )}
    </p>
  );
}
