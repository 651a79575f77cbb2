import type { LinkPurpose } from '@entente/kernel';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Select } from '../../ui/select.tsx';

export const needsRecord = (purpose: LinkPurpose): boolean => purpose !== 'register';

type Choice = { id: string; label: string; note?: string };

/** The records of this partner a link of that purpose may be about. */
function useChoices(purpose: LinkPurpose, partnerId: string): { choices: readonly Choice[]; isLoading: boolean } {
  const ofRegistrations = purpose === 'update' || purpose === 'extend' || purpose === 'answer';
  const registrations = useApi(
    'registrations.list',
    { query: { partnerId, limit: 100, ...(purpose === 'answer' ? { state: 'info_requested' as const } : { protected: 'true' }) } },
    { enabled: ofRegistrations },
  );
  const leads = useApi('leads.list', { query: { partnerId, state: 'offered', limit: 100 } }, { enabled: purpose === 'accept_lead' });
  const cases = useApi('cases.list', { query: { limit: 100 } }, { enabled: purpose === 'evidence' });
  if (ofRegistrations)
    return {
      isLoading: registrations.isPending,
      choices: (registrations.data?.items ?? []).map((row) => ({ id: row.id, label: row.companyName, note: `R-${row.number}` })),
    };
  if (purpose === 'accept_lead')
    return { isLoading: leads.isPending, choices: (leads.data?.items ?? []).map((row) => ({ id: row.id, label: row.companyName, note: `L-${row.number}` })) };
  return {
    isLoading: cases.isPending,
    choices: (cases.data?.items ?? [])
      .filter((row) => row.state === 'evidence' || row.state === 'appealed')
      .map((row) => ({ id: row.id, label: row.title, note: `C-${row.number}` })),
  };
}

export function LinkRecord({
  purpose,
  partnerId,
  value,
  onChange,
  error,
}: {
  purpose: LinkPurpose;
  partnerId: string;
  value: string | null;
  onChange: (id: string) => void;
  error?: string;
}) {
  const { choices, isLoading } = useChoices(purpose, partnerId);
  if (!isLoading && choices.length === 0)
    return <p className="rounded-popover bg-hover px-3 py-2 text-muted">{t(`links.none.${purpose === 'register' ? 'update' : purpose}`)}</p>;
  return <Select label={t('links.about')} value={value} onChange={onChange} options={choices} placeholder={t('ui.select.choose')} isRequired error={error} />;
}
