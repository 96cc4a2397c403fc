import type { AccountService, Configuration } from '#platform';

/**
 * What a new installation needs: its first organisation with an administrator from ADMIN_EMAIL and ADMIN_PASSWORD,
 * or a link with which a person makes both. Does nothing once there is an organisation.
 */
export async function offerFirstStart(
  accounts: AccountService,
  configuration: Configuration,
  say: (message: string) => void,
): Promise<void> {
  if (!(await accounts.isNew())) return;
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password, publicUrl } = configuration;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const first = { organisation: 'My organisation', timeZone: timeZone || 'UTC' };
  if (email && password) {
    try {
      await accounts.foundOrganisation({ ...first, name: 'Administrator', email, password });
    } catch (error) {
      // Another process that started at the same time was faster.
      if (await accounts.isNew()) throw error;
    }
    say(`The organisation “${first.organisation}” is ready: sign in as ${email} with the password of ADMIN_PASSWORD.`);
    return;
  }
  const token = await accounts.offerSetup();
  const example = {
    token,
    ...first,
    name: 'Ada Example',
    email: 'ada@example.org',
    password: 'at least 12 characters',
  };
  say(`
Nobody has set up this installation yet. This link makes the organisation and its first administrator, once:

  ${publicUrl}/setup#token=${token}

Without a browser:

  curl -X POST ${publicUrl}/api/v1/setup -H 'content-type: application/json' \\
    -d '${JSON.stringify(example)}'
`);
}
