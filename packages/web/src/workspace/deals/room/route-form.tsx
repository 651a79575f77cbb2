import { useState } from 'react';
import { routeKinds, type RouteKind } from '@entente/kernel';
import { ArrowUp, X } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { MemberPicker } from '../kit/pickers.tsx';
import { endOfDay } from './lane-dialogs.tsx';
import { type Deal, useRoomAct } from './use-room.ts';

export type Route = Deal['routeList'][number];
type Party = { partnerId: string; partnerName: string };
const withChain: readonly RouteKind[] = ['resale', 'marketplace', 'referral'];
const CHAIN_LIMIT = 6;

export function RouteForm({ deal, route, onClose }: { deal: Deal; route: Route | null; onClose: () => void }) {
  const [kind, setKind] = useState<RouteKind | null>(route?.kind ?? null);
  const [settles, setSettles] = useState(route?.settles ?? false);
  const [ownerId, setOwner] = useState<string | null>(route?.ownerId ?? null);
  const [system, setSystem] = useState(route?.externalSystem ?? '');
  const [outside, setOutside] = useState(route?.externalId ?? '');
  const [nextStep, setNext] = useState(route?.nextStep ?? '');
  const [due, setDue] = useState(route?.dueAt?.slice(0, 10) ?? '');
  const [chain, setChain] = useState<readonly Party[]>(route?.chain ?? []);
  const add = useRoomAct('deals.addRoute');
  const update = useRoomAct('deals.updateRoute');
  const facts = {
    settles,
    ownerId,
    externalSystem: system.trim() || null,
    externalId: outside.trim() || null,
    nextStep: nextStep.trim() || null,
    // A due time that was not touched keeps its hour.
    dueAt: due === (route?.dueAt?.slice(0, 10) ?? '') ? (route?.dueAt ?? null) : endOfDay(due),
  };
  const hasChain = route === null && kind !== null && withChain.includes(kind);
  return (
    <FormDialog
      title={route ? t('deals.route.editNamed', { route: t(`route.${route.kind}`) }) : t('deals.route.add')}
      verb={t(route ? 'ui.save' : 'deals.route.add')}
      isOpen
      onClose={onClose}
      isPending={add.isPending || update.isPending}
      isReady={kind !== null}
      error={add.error ?? update.error}
      onSubmit={() => {
        if (route) update.mutate({ params: { id: deal.id, childId: route.id }, body: facts }, { onSuccess: onClose });
        else if (kind)
          add.mutate(
            { params: { id: deal.id }, body: { kind, ...facts, chain: hasChain ? chain.map((party) => party.partnerId) : [] } },
            { onSuccess: onClose },
          );
      }}
    >
      {route === null && (
        <Select
          label={t('deals.filter.route')}
          description={t('deals.route.addNote')}
          options={routeKinds.map((id) => ({ id, label: t(`route.${id}`) }))}
          value={kind}
          onChange={setKind}
          isRequired
        />
      )}
      {hasChain && <ChainField deal={deal} chain={chain} onChange={setChain} />}
      <Checkbox isSelected={settles} onChange={setSettles} description={t('deals.route.settles.note')}>
        {t('deals.route.settles')}
      </Checkbox>
      <MemberPicker label={t('deals.col.owner')} value={ownerId} given={route?.ownerName} onChange={setOwner} />
      <div className="grid gap-3 md:grid-cols-2">
        <TextField label={t('deals.col.next')} value={nextStep} onChange={setNext} />
        <DateField label={t('deals.due')} value={due} onChange={setDue} />
        <TextField label={t('deals.route.system')} value={system} onChange={setSystem} maxLength={60} />
        <TextField label={t('deals.route.outside')} value={outside} onChange={setOutside} maxLength={200} />
      </div>
    </FormDialog>
  );
}

/** Who sells to whom, in order. Only partners on the deal are offered: a seller without a role would have no lane. */
function ChainField({ deal, chain, onChange }: { deal: Deal; chain: readonly Party[]; onChange: (chain: readonly Party[]) => void }) {
  const known = new Map(
    deal.participants.filter((lane) => lane.until === null).map((lane) => [lane.partnerId, { partnerId: lane.partnerId, partnerName: lane.partnerName }]),
  );
  const free = [...known.values()].filter((party) => !chain.some((entry) => entry.partnerId === party.partnerId));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-12 font-medium">{t('deals.route.chain')}</legend>
      {chain.length > 0 && (
        <ol className="flex flex-col gap-1">
          {chain.map((party, index) => (
            <li key={party.partnerId} className="flex items-center gap-2">
              <span className="num w-4 text-12 text-muted">{index + 1}</span>
              <bdi className="min-w-0 flex-1 truncate">{party.partnerName}</bdi>
              <IconButton
                size="compact"
                label={t('deals.route.chain.up', { partner: party.partnerName })}
                isDisabled={index === 0}
                onPress={() => onChange([...chain.slice(0, index - 1), party, ...chain.slice(index - 1, index), ...chain.slice(index + 1)])}
              >
                <ArrowUp size={14} aria-hidden />
              </IconButton>
              <IconButton
                size="compact"
                label={t('deals.route.chain.remove', { partner: party.partnerName })}
                onPress={() => onChange(chain.filter((entry) => entry !== party))}
              >
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ol>
      )}
      {known.size === 0 ? (
        <p className="text-12 text-muted">{t('deals.route.chain.none')}</p>
      ) : (
        free.length > 0 &&
        chain.length < CHAIN_LIMIT && (
          <Select
            key={chain.length}
            label={t('deals.route.chain.add')}
            options={free.map((party) => ({ id: party.partnerId, label: party.partnerName }))}
            value={null}
            onChange={(id) => {
              const party = known.get(id);
              if (party) onChange([...chain, party]);
            }}
          />
        )
      )}
    </fieldset>
  );
}
