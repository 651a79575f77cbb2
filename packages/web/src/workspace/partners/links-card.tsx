import { useState } from 'react';
import { Plus } from 'lucide-react';
import { problemSentence, useApiMutation, useApiPages, type Result } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Card } from '../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { Nothing } from './kit/record-page.tsx';
import { LinkDialog } from './link-dialog.tsx';
import type { Partner } from './partner-form.tsx';

type SignedLink = Result<'links.list'>['items'][number];
const tones: Readonly<Record<SignedLink['state'], Tone>> = { waiting: 'accent', opened: 'warn', used: 'ok', expired: 'neutral', revoked: 'bad' };

/** Links given to people of the partner, and what became of each. Only those who may give them see them. */
export function LinksCard({ partner }: { partner: Partner }) {
  const mayWrite = useCan('links:write');
  const links = useApiPages('links.list', { query: { partnerId: partner.id, limit: 20 } }, { enabled: mayWrite });
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<SignedLink>();
  const revoke = useApiMutation('links.revoke', { invalidates: ['links.list'] });
  if (!mayWrite) return null;
  return (
    <Card
      title={t('links.title')}
      flush
      actions={
        <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setCreating(true)}>
          {t('links.create')}
        </Button>
      }
    >
      {links.error !== null && links.rows.length === 0 ? (
        <ErrorState compact error={links.error} onRetry={links.refetch} />
      ) : links.isLoading ? (
        <SkeletonRows rows={2} height={56} what={t('links.title')} />
      ) : links.rows.length === 0 ? (
        <Nothing>{t('links.empty')}</Nothing>
      ) : (
        <ul>
          {links.rows.map((link) => (
            <li key={link.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
              <span className="min-w-48 flex-1">
                <span className="font-medium">{t(`links.purpose.${link.purpose}`)}</span>
                {link.about !== null && <bdi className="block text-12">{link.about}</bdi>}
                <bdi dir="ltr" className="block text-12 text-muted">
                  {link.email}
                </bdi>
              </span>
              <span className="flex flex-col items-end gap-0.5">
                <Badge tone={tones[link.state]}>{t(`links.state.${link.state}`)}</Badge>
                <span className="text-12 text-muted">
                  {t(link.usedAt === null ? 'links.until' : 'links.usedAt')} <InstantText at={link.usedAt ?? link.expiresAt} />
                </span>
              </span>
              {(link.state === 'waiting' || link.state === 'opened') && (
                <Button size="compact" kind="danger" onPress={() => setRevoking(link)}>
                  {t('links.revoke')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {links.hasMore && (
        <p className="p-3 text-center">
          <Button size="compact" isPending={links.isLoadingMore} onPress={links.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
      {creating && <LinkDialog partner={partner} onClose={() => setCreating(false)} />}
      <ConfirmDialog
        title={t('links.revoke')}
        body={<p>{t('links.revoke.note', { email: revoking?.email ?? '' })}</p>}
        verb={t('links.revoke')}
        danger
        isOpen={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        onConfirm={() => {
          if (revoking)
            revoke.mutate(
              { params: { id: revoking.id } },
              { onSuccess: () => toast(t('links.revoked')), onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) },
            );
        }}
      />
    </Card>
  );
}
