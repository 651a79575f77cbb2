import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { CustomFieldForm } from './custom-field-form.tsx';
import type { CustomField } from './keys.ts';

/** Facts of a deal beyond its own: those co-sell asks for are built in, the others are this workspace's. */
export function CustomFields() {
  const fields = useApi('customFields.list');
  const mayWrite = useCan('connections:write');
  const [editing, setEditing] = useState<CustomField | 'new'>();
  const items = fields.data?.items ?? [];
  const own = items.filter((field) => !field.builtIn);
  const builtIn = items.filter((field) => field.builtIn);
  const add = mayWrite && (
    <Button kind="primary" icon={<Plus size={14} aria-hidden />} onPress={() => setEditing('new')}>
      {t('customFields.add')}
    </Button>
  );
  if (fields.error !== null && fields.data === undefined) return <ErrorState error={fields.error} onRetry={() => void fields.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      <Card title={t('customFields.own')} flush actions={own.length > 0 ? add : undefined}>
        {fields.data === undefined ? (
          <SkeletonRows rows={4} height={52} what={t('settings.custom-fields')} />
        ) : own.length === 0 ? (
          <EmptyState title={t('customFields.none')} detail={t(mayWrite ? 'customFields.none.detail' : 'connections.mayNot')} action={add || undefined} />
        ) : (
          <ul>
            {own.map((field) => (
              <FieldLine key={field.key} field={field} onEdit={mayWrite ? () => setEditing(field) : undefined} />
            ))}
          </ul>
        )}
      </Card>
      {builtIn.length > 0 && (
        <Card title={t('customFields.builtIn')} note={t('customFields.builtIn.note')} flush>
          <ul>
            {builtIn.map((field) => (
              <FieldLine key={field.key} field={field} onEdit={undefined} />
            ))}
          </ul>
        </Card>
      )}
      {editing !== undefined && (
        <CustomFieldForm field={editing === 'new' ? null : editing} taken={items.map((field) => field.key)} onClose={() => setEditing(undefined)} />
      )}
    </div>
  );
}

function FieldLine({ field, onEdit }: { field: CustomField; onEdit: (() => void) | undefined }) {
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <span className="min-w-0 flex-1 basis-48">
        <span className="block truncate font-medium">
          <bdi>{field.label}</bdi>
        </span>
        <code dir="ltr" className="font-mono text-12 text-muted">
          {field.key}
        </code>
      </span>
      <span className="text-12 text-muted">{t(`connections.type.${field.type}`)}</span>
      {field.choices.length > 0 && <span className="text-12 text-muted">{t('customFields.choices.count', { n: field.choices.length })}</span>}
      {!field.active && <Badge>{t('customFields.inactive')}</Badge>}
      {onEdit !== undefined && (
        <Button size="compact" onPress={onEdit} aria-label={t('customFields.editNamed', { name: field.label })}>
          {t('customFields.edit')}
        </Button>
      )}
    </li>
  );
}
