import type { ReactNode } from 'react';
import { useApi } from '../../lib/api/index.ts';
import { Panel } from '../kit/page.tsx';
import { Empty, Failed, Ghosts } from '../kit/states.tsx';
import { portalName } from '../session.ts';
import { t } from '../text.ts';
import { isInfluence, isSpiff, type Programme } from './model.ts';
import { paysWords, rulesWords, Verb } from './words.tsx';

export function usePortalProgrammes() {
  const answer = useApi('portalIncentives.programmes', {});
  return { ...answer, spiffs: answer.data?.items.filter(isSpiff) ?? [], influence: answer.data?.items.filter(isInfluence) ?? [] };
}

/** What is open today: what each pays, and what it asks for. */
export function Programmes({ kind }: { kind: 'spiffs' | 'influence' }) {
  const programmes = usePortalProgrammes();
  const title = t(`portal.incentives.open.${kind}`);
  if (programmes.data === undefined)
    return (
      <Panel title={title} flush>
        {programmes.error ? <Failed error={programmes.error} onRetry={() => void programmes.refetch()} /> : <Ghosts what={title} rows={2} height={96} />}
      </Panel>
    );
  const items: readonly Programme[] = programmes[kind];
  if (items.length === 0)
    return (
      <Panel title={title}>
        <Empty title={t(`portal.incentives.none.${kind}`)} detail={t('portal.incentives.none.detail', { vendor: portalName() })} />
      </Panel>
    );
  return (
    <section aria-label={title} className="grid gap-4 lg:grid-cols-2">
      {items.map((programme) => (
        <Panel key={programme.ruleId} title={programme.name} className="flex flex-col">
          <ProgrammeTerms programme={programme}>
            <Verb to={kind === 'spiffs' ? `/portal/incentives/register?rule=${programme.ruleId}` : `/portal/incentives/claims/new?rule=${programme.ruleId}`}>
              {t(kind === 'spiffs' ? 'portal.incentives.register' : 'portal.incentives.claim.new')}
            </Verb>
          </ProgrammeTerms>
        </Panel>
      ))}
    </section>
  );
}

export function ProgrammeTerms({ programme, children }: { programme: Programme; children?: ReactNode }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-15 font-medium">{paysWords(programme.terms)}</p>
      <ul className="flex list-disc flex-col gap-1 ps-5 text-muted">
        {rulesWords(programme).map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}
