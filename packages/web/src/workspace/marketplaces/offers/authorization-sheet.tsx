import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText, Money, Num } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { orNull } from '../../partners/kit/text-list.ts';
import { Facts } from '../../../ui/page.tsx';
import { IssueList } from '../kit/issue-list.tsx';
import { Operations } from '../kit/operations.tsx';
import { useAuthorization, useGrantAct, useMarketplace } from '../use-marketplaces.ts';
import { type Authorization, blocking, grantTones } from '../words.ts';
import { AuthorizeDialog } from './authorize-dialog.tsx';
import { EditGrantDialog } from './edit-grant-dialog.tsx';
import { SendGrantDialog } from './send-dialog.tsx';

type Open = 'send' | 'record' | 'restrict' | 'pass' | 'edit' | null;

/** Who may sell on what to whom, at which wholesale price, and what is to be done with it now. */
export function AuthorizationSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const grant = useAuthorization(id);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Sheet title={grant.data?.name ?? t('offers.grant')} isOpen onClose={onClose} footer={grant.data && <GrantActs grant={grant.data} onOpen={setOpen} />}>
        {grant.data !== undefined ? (
          <GrantFacts grant={grant.data} />
        ) : grant.error !== null ? (
          <ErrorState compact error={grant.error} onRetry={() => void grant.refetch()} />
        ) : (
          <SkeletonRows rows={5} what={t('offers.grant')} />
        )}
      </Sheet>
      {grant.data !== undefined && open === 'send' && <SendGrantDialog grant={grant.data} onClose={close} />}
      {grant.data !== undefined && open === 'record' && <RecordDialog grant={grant.data} onClose={close} />}
      {grant.data !== undefined && open === 'restrict' && <RestrictDialog grant={grant.data} onClose={close} />}
      {grant.data !== undefined && open === 'edit' && <EditGrantDialog grant={grant.data} onReload={() => void grant.refetch()} onClose={close} />}
      {grant.data !== undefined && open === 'pass' && <AuthorizeDialog dealId={grant.data.dealId} parent={grant.data} onClose={close} />}
    </>
  );
}

function GrantActs({ grant, onOpen }: { grant: Authorization; onOpen: (open: Open) => void }) {
  const maySend = useCan('offers:send');
  const mayWrite = useCan('marketplaces:write');
  const marketplace = useMarketplace(grant.marketplaceId);
  if (!maySend) return <p className="text-12 text-muted">{t('offers.mayNotSend')}</p>;
  const { state } = grant;
  const throughApi = marketplace?.capabilities.resale.mode === 'api' && grant.parentId === null;
  const tiers = marketplace?.capabilities.resale.tiers ?? 0;
  const mayEdit = state === 'draft' || (state === 'active' && grant.usage === 'until' && marketplace?.capabilities.resale.extend === true);
  return (
    <>
      {(state === 'draft' || state === 'active') && (
        <Button kind="danger" onPress={() => onOpen('restrict')}>
          {t(state === 'draft' ? 'offers.close' : 'offers.grant.restrict')}
        </Button>
      )}
      <span className="flex-1" />
      {mayEdit && <Button onPress={() => onOpen('edit')}>{t(state === 'draft' ? 'offers.grant.edit' : 'offers.grant.extend')}</Button>}
      {state === 'active' && mayWrite && grant.tier < tiers && <Button onPress={() => onOpen('pass')}>{t('offers.grant.pass')}</Button>}
      {state === 'draft' && (
        <Button kind={throughApi ? 'secondary' : 'primary'} onPress={() => onOpen('record')}>
          {t('offers.grant.record')}
        </Button>
      )}
      {state === 'draft' && throughApi && (
        <Button kind="primary" isDisabled={blocking(grant.issues).length > 0} onPress={() => onOpen('send')}>
          {t('offers.grant.send')}
        </Button>
      )}
    </>
  );
}

function GrantFacts({ grant }: { grant: Authorization }) {
  const money = (amountMinor: number) => <Money value={{ amountMinor, currency: grant.currency }} />;
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={grantTones[grant.state]}>{t(`offers.grant.${grant.state}`)}</Badge>
        <span className="text-muted">
          <bdi>{grant.marketplaceName}</bdi>
        </span>
      </p>
      <Facts
        items={[
          { label: t('offers.grant.issuer'), value: grant.issuerName },
          ...(grant.tier > 1 ? [{ label: t('offers.grant.tier'), value: t('offers.grant.tier.n', { n: grant.tier }) }] : []),
          {
            label: t('offers.grant.reseller'),
            value: (
              <Link to="/partners/$partnerId" params={{ partnerId: grant.resellerPartnerId }} className="link">
                {grant.resellerName}
              </Link>
            ),
          },
          { label: t('offers.grant.account'), value: <span className="font-mono">{grant.resellerAccount}</span> },
          { label: t('offers.grant.wholesale'), value: money(grant.wholesaleMinor) },
          ...(grant.markupBp > 0 ? [{ label: t('offers.markup'), value: `${grant.markupBp / 100}%` }] : []),
          { label: t('offers.grant.usage'), value: t(`offers.usage.${grant.usage}`) },
          ...(grant.untilOn === null ? [] : [{ label: t('offers.grant.until'), value: <DateText date={grant.untilOn} /> }]),
          { label: t('offers.buyerAccount'), value: grant.buyerAccount ?? t('offers.grant.anyBuyer') },
          { label: t('offers.term'), value: grant.termMonths === null ? '–' : t('offers.months', { n: grant.termMonths }) },
        ]}
      />
      {grant.externalId !== null && (
        <p className="text-12 text-muted">
          {t('offers.externalId')} <bdi className="font-mono">{grant.externalId}</bdi>
        </p>
      )}
      {grant.evidence !== null && (
        <p className="rounded-popover bg-hover px-3 py-2 text-12">
          <span className="font-medium">{t('offers.hop.noted')}</span>{' '}
          <span className="text-muted">
            <bdi>{grant.evidence.by}</bdi> · <InstantText at={grant.evidence.at} />
          </span>
          <span className="mt-0.5 block">
            <bdi>{grant.evidence.note ?? t('offers.grant.evidence.none')}</bdi>
          </span>
        </p>
      )}
      {grant.state === 'draft' && grant.issues.length > 0 && <IssueList issues={grant.issues} />}
      <table className="w-full">
        <caption className="pb-1 text-start text-12 text-muted">{t('offers.grant.lines')}</caption>
        <tbody>
          {grant.lines.map((line) => (
            <tr key={line.dimension} className="border-t border-line [&>*]:py-1.5">
              <th scope="row" className="text-start font-normal">
                <bdi>{line.description}</bdi>
              </th>
              <td className="text-end">
                <Num value={line.quantity} />
              </td>
              <td className="text-end">{money(line.amountMinor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {grant.operations.length > 0 && <Operations operations={grant.operations} />}
    </div>
  );
}

function RecordDialog({ grant, onClose }: { grant: Authorization; onClose: () => void }) {
  const [externalId, setExternalId] = useState('');
  const [evidence, setEvidence] = useState('');
  const record = useGrantAct('authorizations.record');
  return (
    <FormDialog
      title={t('offers.grant.record')}
      verb={t('offers.associate')}
      isOpen
      onClose={onClose}
      size="small"
      isPending={record.isPending}
      isReady={externalId.trim() !== ''}
      error={record.error}
      onSubmit={() =>
        record.mutate(
          { params: { id: grant.id }, body: { externalId: externalId.trim(), evidence: orNull(evidence) } },
          {
            onSuccess: () => {
              toast(t('offers.grant.recorded'));
              onClose();
            },
          },
        )
      }
    >
      <p className="text-muted">{t('offers.grant.record.note', { name: grant.marketplaceName })}</p>
      {grant.parentId !== null && <p>{t('offers.grant.record.passed', { name: grant.issuerName })}</p>}
      <TextField label={t('offers.externalId')} value={externalId} onChange={setExternalId} isRequired />
      <TextField label={t('offers.grant.evidence')} description={t('offers.grant.evidence.note')} value={evidence} onChange={setEvidence} rows={2} />
    </FormDialog>
  );
}

function RestrictDialog({ grant, onClose }: { grant: Authorization; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const restrict = useGrantAct('authorizations.restrict');
  const verb = t(grant.state === 'draft' ? 'offers.close' : 'offers.grant.restrict');
  return (
    <FormDialog
      title={verb}
      verb={verb}
      isOpen
      onClose={onClose}
      size="small"
      danger
      isPending={restrict.isPending}
      isReady={reason.trim() !== ''}
      error={restrict.error}
      onSubmit={() =>
        restrict.mutate(
          { params: { id: grant.id }, body: { reason: reason.trim() } },
          {
            onSuccess: () => {
              toast(t('offers.grant.restricted.done'));
              onClose();
            },
          },
        )
      }
    >
      <p className="text-muted">{t('offers.grant.restrict.note')}</p>
      <TextField label={t('offers.reason')} value={reason} onChange={setReason} rows={3} isRequired />
    </FormDialog>
  );
}
