import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { ProductsField } from '../rules/chosen.tsx';
import { freshDocument } from './fresh.ts';
import { incentiveReads, type Kind, kinds } from './words.ts';

/** A name and a kind; what it pays is written on its page, and nothing is paid until a version is published. */
export function NewProgramme({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>('commission');
  const [metric, setMetric] = useState('');
  const [productIds, setProductIds] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const create = useApiMutation('incentives.createRule', { invalidates: incentiveReads, onDone: (rule) => onMade(rule.id) });
  const adoption = kind === 'adoption';
  const lacks = adoption && (metric.trim() === '' || productIds.length === 0);
  function submit() {
    setTried(true);
    if (name.trim() === '' || lacks) return;
    const fresh = freshDocument(kind);
    create.mutate({ body: { name: name.trim(), document: fresh.kind === 'adoption' ? { ...fresh, metric: metric.trim(), productIds } : fresh } });
  }
  return (
    <FormDrawer
      title={t('incentives.new')}
      verb={t('incentives.add')}
      isOpen
      onClose={onClose}
      isPending={create.isPending}
      error={create.error}
      onSubmit={submit}
    >
      <p className="text-muted">{t('incentives.new.note')}</p>
      <TextField
        label={t('work.name')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={name}
        onChange={setName}
        error={tried && name.trim() === '' ? t('work.name.missing') : undefined}
      />
      <RadioGroup
        label={t('incentives.kind')}
        look="cards"
        value={kind}
        onChange={setKind}
        options={kinds.map((id) => ({ id, label: t(`incentives.kind.${id}`), note: t(`incentives.kind.${id}.note`) }))}
      />
      {adoption && (
        <>
          <ProductsField path="productIds" label={t('incentives.products')} value={productIds} onChange={setProductIds} />
          <TextField
            label={t('incentives.metric')}
            isRequired
            validationBehavior="aria"
            maxLength={80}
            value={metric}
            onChange={setMetric}
            error={tried && lacks ? t('incentives.adoption.lacks') : undefined}
          />
        </>
      )}
    </FormDrawer>
  );
}
