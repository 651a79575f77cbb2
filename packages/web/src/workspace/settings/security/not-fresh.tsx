import { useState } from 'react';
import { useRouterState } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { authCall, type Refusal } from '../../../shell/sign-in/auth-call.ts';
import { RefusalLine } from '../../../shell/sign-in/notice.tsx';
import { Button } from '../../../ui/button.tsx';

/** Some acts need a sign-in of the last day: the way there and back is one button. */
export function RefusalOrSignIn({ refusal }: { refusal: Refusal | undefined }) {
  const here = useRouterState({ select: (state) => state.location.href });
  const [leaving, setLeaving] = useState(false);
  if (refusal?.id !== 'account.notFresh') return <RefusalLine refusal={refusal} />;
  async function again() {
    setLeaving(true);
    await authCall('/sign-out', {}, 'signIn.error.refused');
    location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
  }
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
      <p className="flex-1">{t('account.notFresh')}</p>
      <Button size="compact" isPending={leaving} onPress={() => void again()}>
        {t('account.notFresh.act')}
      </Button>
    </div>
  );
}
