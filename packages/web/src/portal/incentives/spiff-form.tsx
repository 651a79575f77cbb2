import { type FormEvent, useState } from 'react';
import { useApi } from '../../lib/api/index.ts';
import { useAct } from '../act.ts';
import { go, useParam } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { Choose } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { Refused } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { DealChoice } from './deal-choice.tsx';
import { guarded } from './guard.tsx';
import { mayBeRegistered, type SpiffProgramme } from './model.ts';
import { ProgrammePage } from './programme-page.tsx';
import { ProgrammeTerms, usePortalProgrammes } from './programmes.tsx';

export const SpiffForm = guarded(Form);

/** `?rule=` and `?deal=` name what is chosen already. */
function Form() {
  const { spiffs } = usePortalProgrammes();
  return (
    <ProgrammePage
      title={t('portal.incentives.register')}
      back={{ to: '/portal/incentives', label: t('portal.incentives.view.spiffs') }}
      none={t('portal.incentives.none.spiffs')}
      isNone={spiffs.length === 0}
    >
      <Fields spiffs={spiffs} />
    </ProgrammePage>
  );
}

function Fields({ spiffs }: { spiffs: readonly SpiffProgramme[] }) {
  const [askedRule] = useParam('rule');
  const [askedDeal] = useParam('deal');
  const [ruleId, setRuleId] = useState(() => spiffs.find((one) => one.ruleId === askedRule)?.ruleId ?? (spiffs.length === 1 ? (spiffs[0]?.ruleId ?? '') : ''));
  const [dealId, setDealId] = useState(askedDeal ?? '');
  const [personId, setPersonId] = useState('');
  const [tried, setTried] = useState(false);
  const team = useApi('portalTeam.list', {});
  const why = useWhyNot()('portal:deals');
  const act = useAct('portalIncentives.registerSpiff', {
    notice: ({ personName }) => t('portal.incentives.registered', { name: personName }),
    onDone: () => go('/portal/incentives'),
  });
  const people = team.data?.items.filter(({ status }) => status === 'active') ?? [];
  const person = personId || people.find(({ me }) => me)?.id || '';
  const programme = spiffs.find((one) => one.ruleId === ruleId);
  const missing = (value: string): string | undefined => (tried && value === '' ? t('portal.missing') : undefined);
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    act.forget();
    if (why === undefined && ruleId !== '' && dealId !== '') void act.run({ body: { ruleId, dealId, ...(person === '' ? {} : { personId: person }) } });
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-6">
        <Panel title={t('portal.incentives.sale')}>
          <div className="flex flex-col gap-4 pt-1">
            <Choose
              label={t('portal.incentives.spiff')}
              choices={spiffs.map(({ ruleId: id, name }) => ({ id, label: name }))}
              value={ruleId}
              onChange={(id) => {
                setRuleId(id);
                setDealId('');
              }}
              emptyLabel={t('portal.incentives.spiff.choose')}
              error={missing(ruleId)}
              required
            />
            {programme !== undefined && (
              <DealChoice
                value={dealId}
                onChange={setDealId}
                status="open"
                fits={(deal) => mayBeRegistered(deal, programme)}
                none={t('portal.incentives.deal.none.spiff')}
                error={missing(dealId)}
              />
            )}
            <Choose
              label={t('portal.incentives.person')}
              note={t('portal.incentives.person.note')}
              choices={people.map(({ id, name }) => ({ id, label: name }))}
              value={person}
              onChange={setPersonId}
              emptyLabel={t('portal.incentives.person.me')}
            />
          </div>
        </Panel>
        <Refused sentence={act.refusal} />
        <div>
          <Button type="submit" look="main" busy={act.busy} why={why}>
            {t('portal.incentives.register')}
          </Button>
        </div>
      </div>
      {programme !== undefined && (
        <Panel title={programme.name} className="self-start">
          <ProgrammeTerms programme={programme} />
        </Panel>
      )}
    </form>
  );
}
