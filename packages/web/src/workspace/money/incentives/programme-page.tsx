import { useParams } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { callApi, type Result, useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { BeforeAfter } from '../rules/before-after.tsx';
import { RulePage } from '../rules/rule-page.tsx';
import { SimulationCard } from '../rules/simulation-card.tsx';
import type { RuleChange } from '../rules/use-rule.ts';
import { DocumentForm } from './document-form.tsx';
import { DocumentWords } from './document-words.tsx';
import { EnrolmentsCard } from './enrolments-card.tsx';
import { incentiveReads, type IncentiveDocument } from './words.ts';

export function ProgrammePage() {
  const { programmeId = '' } = useParams({ strict: false });
  const rule = useApi('incentives.rule', { params: { id: programmeId } });
  return (
    <RecordPage query={rule} what={t('incentives.programme')}>
      {(data) => <One key={data.id} rule={data} />}
    </RecordPage>
  );
}

function One({ rule }: { rule: Result<'incentives.rule'> }) {
  const client = useQueryClient();
  const params = { id: rule.id };
  const calls = {
    update: (body: RuleChange<IncentiveDocument>, ifVersion: number) => callApi('incentives.updateRule', { params, body, ifVersion }),
    publish: (body: { effectiveFrom: string; note?: string }, ifVersion: number) => callApi('incentives.publishRule', { params, body, ifVersion }),
    refresh: () => {
      for (const operation of incentiveReads) void client.invalidateQueries({ queryKey: [operation] });
    },
  };
  return (
    <RulePage<IncentiveDocument>
      rule={rule}
      calls={calls}
      permission="incentives:write"
      crumbs={[{ label: t('money.incentives'), to: '/money/incentives' }, { label: t(`incentives.kind.${rule.kind}`) }]}
      badge={<Badge tone="accent">{t(`incentives.kind.${rule.kind}`)}</Badge>}
      publishNote={t('incentives.publish.note')}
      form={(document, onChange, isDisabled) => <DocumentForm value={document} onChange={onChange} isDisabled={isDisabled} />}
      simulation={(document, onRefused) => (
        <SimulationCard
          document={document}
          onRefused={onRefused}
          note={t('incentives.simulate.note')}
          run={(draft, from, to) => callApi('incentives.simulate', { body: { document: draft, from, to, ruleId: rule.id } })}
        >
          {(answer) => <Answer answer={answer} />}
        </SimulationCard>
      )}
      describe={(document) => <DocumentWords document={document} />}
      beside={<EnrolmentsCard ruleId={rule.id} />}
    />
  );
}

function Answer({ answer }: { answer: Result<'incentives.simulate'> }) {
  return (
    <>
      <p className="px-4 py-2 text-12 text-muted">{t('incentives.simulate.count', { n: answer.facts })}</p>
      {[...Map.groupBy(answer.partners, ({ currency }) => currency)].map(([currency, own]) => (
        <BeforeAfter
          key={currency}
          currency={currency}
          rows={own.map((row) => ({ id: row.partnerId, name: <bdi>{row.partnerName}</bdi>, beforeMinor: row.beforeMinor, afterMinor: row.afterMinor }))}
        />
      ))}
      {answer.apart.length > 0 && (
        <ul className="flex flex-col gap-1 px-4 pt-2 text-12">
          {answer.apart.map((one, index) => (
            <li key={index}>
              <bdi>{one.dealName ?? one.on}</bdi> <bdi className="text-muted">{one.sentence}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
