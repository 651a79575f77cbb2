import { useState } from 'react';
import { ArrowDown, ArrowUp, Plus, Scale } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { PartnerType } from '@entente/kernel';
import { useRegisterActions } from '../../lib/actions.ts';
import { type Result, useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { typeName } from '../partners/words.ts';
import { sayProblem } from '../registrations/use-steps.ts';
import { ProgramForm } from './program-form.tsx';

type Row = Result<'programs.list'>['items'][number];

export function ProgramsScreen() {
  const list = useApi('programs.list');
  const navigate = useNavigate();
  const mayWrite = useCan('programs:write');
  const [creating, setCreating] = useState(false);
  const move = useApiMutation('programs.update', { invalidates: ['programs.list', 'programs.get'] });
  const create = useApiMutation('programs.create', { invalidates: ['programs.list'] });
  useRegisterActions(
    () => [{ id: 'programs.create', label: 'programs.create', scope: 'screen', shortcut: 'c', permission: 'programs:write', run: () => setCreating(true) }],
    [],
  );
  const rows = list.data?.items ?? [];
  return (
    <>
      <PageHeader
        title={t('programs.title')}
        actions={
          <Button kind="primary" keyHint="c" icon={<Plus size={14} aria-hidden />} isDisabled={!mayWrite} onPress={() => setCreating(true)}>
            {t('programs.create')}
          </Button>
        }
        facts={<p className="text-12 text-muted">{t('programs.note')}</p>}
      />
      <PageBody>
        {list.error !== null ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : list.data === undefined ? (
          <SkeletonRows rows={3} height={64} what={t('programs.title')} />
        ) : rows.length === 0 ? (
          <EmptyState icon={<Scale size={18} aria-hidden />} title={t('programs.empty')} detail={t('programs.empty.detail')} />
        ) : (
          <ol className="overflow-hidden rounded-card border border-line bg-surface">
            {rows.map((row, index) => (
              <ProgramRow
                key={row.id}
                row={row}
                place={index}
                last={index === rows.length - 1}
                mayMove={mayWrite && !move.isPending}
                onMove={(by) =>
                  move.mutate(
                    { params: { id: row.id }, ifVersion: row.version, body: { position: rows[index + by]?.position ?? row.position } },
                    { onError: sayProblem },
                  )
                }
              />
            ))}
          </ol>
        )}
      </PageBody>
      {creating && (
        <ProgramForm
          title={t('programs.create')}
          note={t('programs.create.note')}
          name=""
          types={[]}
          isPending={create.isPending}
          error={create.error}
          onClose={() => {
            create.reset();
            setCreating(false);
          }}
          onSave={(name: string, partnerTypes: PartnerType[]) =>
            create.mutate(
              { body: { name, partnerTypes } },
              {
                onSuccess: (made) => {
                  toast(t('programs.created', { name: made.name }));
                  void navigate({ to: '/programs/$programId', params: { programId: made.id } });
                },
              },
            )
          }
        />
      )}
    </>
  );
}

function ProgramRow({ row, place, last, mayMove, onMove }: { row: Row; place: number; last: boolean; mayMove: boolean; onMove: (by: 1 | -1) => void }) {
  return (
    <li className="relative flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0 hover:bg-hover">
      <span className="num w-5 shrink-0 text-end text-muted">{place + 1}</span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <Link to="/programs/$programId" params={{ programId: row.id }} className="font-medium before:absolute before:inset-0">
            <bdi>{row.name}</bdi>
          </Link>
          {row.liveVersion === null ? <Badge>{t('programs.neverPublished')}</Badge> : <Badge tone="ok">{t('programs.live', { n: row.liveVersion })}</Badge>}
          {row.hasDraft && <Badge tone="warn">{t('programs.draft')}</Badge>}
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-12 text-muted">
          <bdi>
            {row.partnerTypes.length === 0
              ? t('programs.types.all')
              : new Intl.ListFormat(document.documentElement.lang, { style: 'narrow', type: 'unit' }).format(row.partnerTypes.map(typeName))}
          </bdi>
          <RelativeTime at={row.updatedAt} />
        </p>
      </div>
      <span className="relative z-10 flex">
        <IconButton size="compact" label={t('programs.moveUp', { name: row.name })} isDisabled={!mayMove || place === 0} onPress={() => onMove(-1)}>
          <ArrowUp size={14} aria-hidden />
        </IconButton>
        <IconButton size="compact" label={t('programs.moveDown', { name: row.name })} isDisabled={!mayMove || last} onPress={() => onMove(1)}>
          <ArrowDown size={14} aria-hidden />
        </IconButton>
      </span>
    </li>
  );
}
