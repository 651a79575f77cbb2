import { CalendarCard } from './calendar-card.tsx';
import { PasskeysCard } from './passkeys.tsx';
import { PasswordCard } from './password.tsx';
import { SecondFactorCard } from './second-factor.tsx';
import { SessionsCard } from './sessions.tsx';

/** One's own account, whatever the role: how one signs in, where one is signed in, and when one is taken. */
export function Security() {
  return (
    <div className="flex max-w-160 flex-col gap-4">
      <PasswordCard />
      <SecondFactorCard />
      <PasskeysCard />
      <SessionsCard />
      <CalendarCard />
    </div>
  );
}
