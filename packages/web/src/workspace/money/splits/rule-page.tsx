import { useParams } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { callApi, type Result, useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { RulePage } from '../rules/rule-page.tsx';
import type { RuleChange } from '../rules/use-rule.ts';
import type { SplitDocument } from '../rules/conditions.tsx';
import { DocumentForm } from './document-form.tsx';
import { DocumentWords } from './document-words.tsx';
import { SimulateSplits } from './simulate.tsx';
import { splitReads } from './words.ts';

export function SplitRulePage() {
  const { ruleId = '' } = useParams({ strict: false });
  const rule = useApi('splits.rule', { params: { id: ruleId } });
  return (
    <RecordPage query={rule} what={t('splits.rule')}>
      {(data) => <One key={data.id} rule={data} />}
    </RecordPage>
  );
}

function One({ rule }: { rule: Result<'splits.rule'> }) {
  const client = useQueryClient();
  const params = { id: rule.id };
  const calls = {
    update: (body: RuleChange<SplitDocument>, ifVersion: number) => callApi('splits.updateRule', { params, body, ifVersion }),
    publish: (body: { effectiveFrom: string; note?: string }, ifVersion: number) => callApi('splits.publishRule', { params, body, ifVersion }),
    refresh: () => {
      for (const operation of splitReads) void client.invalidateQueries({ queryKey: [operation] });
    },
  };
  return (
    <RulePage<SplitDocument>
      rule={rule}
      calls={calls}
      permission="splits:write"
      crumbs={[
        { label: t('money.splits'), to: '/money/splits' },
        { label: t('splits.tab.rules'), to: '/money/splits?tab=rules' },
        { label: t('splits.rule.place', { n: rule.position }) },
      ]}
      publishNote={t('splits.publish.note')}
      form={(document, onChange, isDisabled) => <DocumentForm value={document} onChange={onChange} isDisabled={isDisabled} />}
      simulation={(document, onRefused) => <SimulateSplits document={document} onRefused={onRefused} />}
      describe={(document) => <DocumentWords document={document} />}
    />
  );
}
