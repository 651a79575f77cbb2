import { useState } from 'react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { useCan } from '../../../../lib/session.ts';
import { Button } from '../../../../ui/button.tsx';
import { Sheet } from '../../../../ui/dialog.tsx';
import { EndDialog } from '../kit/end-dialog.tsx';
import { VersionList } from '../kit/version-list.tsx';
import type { Document, DocumentKind } from './documents-tab.tsx';

export function DocumentSheet<D>({ kind, of, onAmend, onClose }: { kind: DocumentKind<D>; of: Document<D>; onAmend: () => void; onClose: () => void }) {
  const mayWrite = useCan('pricing:write');
  const [ending, setEnding] = useState(false);
  return (
    <>
      <Sheet
        title={of.name}
        isOpen={!ending}
        onClose={onClose}
        footer={
          <>
            {!mayWrite && <span className="flex-1 text-12 text-muted">{t('pricing.mayNot')}</span>}
            <Button kind="danger" isDisabled={!mayWrite} onPress={() => setEnding(true)}>
              {t('pricing.end')}
            </Button>
            <Button kind="primary" isDisabled={!mayWrite} onPress={onAmend}>
              {t('pricing.newVersion')}
            </Button>
          </>
        }
      >
        <VersionList
          versions={of.versions}
          show={(version) => (
            <>
              <p>
                <bdi>{kind.sentence(version.definition)}</bdi>
              </p>
              {kind.View && <kind.View value={version.definition} />}
            </>
          )}
        />
      </Sheet>
      {ending && <EndDialog name={of.name} onClose={() => setEnding(false)} onEnd={(body) => kind.end(of.id, body, of.version)} />}
    </>
  );
}
