import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { PageBody, PageHeader } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FormDialog } from '../deals/kit/form-dialog.tsx';
import { RecordPage } from '../partners/kit/record-page.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { typeName } from '../partners/words.ts';
import { ReplayCard } from './bench/replay-card.tsx';
import { TryCard } from './bench/try-card.tsx';
import type { Definition, Program } from './definition.ts';
import { ProgramForm } from './program-form.tsx';
import { RulesTab } from './rules/rules-tab.tsx';
import { TermsTab } from './terms/terms-tab.tsx';
import { useEditor } from './use-editor.ts';
import { VersionsTab } from './versions/versions-tab.tsx';

const tabs = ['rules', 'terms', 'bench', 'versions'] as const;

export function ProgramScreen() {
  const { programId } = useParams({ from: '/workspace/programs/$programId' });
  const query = useApi('programs.get', { params: { id: programId } });
  return (
    <RecordPage query={query} what={t('programs.title')}>
      {(program) => {
        const initial = program.draft ?? program.live;
        return initial === null ? null : <Editor key={program.id} program={program} initial={initial} />;
      }}
    </RecordPage>
  );
}

function Editor({ program, initial }: { program: Program; initial: Definition }) {
  const url = useUrlState();
  const client = useQueryClient();
  const mayWrite = useCan('programs:write');
  const editor = useEditor(program, initial);
  const [dialog, setDialog] = useState<'publish' | 'rename' | 'discard'>();
  const tab = url.oneOf('tab', tabs) ?? 'rules';
  const { problems } = program;
  const reload = () => void client.invalidateQueries({ queryKey: ['programs.get'] });
  const part = { draft: editor.draft, problems, isDisabled: !mayWrite, put: editor.put };
  const pending = editor.changed || program.hasDraft;
  useRegisterActions(
    () => [
      {
        id: 'program.save',
        label: 'programs.save',
        scope: 'record',
        shortcut: 'mod+s',
        permission: 'programs:write',
        isEnabled: () => editor.changed,
        run: editor.save,
      },
    ],
    [editor.draft, program.version, editor.changed],
  );
  return (
    <>
      <PageHeader
        title={program.name}
        crumbs={[{ label: t('programs.title'), to: '/programs' }, { label: program.name }]}
        badges={
          <>
            {program.liveVersion === null ? (
              <Badge>{t('programs.neverPublished')}</Badge>
            ) : (
              <Badge tone="ok">{t('programs.live', { n: program.liveVersion })}</Badge>
            )}
            {program.hasDraft && <Badge tone="warn">{t('programs.draft')}</Badge>}
            {editor.changed && <Badge tone="warn">{t('programs.unsaved')}</Badge>}
          </>
        }
        actions={
          mayWrite && (
            <>
              <Button onPress={() => setDialog('rename')}>{t('programs.rename')}</Button>
              {pending && program.live !== null && <Button onPress={() => setDialog('discard')}>{t('programs.discard')}</Button>}
              <Button keyHint="mod+s" isPending={editor.isSaving} isDisabled={!editor.changed} onPress={editor.save}>
                {t('programs.save')}
              </Button>
              <Button kind="primary" isDisabled={!program.hasDraft || editor.changed || problems.length > 0} onPress={() => setDialog('publish')}>
                {t('programs.publish')}
              </Button>
            </>
          )
        }
        facts={
          <div className="flex flex-col gap-2">
            <p className="flex flex-wrap gap-x-4 gap-y-1 text-12 text-muted">
              <bdi>
                {program.partnerTypes.length === 0
                  ? t('programs.types.all')
                  : new Intl.ListFormat(document.documentElement.lang, { style: 'narrow', type: 'unit' }).format(program.partnerTypes.map(typeName))}
              </bdi>
              {!mayWrite && <span>{t('programs.readOnly')}</span>}
              {mayWrite && !pending && program.liveVersion !== null && <span>{t('programs.startsDraft', { n: program.liveVersion })}</span>}
              {problems.length > 0 && <output className="font-medium text-bad">{t('programs.publish.blocked', { n: problems.length })}</output>}
            </p>
            <Tabs
              label={program.name}
              value={tab}
              onChange={(id) => url.set({ tab: id === 'rules' ? undefined : id })}
              items={tabs.map((id) => ({ id, label: t(`programs.tab.${id}`) }))}
            />
          </div>
        }
      />
      <PageBody>
        {tab === 'rules' && <RulesTab key={editor.edition} {...part} />}
        {tab === 'terms' && <TermsTab key={editor.edition} {...part} />}
        {tab === 'bench' && (
          <div className="flex flex-col gap-4">
            <TryCard programId={program.id} draft={editor.draft} />
            <ReplayCard programId={program.id} programName={program.name} draft={editor.draft} />
          </div>
        )}
        {tab === 'versions' && <VersionsTab program={program} draft={editor.draft} />}
      </PageBody>
      {dialog === 'publish' && (
        <PublishDialog
          program={program}
          publish={editor.publish}
          onReload={reload}
          onClose={() => {
            editor.publish.reset();
            setDialog(undefined);
          }}
        />
      )}
      {dialog === 'rename' && (
        <ProgramForm
          title={t('programs.rename')}
          name={program.name}
          types={program.partnerTypes}
          isPending={editor.update.isPending}
          error={editor.update.error}
          onReload={reload}
          onClose={() => {
            editor.update.reset();
            setDialog(undefined);
          }}
          onSave={(name, types) => editor.update.send(name, types, () => setDialog(undefined))}
        />
      )}
      <ConfirmDialog
        title={t('programs.discard.ask', { name: program.name })}
        body={t('programs.discard.note')}
        verb={t('programs.discard')}
        danger
        isOpen={dialog === 'discard'}
        onClose={() => setDialog(undefined)}
        onConfirm={editor.discard}
      />
    </>
  );
}

function PublishDialog({
  program,
  publish,
  onClose,
  onReload,
}: {
  program: Program;
  publish: ReturnType<typeof useEditor>['publish'];
  onClose: () => void;
  onReload: () => void;
}) {
  const [note, setNote] = useState('');
  return (
    <FormDialog
      title={t('programs.publish.title', { n: (program.liveVersion ?? 0) + 1, name: program.name })}
      verb={t('programs.publish')}
      isOpen
      onClose={onClose}
      onReload={onReload}
      isPending={publish.isPending}
      error={publish.error}
      onSubmit={() => publish.send(note.trim() === '' ? undefined : note.trim(), onClose)}
    >
      <p className="text-muted">{t('programs.publish.past')}</p>
      <TextField label={t('programs.publish.note')} description={t('programs.publish.noteWhy')} value={note} onChange={setNote} rows={3} />
    </FormDialog>
  );
}
