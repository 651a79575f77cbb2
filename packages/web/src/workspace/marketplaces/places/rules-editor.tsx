import { useState } from 'react';
import type { Result } from '@entente/contracts';
import { apiKey, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import { IssueList } from '../kit/issue-list.tsx';
import type { Definition, FeeTable, Marketplace } from '../words.ts';
import { withKeys } from './definition-draft.ts';
import { FeeEditor } from './fee-editor.tsx';
import { FieldsEditor } from './fields-editor.tsx';
import { StatesEditor } from './states-editor.tsx';

/** States and moves, fields and fees: data of this marketplace. What is typed is checked before it is kept. */
export function RulesEditor({ marketplace, mayWrite, onReload }: { marketplace: Marketplace; mayWrite: boolean; onReload: () => void }) {
  // Null: nothing was typed, and what is kept is shown.
  const [draft, setDraft] = useState<{ definition: Definition | null; fees: FeeTable } | null>(null);
  const { definition, fees } = draft ?? { definition: marketplace.definition, fees: marketplace.feeTable };
  const setDefinition = (next: Definition) => setDraft({ definition: next, fees });
  const setFees = (next: FeeTable) => setDraft({ definition, fees: next });
  const named = definition === null ? null : withKeys(definition, marketplace.definition);
  const check = useApiMutation('marketplaces.checkDefinition');
  const update = useApiMutation('marketplaces.update', {
    invalidates: ['marketplaces.list', 'offers.get'],
    onDone: (saved, _input, client) =>
      client.setQueryData<Result<'marketplaces.list'>>(
        apiKey('marketplaces.list', undefined),
        (list) => list && { ...list, items: list.items.map((entry) => (entry.id === saved.id ? saved : entry)) },
      ),
  });
  const isChanged = draft !== null;
  const save = () =>
    update.mutate(
      { params: { id: marketplace.id }, body: { feeTable: fees, ...(named === null ? {} : { definition: named }) }, ifVersion: marketplace.version },
      {
        onSuccess: () => {
          setDraft(null);
          check.reset();
          toast(t('marketplaces.saved'));
        },
      },
    );
  return (
    <>
      {definition !== null && <StatesEditor definition={definition} kept={marketplace.definition} onChange={setDefinition} mayWrite={mayWrite} />}
      {definition !== null && (
        <FieldsEditor
          fields={definition.fields}
          kept={marketplace.definition?.fields ?? []}
          onChange={(fields) => setDefinition({ ...definition, fields })}
          mayWrite={mayWrite}
        />
      )}
      <FeeEditor fees={fees} onChange={setFees} mayWrite={mayWrite} currencies={marketplace.capabilities.currencies} />
      {mayWrite && isChanged && (
        <Card title={t('marketplaces.keep')}>
          <div className="flex flex-col gap-3">
            <Refusal
              error={update.error ?? check.error}
              onReload={() => {
                update.reset();
                onReload();
              }}
            />
            {check.data !== undefined &&
              (check.data.issues.length === 0 ? <p className="text-ok">{t('marketplaces.check.ok')}</p> : <IssueList issues={check.data.issues} />)}
            <div className="flex flex-wrap gap-2">
              {named !== null && (
                <Button isPending={check.isPending} onPress={() => check.mutate({ body: { definition: named, feeTable: fees } })}>
                  {t('marketplaces.check')}
                </Button>
              )}
              <Button
                onPress={() => {
                  setDraft(null);
                  check.reset();
                  update.reset();
                }}
              >
                {t('marketplaces.discard')}
              </Button>
              <Button kind="primary" isPending={update.isPending} onPress={save}>
                {t('ui.save')}
              </Button>
            </div>
          </div>
        </Card>
      )}
    </>
  );
}
