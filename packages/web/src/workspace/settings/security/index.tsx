import { PasskeysCard } from './passkeys.tsx';
import { PasswordCard } from './password.tsx';
import { SecondFactorCard } from './second-factor.tsx';
import { SessionsCard } from './sessions.tsx';

/** One's own account, whatever the role: how one signs in and where one is signed in. */
export function Security() {
  return (
    <div className="flex max-w-160 flex-col gap-4">
      <PasswordCard />
      <SecondFactorCard />
      <PasskeysCard />
      <SessionsCard />
    </div>
  );
}
