import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { Card } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { Select } from '../../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { effectTone } from '../../registrations/words.ts';
import type { Definition, Program } from '../definition.ts';
import { testSentence } from '../test-sentence.ts';
import { DifferenceList } from './difference-list.tsx';

const DRAFT = 'draft';

/** What was published, when and by whom, what it said, and what differs between any two. */
export function VersionsTab({ program, draft }: { program: Program; draft: Definition }) {
  const [viewed, setViewed] = useState<number | null>(null);
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Card title={t('programs.versions')} flush>
        {program.versions.length === 0 ? (
          <p className="px-4 py-3 text-muted">{t('programs.versions.none')}</p>
        ) : (
          <ul>
            {program.versions.map((version) => (
              <li key={version.number} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
                <span className="min-w-0 flex-1">
                  <span className="flex items-center gap-2 font-medium">
                    {t('programs.version.named', { n: version.number })}
                    {version.number === program.liveVersion && <Badge tone="ok">{t('plays.status.live')}</Badge>}
                  </span>
                  <span className="flex flex-wrap gap-x-2 text-12 text-muted">
                    <bdi>{version.by}</bdi>
                    <InstantText at={version.at} />
                  </span>
                  {version.note !== null && (
                    <span className="block text-12">
                      <bdi>{version.note}</bdi>
                    </span>
                  )}
                </span>
                <Button size="compact" onPress={() => setViewed(version.number)}>
                  {t('programs.version.view', { n: version.number })}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Comparison program={program} draft={draft} />
      {viewed !== null && <VersionSheet program={program} number={viewed} onClose={() => setViewed(null)} />}
    </div>
  );
}

const useVersion = (programId: string, number: number | null) =>
  useApi('programs.version', { params: { id: programId, number: number ?? 1 } }, { enabled: number !== null, staleTime: Number.POSITIVE_INFINITY });

function Comparison({ program, draft }: { program: Program; draft: Definition }) {
  const numbers = program.versions.map((version) => version.number);
  const [first, setFirst] = useState<string | null>(program.liveVersion === null ? null : String(program.liveVersion));
  const [second, setSecond] = useState(DRAFT);
  const a = useVersion(program.id, first === null || first === DRAFT ? null : Number(first));
  const b = useVersion(program.id, second === DRAFT ? null : Number(second));
  const before = first === DRAFT ? draft : a.data?.definition;
  const after = second === DRAFT ? draft : b.data?.definition;
  const options = [
    ...numbers.map((number) => ({ id: String(number), label: t('programs.version.named', { n: number }) })),
    { id: DRAFT, label: t('programs.draft') },
  ];
  if (numbers.length === 0) return null;
  const error = a.error ?? b.error;
  return (
    <Card title={t('programs.version.compare')}>
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-3">
          <Select label={t('programs.compare.first')} options={options} value={first} onChange={setFirst} />
          <Select label={t('programs.compare.with')} options={options} value={second} onChange={setSecond} />
        </div>
        {error !== null ? (
          <ErrorState compact error={error} onRetry={() => void (a.error === null ? b : a).refetch()} />
        ) : before === undefined || after === undefined ? (
          <SkeletonRows rows={3} widths={[80]} what={t('programs.version.compare')} />
        ) : (
          <DifferenceList before={before} after={after} />
        )}
      </div>
    </Card>
  );
}

function VersionSheet({ program, number, onClose }: { program: Program; number: number; onClose: () => void }) {
  const version = useVersion(program.id, number);
  return (
    <Sheet title={t('programs.version.named', { n: number })} isOpen onClose={onClose}>
      {version.error !== null ? (
        <ErrorState compact error={version.error} onRetry={() => void version.refetch()} />
      ) : version.data === undefined ? (
        <SkeletonRows rows={8} widths={[80]} what={t('programs.version.named', { n: number })} />
      ) : (
        <ScrollArea className="flex flex-col gap-4 outline-offset-4" label={t('programs.version.named', { n: number })}>
          <p className="flex flex-wrap gap-x-2 text-muted">
            <bdi>{version.data.by}</bdi>
            <InstantText at={version.data.at} />
          </p>
          <ol className="flex flex-col gap-3">
            {version.data.definition.rules.map((rule, index) => (
              <li key={rule.id} className="border-b border-line pb-3 last:border-b-0">
                <p className="flex flex-wrap items-center gap-2">
                  <bdi className="min-w-0 flex-1 font-medium">{t('programs.rule.named', { n: index + 1, name: rule.name })}</bdi>
                  {rule.enabled ? <Badge tone={effectTone[rule.effect]}>{t(`programs.effect.${rule.effect}`)}</Badge> : <Badge>{t('programs.rule.off')}</Badge>}
                </p>
                <p className="mt-1 text-12 text-muted">
                  <bdi>{new Intl.ListFormat(document.documentElement.lang, { type: 'conjunction' }).format(rule.when.map(testSentence))}</bdi>
                </p>
                <p className="mt-1">
                  <bdi>{rule.partnerSentence}</bdi>
                </p>
              </li>
            ))}
          </ol>
        </ScrollArea>
      )}
    </Sheet>
  );
}
