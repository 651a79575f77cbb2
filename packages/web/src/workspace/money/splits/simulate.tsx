import { Link } from '@tanstack/react-router';
import { callApi, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { BeforeAfter } from '../rules/before-after.tsx';
import type { SplitDocument } from '../rules/conditions.tsx';
import { SimulationCard } from '../rules/simulation-card.tsx';
import { partyKey, partyName } from './words.ts';

/** What the draft would have given each party on receipts of a time past, beside what they had. */
export function SimulateSplits({ document, onRefused }: { document: SplitDocument; onRefused: (error: unknown) => void }) {
  return (
    <SimulationCard
      document={document}
      onRefused={onRefused}
      note={t('splits.simulate.note')}
      run={(draft, from, to) => callApi('splits.simulate', { body: { document: draft, from, to } })}
    >
      {(answer) => <Answer answer={answer} />}
    </SimulationCard>
  );
}

function Answer({ answer }: { answer: Result<'splits.simulate'> }) {
  return (
    <>
      <p className="px-4 py-2 text-12 text-muted">
        {t('splits.simulate.count', { n: answer.receipts })} {answer.apart > 0 && t('splits.simulate.apart', { n: answer.apart })}
      </p>
      {answer.currencies.map((one) => (
        <BeforeAfter
          key={one.currency}
          currency={one.currency}
          rows={one.parties.map((party) => ({
            id: partyKey(party),
            name: <bdi>{partyName(party)}</bdi>,
            beforeMinor: party.beforeMinor,
            afterMinor: party.afterMinor,
          }))}
        />
      ))}
      {answer.examples.length > 0 && (
        <ul className="flex flex-col gap-1 px-4 pt-2 text-12">
          {answer.examples.map((example) => (
            <li key={example.splitId}>
              <Link to="/money/splits/$splitId" params={{ splitId: example.splitId }} className="link">
                <bdi>{example.dealName ?? t('splits.noDeal')}</bdi>
              </Link>{' '}
              <bdi className="text-muted">{example.sentence}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
