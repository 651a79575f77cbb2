import type { Result } from '../../lib/api/index.ts';
import { useApi } from '../../lib/api/index.ts';
import { useParam } from '../address.tsx';
import { Page } from '../kit/page.tsx';
import { Failed, Ghosts } from '../kit/states.tsx';
import { usePortalSession } from '../session.ts';
import { toText } from '../shared/amounts.ts';
import { t } from '../text.ts';
import { nothingTyped, readDraft, type Typed } from './draft.ts';
import { RegisterForm } from './register-form.tsx';

type Registration = Result<'portalRegistrations.get'>;

export function RegisterPage() {
  const [editedId] = useParam('edit');
  const [forPartnerId] = useParam('for');
  const [dealId] = useParam('deal');
  const form = useApi('portal.registerForm', {}, { staleTime: 5 * 60_000 });
  const edited = useApi('portalRegistrations.get', { params: { id: editedId ?? '' } }, { enabled: editedId !== undefined });
  const session = usePortalSession().data;
  const partnerId = session?.partner?.id ?? '';
  const error = form.error ?? edited.error;
  const ready = form.data && session && (editedId === undefined || edited.data);
  const title = editedId === undefined ? t('portal.register.title') : t('portal.register.editTitle');
  return (
    <Page
      title={title}
      narrow
      back={
        editedId === undefined
          ? { to: '/portal', label: t('portal.nav.home') }
          : { to: `/portal/registrations/${editedId}`, label: t('portal.nav.registrations') }
      }
      meta={form.data?.usualDecisionHours ? <span>{t('portal.usuallyDecided', { n: form.data.usualDecisionHours })}</span> : undefined}
    >
      {error ? (
        <Failed error={error} onRetry={() => void (form.error ? form.refetch() : edited.refetch())} />
      ) : !ready ? (
        <div className="rounded-card border border-line bg-surface">
          <Ghosts what={title} rows={5} height={84} />
        </div>
      ) : (
        <RegisterForm
          form={form.data}
          partnerId={partnerId}
          edited={edited.data}
          dealId={dealId ?? null}
          start={edited.data ? typedOf(edited.data) : { ...nothingTyped, ...readDraft(partnerId), ...(forPartnerId === undefined ? {} : { forPartnerId }) }}
        />
      )}
    </Page>
  );
}

const typedOf = (registration: Registration): Typed => ({
  ...nothingTyped,
  customerDomain: registration.customerDomain,
  contactEmail: registration.contactEmail,
  valueBand: registration.valueBand,
  closeOn: registration.closeOn,
  kind: registration.kind,
  companyName: registration.companyName,
  contactName: registration.contactName ?? '',
  country: registration.country ?? '',
  amount: toText(registration.amountMinor, registration.currency),
  story: registration.story ?? '',
  productIds: registration.products.map((product) => product.id),
});
