import { type ComponentType, type ReactNode, useState } from 'react';
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { useRegisterActions } from '../../../../lib/actions.ts';
import { t, type MessageId } from '../../../../lib/i18n/i18n.ts';
import { Num } from '../../../../lib/i18n/values.tsx';
import { useCan } from '../../../../lib/session.ts';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { Card, PageBody } from '../../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../../ui/states.tsx';
import { sayRefusal } from '../../../deals/kit/notify.ts';
import { useUrlState } from '../../../partners/kit/url-state.ts';
import { Span } from '../kit/dates.tsx';
import { type Dated, standing, todayText } from '../words.ts';
import { DocumentDialog } from './document-dialog.tsx';
import { DocumentSheet } from './document-sheet.tsx';

export type DocumentVersion<D> = Dated & { version: number; definition: D; note: string | null; createdBy: string; createdAt: string };
export type Document<D> = { id: string; name: string; version: number; current: DocumentVersion<D> | null; versions: DocumentVersion<D>[] };
export type DocumentBody<D> = { name: string; definition: D; effectiveFrom: string; effectiveTo: string | null; note?: string };
export type FormProps<D> = { value: D; onChange: (value: D) => void };

/** What one kind of dated document is: how it is read, said, written and tried. */
export type DocumentKind<D> = {
  id: 'bundle' | 'rule' | 'margin' | 'approval';
  list: { rows: readonly Document<D>[]; isLoading: boolean; error: unknown; refetch: () => void; hasMore: boolean; loadMore: () => void };
  fresh: () => D;
  isReady: (definition: D) => boolean;
  sentence: (definition: D) => string;
  Form: ComponentType<FormProps<D>>;
  /** The whole of a version, where its sentence leaves something out. */
  View?: ComponentType<{ value: D }>;
  add: (body: DocumentBody<D>) => Promise<unknown>;
  amend: (id: string, body: DocumentBody<D>, ifVersion: number) => Promise<unknown>;
  end: (id: string, body: { on: string; note?: string }, ifVersion: number) => Promise<unknown>;
  order?: (ids: string[]) => Promise<unknown>;
  extra?: ReactNode;
};
const words = {
  bundle: { many: 'pricing.tab.bundles', add: 'pricing.bundle.add', none: 'pricing.bundles.none', detail: 'pricing.bundles.none.detail' },
  rule: { many: 'pricing.tab.compatibility', add: 'pricing.rule.add', none: 'pricing.rules.none', detail: 'pricing.rules.none.detail' },
  margin: { many: 'pricing.tab.margins', add: 'pricing.margin.add', none: 'pricing.margins.none', detail: 'pricing.margins.none.detail' },
  approval: { many: 'pricing.tab.approvals', add: 'pricing.approval.add', none: 'pricing.approvals.none', detail: 'pricing.approvals.none.detail' },
} as const satisfies Record<string, Record<string, MessageId>>;

export function DocumentsTab<D>({ kind }: { kind: DocumentKind<D> }) {
  const url = useUrlState();
  const mayWrite = useCan('pricing:write');
  const own = words[kind.id];
  const { rows } = kind.list;
  const [form, setForm] = useState<{ of?: Document<D> }>();
  const [moving, setMoving] = useState(false);
  useRegisterActions(() => [{ id: own.add, label: own.add, scope: 'screen', shortcut: 'n', permission: 'pricing:write', run: () => setForm({}) }], [own.add]);
  const open = rows.find((row) => row.id === url.text('open'));
  const add = (
    <Button kind="primary" icon={<Plus size={16} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setForm({})}>
      {t(own.add)}
    </Button>
  );
  async function move(from: number, by: 1 | -1) {
    const ids = rows.map((row) => row.id);
    const id = ids[from];
    if (id === undefined || kind.order === undefined) return;
    setMoving(true);
    try {
      await kind.order(ids.toSpliced(from, 1).toSpliced(from + by, 0, id));
    } catch (error) {
      sayRefusal(error);
    } finally {
      setMoving(false);
    }
  }
  return (
    <PageBody label={t(own.many)}>
      {kind.list.error !== null && rows.length === 0 ? (
        <ErrorState error={kind.list.error} onRetry={kind.list.refetch} />
      ) : (
        <Card
          title={kind.order === undefined ? t(own.many) : t('pricing.inOrder', { what: t(own.many) })}
          flush
          actions={
            <>
              {kind.extra}
              {rows.length > 0 && add}
            </>
          }
        >
          {kind.list.isLoading ? (
            <SkeletonRows rows={4} height={56} what={t(own.many)} />
          ) : rows.length === 0 ? (
            <EmptyState title={t(own.none)} detail={t(own.detail)} action={add} />
          ) : (
            <ol>
              {rows.map((row, index) => (
                <li
                  key={row.id}
                  className="relative flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0 hover:bg-hover"
                >
                  {kind.order !== undefined && (
                    <span className="w-5 text-end text-muted">
                      <Num value={index + 1} />
                    </span>
                  )}
                  <span className="flex min-w-52 flex-1 flex-col gap-0.5">
                    <button type="button" onClick={() => url.set({ open: row.id })} className="text-start font-medium before:absolute before:inset-0">
                      <bdi>{row.name}</bdi>
                    </button>
                    <span className="text-12 text-muted">
                      {row.current === null ? t('pricing.notToday') : <bdi>{kind.sentence(row.current.definition)}</bdi>}
                    </span>
                  </span>
                  <span className="flex flex-wrap gap-x-3 text-12 text-muted">
                    {row.current !== null && (
                      <>
                        <Span of={row.current} />
                        <span>{t('pricing.version', { n: row.current.version })}</span>
                      </>
                    )}
                    {row.versions.some((version) => standing(version, todayText()) === 'ahead') && (
                      <span className="text-accent">{t('pricing.standing.ahead')}</span>
                    )}
                  </span>
                  {mayWrite && kind.order !== undefined && (
                    <span className="relative flex">
                      <IconButton label={t('pricing.earlier', { name: row.name })} isDisabled={index === 0 || moving} onPress={() => void move(index, -1)}>
                        <ArrowUp size={15} aria-hidden />
                      </IconButton>
                      <IconButton
                        label={t('pricing.later', { name: row.name })}
                        isDisabled={index === rows.length - 1 || moving}
                        onPress={() => void move(index, 1)}
                      >
                        <ArrowDown size={15} aria-hidden />
                      </IconButton>
                    </span>
                  )}
                </li>
              ))}
            </ol>
          )}
          {kind.list.hasMore && (
            <p className="px-4 py-2">
              <Button kind="quiet" size="compact" onPress={kind.list.loadMore}>
                {t('work.more')}
              </Button>
            </p>
          )}
        </Card>
      )}
      {!mayWrite && <p className="mt-3 text-12 text-muted">{t('pricing.mayNot')}</p>}
      {open && form === undefined && <DocumentSheet kind={kind} of={open} onAmend={() => setForm({ of: open })} onClose={() => url.set({ open: undefined })} />}
      {form !== undefined && (
        <DocumentDialog
          kind={kind}
          title={form.of === undefined ? t(own.add) : t('pricing.newVersionOf', { name: form.of.name })}
          {...(form.of === undefined ? {} : { of: rows.find((row) => row.id === form.of?.id) ?? form.of })}
          onClose={() => setForm(undefined)}
        />
      )}
    </PageBody>
  );
}
