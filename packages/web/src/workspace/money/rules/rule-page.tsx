import { type ReactNode, useState } from 'react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, type Crumb, PageBody, PageHeader } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { RefusedDocument, refusedFields, RefusedList } from './refusals.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { type RuleHead, RuleState } from './rule-state.tsx';
import { type EditedRule, type RuleCalls, useRuleDraft } from './use-rule.ts';
import { VersionsCard } from './versions-card.tsx';

type Open = 'publish' | 'rename' | null;

/** A rule as it is written: the document, what it would have done beside it, and every version it ever had. */
export function RulePage<D>({
  rule,
  calls,
  crumbs,
  badge,
  permission,
  publishNote,
  form,
  simulation,
  describe,
  beside,
}: {
  rule: EditedRule<D> & RuleHead;
  calls: RuleCalls<D>;
  crumbs: readonly Crumb[];
  badge?: ReactNode;
  permission: string;
  publishNote: string;
  form: (document: D, onChange: (document: D) => void, isDisabled: boolean) => ReactNode;
  simulation: (document: D, onRefused: (error: unknown) => void) => ReactNode;
  describe: (document: D) => ReactNode;
  beside?: ReactNode;
}) {
  const mayWrite = useCan(permission);
  const draft = useRuleDraft(rule, calls);
  const [open, setOpen] = useState<Open>(null);
  const { document, changed, isPending } = draft;
  const retired = rule.retiredAt !== null;
  const writable = mayWrite && !retired;
  const save = () => void draft.save().then((done) => done && toast(t('rules.saved')));
  useRegisterActions(
    () => [
      { id: 'rule.save', label: 'rules.save', scope: 'record', shortcut: 'mod+s', permission, isEnabled: () => changed, run: save },
      { id: 'rule.publish', label: 'rules.publish.verb', scope: 'record', shortcut: 'p', permission, isEnabled: () => writable, run: () => setOpen('publish') },
    ],
    [changed, writable, document],
  );
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={rule.name}
        crumbs={crumbs}
        badges={
          <>
            {badge}
            <RuleState rule={{ ...rule, hasDraft: draft.hasDraft }} />
            {changed && <Badge tone="warn">{t('rules.unsaved')}</Badge>}
          </>
        }
        actions={
          mayWrite ? (
            <>
              <Button kind="quiet" onPress={() => setOpen('rename')}>
                {t('rules.rename')}
              </Button>
              <Button
                kind="quiet"
                isPending={isPending}
                onPress={() => void draft.change({ retired: !retired }).then((done) => done && toast(t(retired ? 'rules.backAgain' : 'rules.retired.done')))}
              >
                {t(retired ? 'rules.bringBack' : 'rules.retire')}
              </Button>
              {!retired && draft.hasDraft && rule.versions.length > 0 && (
                <Button isPending={isPending} onPress={() => void draft.discard().then((done) => done && toast(t('rules.discarded')))}>
                  {t('rules.discard')}
                </Button>
              )}
              {!retired && (
                <>
                  <Button isDisabled={!changed} isPending={isPending} onPress={save}>
                    {t('rules.save')}
                  </Button>
                  <Button kind="primary" onPress={() => setOpen('publish')}>
                    {t('rules.publish.verb')}
                  </Button>
                </>
              )}
            </>
          ) : (
            <span className="text-12 text-muted">{t('rules.mayNot')}</span>
          )
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_28rem]">
          <div className="flex min-w-0 flex-col gap-4">
            {draft.overtaken && (
              <p role="alert" className="flex flex-wrap items-center gap-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
                <span className="flex-1">{t('work.stale')}</span>
                <Button size="compact" onPress={draft.load}>
                  {t('work.stale.reload')}
                </Button>
              </p>
            )}
            <RefusedList refused={draft.refused} />
            <RefusedDocument refused={draft.refused}>{document !== undefined && form(document, draft.setDocument, !writable)}</RefusedDocument>
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            {document !== undefined && simulation(document, (error) => draft.setRefused(refusedFields(error)))}
            {beside}
            <Card title={t('rules.versions')} flush>
              <VersionsCard versions={rule.versions} liveNumber={rule.liveNumber} describe={describe} />
            </Card>
          </div>
        </div>
      </PageBody>
      {open === 'publish' && (
        <PublishDialog
          note={publishNote}
          isPending={isPending}
          error={draft.error}
          onClose={() => setOpen(null)}
          onPublish={(from, note) =>
            void draft.publish(from, note).then((done) => {
              if (!done) return;
              toast(t('rules.published'));
              setOpen(null);
            })
          }
        />
      )}
      {open === 'rename' && (
        <RenameDialog
          name={rule.name}
          isPending={isPending}
          error={draft.error}
          onClose={() => setOpen(null)}
          onRename={(name) => void draft.change({ name }).then((done) => done && setOpen(null))}
        />
      )}
    </>
  );
}
