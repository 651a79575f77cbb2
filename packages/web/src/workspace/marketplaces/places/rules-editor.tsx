import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import { IssueList } from '../kit/issue-list.tsx';
import type { Definition, FeeTable, Marketplace } from '../words.ts';
import { FeeEditor } from './fee-editor.tsx';
import { FieldsEditor } from './fields-editor.tsx';
import { StatesEditor } from './states-editor.tsx';

/** States and moves, fields and fees: data of this marketplace. What is typed is checked before it is kept. */
export function RulesEditor({ marketplace, mayWrite, onReload }: { marketplace: Marketplace; mayWrite: boolean; onReload: () => void }) {
  const [definition, setDefinition] = useState<Definition | null>(marketplace.definition);
  const [fees, setFees] = useState<FeeTable>(marketplace.feeTable);
  const check = useApiMutation('marketplaces.checkDefinition');
  const update = useApiMutation('marketplaces.update', { invalidates: ['marketplaces.list', 'offers.get'] });
  const isChanged = definition !== marketplace.definition || fees !== marketplace.feeTable;
  const save = () =>
    update.mutate(
      { params: { id: marketplace.id }, body: { feeTable: fees, ...(definition === null ? {} : { definition }) }, ifVersion: marketplace.version },
      {
        onSuccess: (saved) => {
          setDefinition(saved.definition);
          setFees(saved.feeTable);
          check.reset();
          toast(t('marketplaces.saved'));
        },
      },
    );
  return (
    <>
      {definition !== null && <StatesEditor definition={definition} onChange={setDefinition} mayWrite={mayWrite} />}
      {definition !== null && <FieldsEditor fields={definition.fields} onChange={(fields) => setDefinition({ ...definition, fields })} mayWrite={mayWrite} />}
      <FeeEditor fees={fees} onChange={setFees} mayWrite={mayWrite} currencies={marketplace.capabilities.currencies} />
      {mayWrite && (isChanged || check.data !== undefined) && (
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
              {definition !== null && (
                <Button isPending={check.isPending} onPress={() => check.mutate({ body: { definition, feeTable: fees } })}>
                  {t('marketplaces.check')}
                </Button>
              )}
              <Button
                onPress={() => {
                  setDefinition(marketplace.definition);
                  setFees(marketplace.feeTable);
                  check.reset();
                  update.reset();
                }}
              >
                {t('marketplaces.discard')}
              </Button>
              <Button kind="primary" isPending={update.isPending} isDisabled={!isChanged} onPress={save}>
                {t('ui.save')}
              </Button>
            </div>
          </div>
        </Card>
      )}
    </>
  );
}
