import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../lib/i18n/values.tsx';
import { useCan, useSession } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/page.tsx';
import { EntryForm } from './entry-form.tsx';
import { EntryRows } from './entry-rows.tsx';
import { type Case, registrationNumber, type Side } from './words.ts';

const isFirst = ({ submittedAt, id }: Side, sides: readonly Side[]): boolean =>
  submittedAt !== null && sides.every((other) => other.id === id || other.submittedAt === null || submittedAt < other.submittedAt);
/** A mediator gives no evidence: it would be weighing its own word. */
function useMayGive(entry: Case): boolean {
  const mayWrite = useCan('cases:write');
  const session = useSession();
  return mayWrite && (entry.state === 'evidence' || entry.state === 'appealed') && session?.person.id !== entry.mediatorId;
}

/** One side: whose claim it is, since when, and all it has given as evidence. */
export function SideCard({ entry, side }: { entry: Case; side: Side }) {
  const mayGive = useMayGive(entry);
  const evidence = entry.entries.filter((one) => one.kind === 'evidence' && one.letter === side.letter);
  const own = side.partnerId === null;
  const title = t('cases.side', { letter: side.letter });
  const wins = entry.outcome?.inFavourOf.includes(side.letter) ?? false;
  return (
    <section aria-label={title} className="flex min-w-0 flex-col overflow-hidden rounded-card border border-line bg-surface">
      <header className="flex items-start gap-3 border-b border-line p-4">
        <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-control bg-ink text-15 font-semibold text-on-ink">
          {side.letter}
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="text-15 font-semibold">
            <span className="sr-only">{title}: </span>
            {side.partnerId === null ? (
              <bdi>{side.name}</bdi>
            ) : (
              <Link to="/partners/$partnerId" params={{ partnerId: side.partnerId }} className="hover:underline">
                <bdi>{side.name}</bdi>
              </Link>
            )}
          </h2>
          <p className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
            {side.registrationId !== null && side.registrationNumber !== null ? (
              <Link to={`/registrations/${side.registrationId}` as string} className="link inline-flex min-h-6 items-center">
                {registrationNumber(side.registrationNumber)}
              </Link>
            ) : (
              <span>{t(own ? 'cases.ownSide' : 'cases.noRegistration')}</span>
            )}
            {side.submittedAt !== null && (
              <span>
                {t('cases.submitted')} <InstantText at={side.submittedAt} />
              </span>
            )}
            {isFirst(side, entry.sides) && <Badge tone="accent">{t('cases.first')}</Badge>}
            {wins && <Badge tone="ok">{t('cases.wins')}</Badge>}
          </p>
        </div>
      </header>
      <div className="flex flex-1 flex-col gap-3 p-4">
        <h3 className="text-12 font-semibold text-muted">
          {t('cases.evidence')} <Num value={evidence.length} />
        </h3>
        {evidence.length === 0 ? <p className="text-muted">{t('cases.evidence.none')}</p> : <EntryRows entries={evidence} dealId={entry.dealId} />}
        {own && mayGive && <EntryForm entry={entry} kind="evidence" letter={side.letter} />}
      </div>
    </section>
  );
}

/** What others of the vendor know where no side is the vendor's own. */
export function Unsided({ entry }: { entry: Case }) {
  const may = useMayGive(entry);
  const evidence = entry.entries.filter((one) => one.kind === 'evidence' && one.letter === null);
  const mayGive = may && entry.sides.every((side) => side.partnerId !== null);
  if (evidence.length === 0 && !mayGive) return null;
  return (
    <Card title={t('cases.vendorEvidence')} note={t('cases.vendorEvidence.note')}>
      <div className="flex flex-col gap-3">
        {evidence.length > 0 && <EntryRows entries={evidence} dealId={entry.dealId} />}
        {mayGive && <EntryForm entry={entry} kind="evidence" letter={null} />}
      </div>
    </Card>
  );
}
